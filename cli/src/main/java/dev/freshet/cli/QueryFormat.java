package dev.freshet.cli;

import java.io.PrintWriter;
import java.util.Arrays;
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

    /** @throws IllegalArgumentException if there is no such format */
    static QueryFormat parse(String text) {
        return Arrays.stream(values()).filter(format -> format.toString().equalsIgnoreCase(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is no format (use table, csv or ndjson)".formatted(text)));
    }

    /** As users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
