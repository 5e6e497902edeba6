package dev.freshet.spec.sql;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.json.LineRule;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One landing partition of the tail: an external table over its directory, and the queries that turn its lines into
 * rows and rejects. The table accepts any line, so one bad line cannot fail a query.
 */
public record TailTable(DatasetSpec spec, Names names, LandingPartition partition) {
    /** The predicate that selects all raw files. */
    public static final String ALL_FILES = "true";

    /** The predicate that selects no raw file. */
    private static final String NO_FILES = "false";

    /** The predicate that selects the raw files of these paths. Trino opens only these, up to 1,000. */
    static String only(Collection<String> paths) {
        return paths.isEmpty() ? NO_FILES : "\"$path\" IN (%s)".formatted(literals(paths));
    }

    /** The predicate that selects all other raw files. Trino opens only these, up to 1,000 paths. */
    static String without(Collection<String> paths) {
        return paths.isEmpty() ? ALL_FILES : "\"$path\" NOT IN (%s)".formatted(literals(paths));
    }

    private static String literals(Collection<String> paths) {
        return paths.stream().map(ValueSql::string).collect(Collectors.joining(", "));
    }

    public String create() {
        // The separator and the null format are a byte that cannot occur in JSON text: a JSON text is one column and
        // never NULL, and text after a separator appears in rest.
        return """
               CREATE TABLE IF NOT EXISTS %s (line varchar, rest varchar)
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

    /** Returns the path of one file that has lines, or no row. */
    public String anyFile() {
        return "SELECT \"$path\" FROM %s%s LIMIT 1".formatted(names.tail(partition), where(ALL_FILES));
    }

    /**
     * Its rows: the spec's columns with their types, {@code landed_on}, {@code served_from}.
     *
     * @param files a predicate on {@code "$path"} and {@code line}, or {@link #ALL_FILES}
     */
    public String rows(String files) {
        return rows(files, "CAST('tail' AS varchar) AS served_from");
    }

    /** @param last the last column, in place of {@code served_from} */
    String rows(String files, String last) {
        String columns = spec.columns().stream()
                .map(c -> "  %s AS %s,\n".formatted(ValueSql.of(c, spec), Names.quoted(c.name())))
                .collect(Collectors.joining());
        return """
               SELECT
               %s  %s AS landed_on,
                 %s
               FROM %s
               WHERE %s""".formatted(columns, partition.literal(), last, names.tail(partition), rules(files));
    }

    private String rules(String files) {
        return Stream.concat(some(files), rules()).collect(Collectors.joining("\n  AND "));
    }

    /**
     * Some of its lines, rows and rejects from one scan: the spec's columns, NULL unless {@code is_row},
     * {@code is_row}, {@code file}, and {@code reason}, NULL unless the line is a reject.
     *
     * @param lines a predicate on {@code "$path"} and {@code line}
     */
    String read(String lines) {
        String columns = spec.columns().stream()
                .map(c -> "  IF(is_row, %s) AS %s,\n".formatted(ValueSql.of(c, spec), Names.quoted(c.name())))
                .collect(Collectors.joining());
        return """
               SELECT
               %s  is_row,
                 CAST("$path" AS varchar) AS file,
                 IF(NOT is_row, %s) AS reason
               FROM (
                 SELECT "$path", line, rest, %s AS is_row
                 FROM %s%s
               )""".formatted(columns, reason(), rules().collect(Collectors.joining("\n    AND ")),
                names.tail(partition), where(lines));
    }

    /** What holds for a row, and for no other line. An object is no array. */
    private Stream<String> rules() {
        return Stream.concat(Stream.of(LineRule.WHOLE, LineRule.LIMITED, LineRule.OBJECT).map(LineRule::sql),
                columnRules().all());
    }

    private ColumnRules columnRules() {
        return new ColumnRules(spec, partition);
    }

    /**
     * The lines of its files as bytes, by file: {@code file} (varchar), {@code lines} (bigint), the checksums of
     * {@code line} and {@code rest} (varbinary). A file without lines is missing.
     */
    String lines(String files) {
        return """
               SELECT CAST("$path" AS varchar) AS file, count(*) AS lines, checksum(line), checksum(rest)
               FROM %s%s
               GROUP BY 1""".formatted(names.tail(partition), where(files));
    }

    /** Its figures by file: {@code file} (varchar), {@code rows} and {@code rejects} (bigint). */
    String byFile(String files) {
        return """
               SELECT file, sum(rows) AS rows, sum(rejects) AS rejects
               FROM (
                 SELECT CAST("$path" AS varchar) AS file, count(*) AS rows, 0 AS rejects
                 FROM %s
                 WHERE %s
                 GROUP BY 1
                 UNION ALL
                 SELECT file, 0, count(*)
                 FROM (
               %s
                 )
                 GROUP BY 1
               )
               GROUP BY 1""".formatted(names.tail(partition), rules(files), rejects(files));
    }

    /**
     * Its rejects: {@code landed_on, file, line, reason, served_from}. A blank line is neither row nor reject.
     *
     * @param files a predicate on {@code "$path"} and {@code line}, or {@link #ALL_FILES}
     */
    public String rejects(String files) {
        // Truncates first, as Trino cannot concatenate texts beyond a megabyte. The JSON type turns invalid UTF-8 into
        // the same U+FFFD as the batch; from_utf8 does it differently.
        return """
               SELECT
                 %1$s AS landed_on,
                 file,
                 substr(CAST(CAST(start AS json) AS varchar), 1, %2$d) AS line,
                 reason,
                 CAST('tail' AS varchar) AS served_from
               FROM (
                 SELECT
                   CAST("$path" AS varchar) AS file,
                   concat(substr(line, 1, %2$d), coalesce(U&'\\0001' || substr(rest, 1, %2$d), '')) AS start,
                   %3$s AS reason
                 FROM %4$s
                 WHERE %5$s
               )
               WHERE reason IS NOT NULL""".formatted(partition.literal(), LineRule.LINE_CHARACTERS, reason(),
                names.tail(partition),
                Stream.concat(some(files), Stream.of(rules().collect(Collectors.joining("\n    AND ", "NOT (", ")"))))
                        .collect(Collectors.joining("\n    AND ")));
    }

    /** Why a line is rejected; NULL if it is not. */
    private String reason() {
        String reasons = Stream.concat(
                Arrays.stream(LineRule.values()).map(rule -> ColumnRules.broken(rule.sql(), rule.reason())),
                columnRules().reasons()).collect(Collectors.joining());
        return "CAST(CASE\n    WHEN %s THEN NULL%s\n  END AS varchar)".formatted(LineRule.BLANK_SQL, reasons);
    }

    private String where(String files) {
        String some = some(files).collect(Collectors.joining(" AND "));
        return some.isEmpty() ? "" : "\n  WHERE " + some;
    }

    /** What selects the partition's files in the directory, and of these some. */
    private Stream<String> some(String files) {
        return Stream.concat(
                spec.landing().filesLike(partition)
                        .map(names -> "\"$path\" LIKE " + ValueSql.string(names) + " ESCAPE '\\'").stream(),
                Stream.of(files).filter(predicate -> !predicate.equals(ALL_FILES)));
    }
}
