package dev.freshet.benchmarks.scan;

/**
 * The raw files of a day.
 *
 * @param kilobytes of text in all of them (1 kB is 10^3 bytes)
 * @param heldBack why the model does not see it: {@code size} or {@code files}; empty if it does
 */
record ScanShape(long kilobytes, int files, Codec codec, String heldBack) {
    /** In the fit. */
    static final String FITTED = "";
    static final String SIZE = "size";
    static final String FILES = "files";
    static final String QUESTION = "question";

    /** In the order in which they land. */
    String name(int landing, int file) {
        return "part-%04d-%05d.json%s".formatted(landing, file, codec.suffix());
    }

    /** For people. */
    @Override
    public String toString() {
        return "%s MB in %d %s file%s".formatted(kilobytes % 1000 == 0 ? String.valueOf(kilobytes / 1000)
                : String.valueOf(kilobytes / 1000.0), files, codec, files == 1 ? "" : "s");
    }
}
