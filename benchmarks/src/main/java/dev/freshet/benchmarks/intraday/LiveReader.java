package dev.freshet.benchmarks.intraday;

/** What a query reads. All readers use plain trino-jdbc. */
enum LiveReader {
    /** The T-1 view: history, which has as many bytes as today. */
    T_1("T-1"),
    /** The live view of a dataset with intraday ingest. */
    LIVE("live"),
    /** The live view of another dataset over the same raw files, without intraday ingest. */
    WITHOUT("live without");

    private final String word;

    LiveReader(String word) {
        this.word = word;
    }

    /** As reports name it. */
    @Override
    public String toString() {
        return word;
    }
}
