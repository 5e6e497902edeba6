package dev.freshet.gateway;

import dev.freshet.core.Names;
import dev.freshet.gateway.Datasets.Size;
import dev.freshet.gateway.Route.View;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A query that shows how a statement would be routed, and what it would read from each view. Trino runs it instead of
 * the statement. It returns one row for each dataset and view, first the view that the statement would read. The rows
 * of the others have no reason.
 */
final class Explanation {
    private static final List<Column> COLUMNS = List.of(new Column("dataset", "varchar"),
            new Column("view", "varchar"), new Column("reason", "varchar"),
            new Column("data_as_of", "timestamp(6) with time zone"), new Column("files", "bigint"),
            new Column("bytes", "bigint"), new Column("raw_files", "bigint"), new Column("raw_bytes", "bigint"),
            new Column("raw", "varchar"), new Column("warning", "varchar"), new Column("sql", "varchar"));

    private record Column(String name, String type) {}

    private Explanation() {}

    /**
     * One dataset of the statement.
     *
     * @param route which the statement would take
     * @param raw what the live view reads as raw JSON
     * @param asOf up to when an answer from each view would be complete
     * @param sizes what each view reads, as far as that is known
     */
    record Answer(Route route, String raw, Map<View, Instant> asOf, Map<View, Size> sizes) {
        private Stream<List<Optional<String>>> rows(String sql) {
            Stream<View> others = asOf.keySet().stream().filter(view -> view != route.view())
                    .sorted(Comparator.reverseOrder()); // the cheaper first
            return Stream.concat(Stream.of(row(route.view(), Optional.of(route.reason()), route.dataAsOf(),
                    route.warning(), Optional.of(sql))),
                    others.map(view -> row(view, Optional.empty(), asOf.get(view), Optional.empty(),
                            Optional.empty())));
        }

        private List<Optional<String>> row(View view, Optional<String> reason, Instant dataAsOf,
                Optional<String> warning, Optional<String> sql) {
            Optional<Size> size = Optional.ofNullable(sizes.get(view));
            return List.of(Optional.of(Names.literal(route.dataset())), Optional.of(Names.literal(view.toString())),
                    reason.map(Names::literal),
                    Optional.of("from_iso8601_timestamp(" + Names.literal(dataAsOf.toString()) + ")"),
                    size.map(of -> String.valueOf(of.files())), size.map(of -> String.valueOf(of.bytes())),
                    size.map(of -> String.valueOf(of.rawFiles())), size.map(of -> String.valueOf(of.rawBytes())),
                    view == View.LIVE ? Optional.of(Names.literal(raw)) : Optional.empty(),
                    warning.map(Names::literal), sql.map(Names::literal));
        }
    }

    static String of(List<Answer> answers, String sql) {
        List<List<Optional<String>>> rows = answers.stream().flatMap(answer -> answer.rows(sql)).toList();
        return "SELECT %1$s FROM (VALUES %2$s) AS routes (%1$s)".formatted(
                COLUMNS.stream().map(Column::name).collect(Collectors.joining(", ")),
                (rows.isEmpty() ? List.of(noDataset(sql)) : rows).stream().map(Explanation::row)
                        .collect(Collectors.joining(", ")));
    }

    private static List<Optional<String>> noDataset(String sql) {
        return COLUMNS.stream().map(column -> switch (column.name()) {
            case "reason" -> Optional.of("'no dataset is read'");
            case "sql" -> Optional.of(Names.literal(sql));
            default -> Optional.<String>empty();
        }).toList();
    }

    private static String row(List<Optional<String>> values) {
        return IntStream.range(0, COLUMNS.size())
                .mapToObj(i -> "CAST(%s AS %s)".formatted(values.get(i).orElse("NULL"), COLUMNS.get(i).type()))
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
