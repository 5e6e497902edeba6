package dev.freshet.spec.sql;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.Column;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.JsonPath;
import dev.freshet.spec.json.LineRule;
import dev.freshet.spec.json.PlainForm;
import dev.freshet.spec.json.TypeRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules that a line must meet for its columns, as predicates on a line that meets every {@link LineRule}. No
 * predicate is NULL.
 */
record ColumnRules(DatasetSpec spec, LandingPartition partition) {
    private static final String SPACE = "[ \\t]*";
    private static final String STRING = "\"" + PlainForm.CHARACTERS + "\"";
    /** A member with a plain key and a plain value, and the comma after it. */
    private static final String MEMBER = STRING + SPACE + ":" + SPACE + "(?:" + STRING + "|[-+.0-9A-Za-z]+)" + SPACE
            + "," + SPACE;

    /** A required column that reads a key of the line, and the form of its plain values in JSON. */
    private record Plain(Column column, String key, String form) {
        private static Optional<Plain> of(Column column) {
            return column.required() && column.source() instanceof JsonPath path && path.keys().size() == 1
                    && path.keys().get(0).matches("[-@A-Za-z0-9_]+")
                            ? PlainForm.of(column.type(), column.format())
                                    .map(form -> new Plain(column, path.keys().get(0), json(column, form)))
                            : Optional.empty();
        }

        private static String json(Column column, String form) {
            String string = "\"" + form + "\"";
            boolean token = TypeRule.of(column.type(), column.format()).kinds().size() > 1
                    && !form.equals(PlainForm.CHARACTERS);
            return token ? "(?:" + form + "|" + string + ")" : string;
        }
    }

    /** The predicates that a row meets, and no other line. */
    Stream<String> all() {
        Optional<Column> event = spec.allowedLateness().map(allowed -> spec.eventTimeColumn()).filter(Column::required);
        List<Column> checked = checked().filter(column -> !event.equals(Optional.of(column))).toList();
        List<Plain> plain = checked.stream().flatMap(column -> Plain.of(column).stream()).toList();
        if (plain.stream().map(Plain::key).distinct().count() < plain.size()) {
            plain = List.of();
        }
        List<Column> columns = plain.stream().map(Plain::column).toList();
        return Stream.of(columns.isEmpty() ? Stream.<String>empty() : Stream.of(front(plain)),
                checked.stream().filter(column -> !columns.contains(column)).map(this::kept),
                inTime(event.isEmpty()).stream()).flatMap(rules -> rules);
    }

    /** For each column's rule in the spec's order, and then for the event time: {@code WHEN} broken, the reason. */
    Stream<String> reasons() {
        return Stream.concat(checked().map(column -> broken(kept(column), LineRule.reason(column))),
                inTime(true).stream().map(rule -> broken(rule, LineRule.lateReason(spec))));
    }

    static String broken(String rule, String reason) {
        return "\n    WHEN NOT (%s) THEN %s".formatted(rule, ValueSql.string(reason));
    }

    /** The columns for which a line can be rejected. */
    private Stream<Column> checked() {
        return spec.columns().stream().filter(column -> column.required() || column.strict());
    }

    /**
     * One regular expression finds valid values of all columns, if they come in the spec's order and among plain
     * members only. It takes a fraction of the time of reading each. It is ASCII, has no escapes, and passes over no
     * key that a column still waits for, so it finds the first of equal keys. Only the start of a line is tried, as the
     * stack of such a match grows with its length.
     */
    private String front(List<Plain> plain) {
        StringBuilder form = new StringBuilder("\\A" + SPACE + "\\{" + SPACE);
        for (int i = 0; i < plain.size(); i++) {
            String keys = plain.subList(i, plain.size()).stream().map(Plain::key).collect(Collectors.joining("|"));
            form.append("(?:(?!\"(?:%s)\")%s)*\"%s\"%s:%s%s%s[,}]%s".formatted(keys, MEMBER, plain.get(i).key(), SPACE,
                    SPACE, plain.get(i).form(), SPACE, SPACE));
        }
        return "(regexp_like(substr(line, 1, 1000), %s) OR %s)".formatted(ValueSql.string(form.toString()),
                plain.stream().map(column -> kept(column.column())).collect(Collectors.joining(" AND ")));
    }

    /** True if the line meets the column's rule. */
    private String kept(Column column) {
        String kept = Stream.concat(plain(column).stream(), Stream.of(ValueSql.of(column, spec) + " IS NOT NULL"))
                .collect(Collectors.joining(" OR "));
        return "(" + (column.required() ? kept : kept + " OR NOT " + ValueSql.present(column, spec.landing())) + ")";
    }

    /** True only if the column's text needs no conversion to be known as valid. */
    private static Optional<String> plain(Column column) {
        return column.source() instanceof JsonPath path
                ? PlainForm.of(column.type(), column.format()).filter(form -> !form.equals(PlainForm.CHARACTERS))
                        .map(form -> "regexp_extract(json_extract_scalar(line, %s), %s) IS NOT NULL".formatted(
                                ValueSql.string(path.toString()), ValueSql.string("\\A(?:" + form + ")\\z")))
                : Optional.empty();
    }

    /** True unless the line's event is older than the allowed lateness. */
    private Optional<String> inTime(boolean withoutTime) {
        return spec.earliestEvent(partition).map(earliest -> "coalesce(%s >= %s, %s)".formatted(
                ValueSql.of(spec.eventTimeColumn(), spec), ValueSql.timestamp(earliest), withoutTime));
    }
}
