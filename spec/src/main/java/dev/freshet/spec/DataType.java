package dev.freshet.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A column type, named as in Trino. Sealed, so that the compiler finds each switch that a new type must extend. */
public sealed interface DataType {
    /** The SQL type in views and history. {@code json} is stored as text, so its SQL type is {@code varchar}. */
    String sql();

    /** The type as written in a spec; {@link SpecReader} parses it. */
    default String spec() {
        return sql();
    }

    /** Whether it is one value, not JSON or a structure. */
    default boolean isScalar() {
        return switch (this) {
            case Scalar scalar -> scalar != Scalar.JSON;
            case Decimal decimal -> true;
            case Row row -> false;
            case Array array -> false;
            case MapOf map -> false;
        };
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

    /** A JSON object with known keys. A field's name is its JSON key, in the same case. */
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
