package dev.freshet.spec;

import java.nio.file.Path;

/**
 * One mistake in a spec file.
 *
 * @param line counted from 1; for a missing key, the line of the block that lacks it
 * @param key the path of keys, such as {@code columns.size_bytes}; empty for the file as a whole
 * @param value the text found; empty if none
 * @param fix what to write instead
 */
public record SpecProblem(String file, int line, String key, String value, String message, String fix) {
    /** A mistake that shows only when a spec that can be read is used. */
    public static SpecProblem at(Path file, String key, String value, String message, String fix) {
        return new SpecProblem(file.toString(), KeyLine.of(file, key), key, value, message, fix);
    }

    /** {@code backups.yaml:7: columns.size_bytes: Unknown type "bigintt" (did you mean bigint?)}. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + message + " (" + fix + ")";
    }
}
