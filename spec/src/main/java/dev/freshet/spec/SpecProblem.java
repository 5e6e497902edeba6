package dev.freshet.spec;

/**
 * One mistake in a spec file.
 *
 * @param line counted from 1; for a missing key, the line of the block that lacks it
 * @param key the path of keys, such as {@code columns.size_bytes}; empty for the file as a whole
 * @param value the text found; empty if none
 * @param fix what to write instead
 */
public record SpecProblem(String file, int line, String key, String value, String message, String fix) {
    /** {@code backups.yaml:7: columns.size_bytes: Unknown type "bigintt" (did you mean bigint?)}. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + message + " (" + fix + ")";
    }
}
