package dev.freshet.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** The formats of a query's rows. */
enum QueryFormat {
    TABLE,
    CSV,
    NDJSON;

    RowFormat on(PrintWriter out) {
        return switch (this) {
            case TABLE -> new TableFormat(out);
            case CSV -> new CsvFormat(out);
            case NDJSON -> new NdjsonFormat(out);
        };
    }

    /** As users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
