package dev.freshet.spec;

import dev.freshet.spec.DataType.Scalar;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the {@code history} block, checks it against the columns and brings each entry into canonical form. */
final class HistoryReader {
    static final List<String> KEYS = List.of("partition_by", "sort_by", "bloom_filters", "parquet", "dropped");
    private static final Pattern PARTITION = Pattern
            .compile("\\s*(?:(\\w+)|(\\w+)\\s*\\(\\s*(\\w+)\\s*(?:,\\s*(\\d{1,9})\\s*)?\\))\\s*");
    private static final Pattern SORT = Pattern.compile("\\s*(\\w+)(?:\\s+(asc|desc))?\\s*");
    private static final List<String> TRANSFORMS = List.of("year", "month", "day", "hour", "bucket", "truncate");

    private final Collection<String> declared;
    private final List<Column> columns;
    private final Set<String> seen = new HashSet<>();

    /**
     * @param declared all column names in the file
     * @param columns the valid columns; problems of the others are already reported
     */
    HistoryReader(Collection<String> declared, List<Column> columns) {
        this.declared = declared;
        this.columns = columns;
    }

    DatasetSpec.History read(Block history) {
        history.onlyKeys(KEYS);
        return new DatasetSpec.History(history.list("partition_by", this::partition),
                history.list("sort_by", this::sort), history.list("bloom_filters", this::bloomFilter),
                history.value("parquet", DatasetSpec.History.DEFAULT.parquet(), Words::parquet),
                history.list("dropped", this::dropped));
    }

    private String partition(String text) {
        Matcher form = PARTITION.matcher(text);
        if (!form.matches()) {
            throw new Mistake("Invalid partition \"" + text + "\"",
                    "write column, day(column), bucket(column, 16) or truncate(column, 4)");
        }
        if (form.group(1) != null) {
            String column = form.group(1);
            check(column, "a partition", DataType::isScalar);
            return once("partition", column, column);
        }
        String transform = form.group(2);
        String column = form.group(3);
        if (!TRANSFORMS.contains(transform)) {
            throw Mistake.unknown("transform", transform, TRANSFORMS, "known: " + String.join(", ", TRANSFORMS));
        }
        boolean counted = transform.equals("bucket") || transform.equals("truncate");
        if (counted != (form.group(4) != null) || counted && Integer.parseInt(form.group(4)) < 1) {
            throw new Mistake("Invalid partition \"" + text + "\"", counted
                    ? "write " + transform + "(" + column + ", N) with N at least 1"
                    : "write " + transform + "(" + column + ")");
        }
        check(column, transform, type -> fits(transform, type));
        return counted ? once("partition", transform + column, transform + "(" + column + ", " + form.group(4) + ")")
                : once("partition", "time of " + column, transform + "(" + column + ")");
    }

    private String sort(String text) {
        Matcher form = SORT.matcher(text);
        if (!form.matches()) {
            throw new Mistake("Invalid sort \"" + text + "\"", "write column or column desc");
        }
        check(form.group(1), "a sort", DataType::isScalar);
        return once("sort", form.group(1), form.group(1) + ("desc".equals(form.group(2)) ? " desc" : ""));
    }

    private String bloomFilter(String text) {
        String column = text.strip();
        check(column, "a Bloom filter", type -> type.isScalar() && type != Scalar.BOOLEAN);
        return once("Bloom filter", column, column);
    }

    private String dropped(String text) {
        String name = Words.name(text);
        if (columns.stream().anyMatch(column -> column.historyName().equals(name))) {
            throw new Mistake("Dropped column \"" + name + "\" is still declared",
                    "remove it here, or under columns");
        }
        return once("dropped", name, name);
    }

    /** Iceberg rejects duplicate partition fields, and two time transforms of one column. */
    private String once(String what, String key, String entry) {
        if (!seen.add(what + " " + key)) {
            throw new Mistake("Redundant " + what + " \"" + entry + "\"", "one before it does the same: remove one");
        }
        return entry;
    }

    private void check(String name, String use, Function<DataType, Boolean> fits) {
        if (!declared.contains(name)) {
            throw Mistake.unknown("column", name, declared, name.equals("landed_on")
                    ? "history is always partitioned by it first: remove it"
                    : "declare it under columns");
        }
        for (Column column : columns) {
            if (column.name().equals(name) && !fits.apply(column.type())) {
                throw new Mistake("Invalid column \"" + name + "\" of type " + column.type().spec() + " for " + use,
                        "use a column of another type");
            }
        }
    }

    private static boolean fits(String transform, DataType type) {
        return switch (type) {
            case Scalar scalar -> fits(transform, scalar);
            case DataType.Decimal decimal -> transform.equals("bucket") || transform.equals("truncate");
            case DataType.Row row -> false;
            case DataType.Array array -> false;
            case DataType.MapOf map -> false;
        };
    }

    private static boolean fits(String transform, Scalar type) {
        return switch (type) {
            case DATE -> List.of("year", "month", "day", "bucket").contains(transform);
            case TIMESTAMP, TIMESTAMP_TZ -> !transform.equals("truncate");
            case INTEGER, BIGINT, VARCHAR, VARBINARY -> transform.equals("bucket") || transform.equals("truncate");
            case UUID -> transform.equals("bucket");
            case BOOLEAN, REAL, DOUBLE, JSON -> false;
        };
    }
}
