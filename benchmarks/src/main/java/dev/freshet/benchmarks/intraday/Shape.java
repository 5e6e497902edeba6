package dev.freshet.benchmarks.intraday;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The raw files of a day. They land at a constant rate from its first minute to its last.
 *
 * @param files of the whole day
 * @param fileBytes of each of them
 */
record Shape(int files, long fileBytes, Naming naming) {
    static final long MB = 1_000_000;
    private static final long KB = 1_000;
    private static final int MINUTES = 24 * 60;

    /** What files are named by. */
    enum Naming {
        /** The order in which they land. */
        TIME,
        /** UUIDs, which have no order. */
        UUID;

        /** @throws IllegalArgumentException if the word is neither {@code time} nor {@code uuid} */
        static Naming parse(String word) {
            for (Naming naming : values()) {
                if (naming.toString().equals(word)) {
                    return naming;
                }
            }
            throw new IllegalArgumentException("Invalid names of files: %s (use time or uuid)".formatted(word));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param megabytes of the day (1 MB is 10^6 bytes) */
    static Shape ofMegabytes(int megabytes, int fileMegabytes) {
        return new Shape(megabytes / fileMegabytes, fileMegabytes * MB, Naming.TIME);
    }

    /** Files of 1 kB. */
    static Shape ofSmallFiles(Naming naming, int files) {
        return new Shape(files, KB, naming);
    }

    long bytes() {
        return files * fileBytes;
    }

    boolean isOfSmallFiles() {
        return fileBytes < MB;
    }

    /** How many files land in a minute; at least one. */
    int minute() {
        return Math.ceilDiv(files, MINUTES);
    }

    /** @param file its number in the order of landing */
    String name(int file) {
        return switch (naming) {
            case TIME -> "part-%08d.json".formatted(file);
            case UUID -> java.util.UUID.nameUUIDFromBytes(String.valueOf(file).getBytes(StandardCharsets.UTF_8))
                    + ".json";
        };
    }

    /** As reports name it. */
    @Override
    public String toString() {
        return isOfSmallFiles() ? String.format(Locale.ROOT, "%,d files of 1 kB, names by %s", files, naming)
                : "%d MB, files of %d MB".formatted(bytes() / MB, fileBytes / MB);
    }
}
