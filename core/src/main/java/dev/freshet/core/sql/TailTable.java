package dev.freshet.core.sql;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.json.RejectReason;
import dev.freshet.core.spec.Column;
import dev.freshet.core.spec.DatasetSpec;
import java.util.stream.Collectors;

/**
 * One landing partition of the tail: an external table with one column, {@code line}, over its directory, and the
 * queries that make rows and rejects of its lines. Every line survives the scan, so one bad line cannot fail a query.
 */
public record TailTable(DatasetSpec spec, Names names, LandingPartition partition) {
    /**
     * A line is a row's if it is one whole JSON value and that value is an object. {@code is_json_scalar} reads through
     * the whole value, as {@code json_parse} does, but builds nothing: it takes a third of the time.
     */
    private static final String WHOLE = "TRY(is_json_scalar(line)) IS NOT NULL";
    private static final String OBJECT = "starts_with(ltrim(line), '{')";
    private static final String BLANK = "regexp_like(line, '\\A[ \\t]*\\z')";

    public String create() {
        // The separator and the null format are bytes that a JSON text cannot hold, so that a line is one column, never NULL.
        return """
               CREATE TABLE IF NOT EXISTS %s (line varchar)
               WITH (
                 format = 'TEXTFILE',
                 external_location = %s,
                 textfile_field_separator = U&'\\0001',
                 null_format = U&'\\0001'
               )""".formatted(names.tail(partition), ValueSql.string(spec.landing().directory(partition)));
    }

    public String drop() {
        return "DROP TABLE IF EXISTS " + names.tail(partition);
    }

    /** Its rows: the spec's columns with their types, {@code landed_on}, {@code served_from}. */
    public String rows() {
        String columns = spec.columns().stream()
                .map(c -> "  %s AS %s,\n".formatted(ValueSql.of(c), Names.quoted(c.name())))
                .collect(Collectors.joining());
        String required = spec.columns().stream().filter(Column::required)
                .map(c -> "\n  AND %s IS NOT NULL".formatted(ValueSql.of(c))).collect(Collectors.joining());
        return """
               SELECT
               %s  %s AS landed_on,
                 CAST('tail' AS varchar) AS served_from
               FROM %s
               WHERE %s
                 AND %s%s""".formatted(columns, partition.literal(), names.tail(partition), WHOLE, OBJECT, required);
    }

    /**
     * Its rejects: {@code landed_on, file, line, reason, served_from}. A blank line is neither row nor reject.
     */
    public String rejects() {
        String required = spec.columns().stream().filter(Column::required)
                .map(c -> "\n    WHEN %s IS NULL THEN %s".formatted(ValueSql.of(c),
                        ValueSql.string(RejectReason.required(c))))
                .collect(Collectors.joining());
        return """
               SELECT
                 %s AS landed_on,
                 file,
                 substr(from_utf8(to_utf8(line)), 1, %d) AS line,
                 reason,
                 CAST('tail' AS varchar) AS served_from
               FROM (
                 SELECT CAST("$path" AS varchar) AS file, line, CAST(CASE
                   WHEN %s THEN NULL
                   WHEN NOT (%s) THEN '%s'
                   WHEN NOT (%s) THEN '%s'%s
                 END AS varchar) AS reason
                 FROM %s
               )
               WHERE reason IS NOT NULL""".formatted(partition.literal(), RejectReason.LINE_CHARACTERS, BLANK, WHOLE,
                RejectReason.MALFORMED, OBJECT, RejectReason.NOT_AN_OBJECT, required, names.tail(partition));
    }
}
