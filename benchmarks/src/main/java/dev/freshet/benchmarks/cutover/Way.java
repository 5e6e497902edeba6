package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.Contender;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a reader queries.
 *
 * @param driver what it connects with
 * @param table what it reads
 * @param before gives today if it reads only the landing days before today; empty if it reads all
 */
record Way(View view, Contender driver, String table, Optional<Supplier<LocalDate>> before) {
    Way(View view, Contender driver, String table) {
        this(view, driver, table, Optional.empty());
    }

    /** The view that answers. */
    enum View {
        LIVE("live"),
        T_1("T-1"),
        INGESTED("ingested");

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
        return "%s, %s".formatted(before.isPresent() ? "live before today" : view,
                driver == Contender.TRINO_JDBC ? driver : "gateway");
    }
}
