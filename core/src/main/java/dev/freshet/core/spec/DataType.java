package dev.freshet.core.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A column type, in Trino's words. Closed, so that a switch over it lists what a new type must touch. */
public sealed interface DataType {
    /** The type as Trino's views and history show it. {@code json} is kept as text, so it shows as {@code varchar}. */
    String sql();

    /** The type as a spec writes it; {@link SpecReader} reads it back. */
    default String spec() {
        return sql();
    }

    enum Scalar implements DataType {
        BOOLEAN("boolean"),
        INTEGER("integer"),
        BIGINT("bigint"),
        REAL("real"),
        DOUBLE("double"),
        VARCHAR("varchar"),
        VARBINARY("varbinary"),
        DATE("date"),
        TIMESTAMP("timestamp(6)"),
        TIMESTAMP_TZ("timestamp(6) with time zone"),
        UUID("uuid"),
        JSON("json");

        private final String spec;

        Scalar(String spec) {
            this.spec = spec;
        }

        @Override
        public String sql() {
            return this == JSON ? VARCHAR.spec : spec;
        }

        @Override
        public String spec() {
            return spec;
        }
    }

    record Decimal(int precision, int scale) implements DataType {
        @Override
        public String sql() {
            return "decimal(" + precision + ", " + scale + ")";
        }
    }

    /** A JSON object with known keys. A field's name is its JSON key, case and all. */
    record Row(List<Field> fields) implements DataType {
        public Row {
            fields = List.copyOf(fields);
        }

        @Override
        public String sql() {
            return fields.stream().map(f -> quoted(f.name()) + " " + f.type().sql())
                    .collect(Collectors.joining(", ", "row(", ")"));
        }

        @Override
        public String spec() {
            return fields.stream()
                    .map(f -> (f.name().matches("[a-z_][a-z0-9_]*") ? f.name() : quoted(f.name())) + " "
                            + f.type().spec())
                    .collect(Collectors.joining(", ", "row(", ")"));
        }

        private static String quoted(String name) {
            return '"' + name.replace("\"", "\"\"") + '"';
        }
    }

    record Field(String name, DataType type) {}

    record Array(DataType element) implements DataType {
        @Override
        public String sql() {
            return "array(" + element.sql() + ")";
        }

        @Override
        public String spec() {
            return "array(" + element.spec() + ")";
        }
    }

    /** A JSON object whose keys are data. Keys are {@code varchar}. */
    record MapOf(DataType value) implements DataType {
        @Override
        public String sql() {
            return "map(varchar, " + value.sql() + ")";
        }

        @Override
        public String spec() {
            return "map(varchar, " + value.spec() + ")";
        }
    }
}
