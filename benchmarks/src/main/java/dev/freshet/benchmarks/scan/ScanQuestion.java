package dev.freshet.benchmarks.scan;

import dev.freshet.core.Names;
import dev.freshet.spec.Column;
import dev.freshet.spec.DataType;
import dev.freshet.spec.DatasetSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A query that each reader answers.
 *
 * @param columns how many columns it needs of each line, beside those that the rules need of each
 * @param isHeldBack whether the model predicts it from the others, by its columns
 * @param text the SQL, with {@code {table}} and names of what has landed, such as {@code {id}}
 */
record ScanQuestion(String name, int columns, boolean isHeldBack, String text) {
    /** Of telemetry. {@code dimension} is a table with a segment for each customer. */
    static List<ScanQuestion> ofTelemetry(String dimension) {
        return List.of(new ScanQuestion("count", 0, false, "SELECT count(*) FROM {table}"),
                new ScanQuestion("lookup", 0, false,
                        "SELECT id, customer, status, size_bytes FROM {table} WHERE id = UUID '{id}'"),
                new ScanQuestion("group_by", 2, false,
                        "SELECT customer, count(*), sum(size_bytes) FROM {table} GROUP BY customer"),
                new ScanQuestion("top_n", 2, false,
                        "SELECT id, customer, size_bytes FROM {table} ORDER BY size_bytes DESC NULLS LAST, id LIMIT 10"),
                new ScanQuestion("join", 2, true,
                        "SELECT segment, count(*), sum(size_bytes) FROM {table} JOIN %s USING (customer) GROUP BY segment"
                                .formatted(dimension)));
    }

    /** Of any dataset, by its columns. The first text column is what is grouped by, else the first column. */
    static List<ScanQuestion> of(DatasetSpec spec) {
        List<Column> columns = spec.columns();
        String group = Names.quoted(columns.stream().filter(column -> column.type() == DataType.Scalar.VARCHAR
                && !column.isRescue()).findFirst().or(() -> columns.stream().filter(column -> column.type().isScalar())
                        .findFirst())
                .orElse(columns.get(0)).name());
        List<ScanQuestion> questions = new ArrayList<>();
        questions.add(new ScanQuestion("count", 0, false, "SELECT count(*) FROM {table}"));
        questions.add(new ScanQuestion("filter", 1, true,
                "SELECT count(*) FROM {table} WHERE %s IS NOT NULL".formatted(group)));
        questions.add(new ScanQuestion("group_by", 1, false,
                "SELECT %1$s, count(*) FROM {table} GROUP BY %1$s ORDER BY 2 DESC, 1 LIMIT 10".formatted(group)));
        questions.add(new ScanQuestion("all", columns.size(), false, columns.stream()
                .map(column -> "count(%s)".formatted(Names.quoted(column.name())))
                .collect(Collectors.joining(", ", "SELECT ", " FROM {table}"))));
        return questions;
    }

    String sql(String table, Optional<String> id) {
        return text.replace("{table}", table).replace("{id}", id.orElse(""));
    }
}
