package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.Contender;

/**
 * How a reader asks.
 *
 * @param driver what it connects with
 * @param table what it reads
 */
record Way(View view, Contender driver, String table) {
    /** What it asks for. */
    enum View {
        LIVE("live"),
        T_1("T-1");

        private final String word;

        View(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** As reports name it. */
    String name() {
        return "%s, %s".formatted(view, driver == Contender.TRINO_JDBC ? driver : "gateway");
    }
}
