package dev.freshet.benchmarks.intraday;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.cli.telemetry.Truth;
import dev.freshet.spec.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the answers of the live views with and without intraday ingest: checksums of all columns, the quarantine,
 * and each question. The numbers must be those that the generator counted.
 *
 * @param id of a row that has landed today
 */
record IntradayAgreement(Connection trino, IntradayDay day, String id) {
    /** @throws BenchException naming the first answer that differs */
    void check() throws SQLException {
        String totals = "SELECT count(*), coalesce(sum(size_bytes), 0) FROM %s";
        require("rows and size_bytes of T-1", totals(day.history()), rows(totals.formatted(day.table(
                LiveReader.T_1))));
        // By day, as the sum over two large days is no bigint.
        require("rows and size_bytes", totals(day.history(), day.landed()), rows((totals + " GROUP BY landed_on")
                .formatted(day.table(LiveReader.LIVE))));
        require("rejects", List.of(String.valueOf(day.history().rejects() + day.landed().rejects())),
                rows("SELECT count(*) FROM " + day.rejects(LiveReader.LIVE)));
        String checksums = day.spec().columns().stream().map(Column::name)
                .map("to_hex(checksum(%s))"::formatted)
                .collect(Collectors.joining(", ", "SELECT count(*), to_hex(checksum(landed_on)), ", " FROM %s"));
        same("checksums of all columns", checksums.formatted(day.table(LiveReader.LIVE)),
                checksums.formatted(day.table(LiveReader.WITHOUT)));
        String quarantine = "SELECT count(*), to_hex(checksum(line)), to_hex(checksum(reason)) FROM %s";
        same("the quarantine", quarantine.formatted(day.rejects(LiveReader.LIVE)),
                quarantine.formatted(day.rejects(LiveReader.WITHOUT)));
        for (LiveQuestion question : LiveQuestion.values()) {
            if (question != LiveQuestion.EXPLAIN) {
                same(question.toString(), question.sql(day.table(LiveReader.LIVE), id),
                        question.sql(day.table(LiveReader.WITHOUT), id));
            }
        }
        require("rows that lookup finds", List.of("1"),
                List.of(String.valueOf(rows(LiveQuestion.LOOKUP.sql(day.table(LiveReader.LIVE), id)).size())));
    }

    private static List<String> totals(Truth... days) {
        return Stream.of(days).map(day -> day.rows() + "|" + day.sizeBytes()).sorted().toList();
    }

    private void same(String what, String with, String without) throws SQLException {
        List<String> other = rows(without);
        require(what, other, rows(with));
    }

    private static void require(String what, List<String> wanted, List<String> answered) {
        if (!wanted.equals(answered)) {
            throw new BenchException("Cannot trust the live view: %s: wanted %s, answered %s".formatted(what, wanted,
                    answered));
        }
    }

    /** Sorted, because not all questions order their rows. */
    private List<String> rows(String sql) throws SQLException {
        try (Statement statement = trino.createStatement(); ResultSet answer = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (answer.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= answer.getMetaData().getColumnCount(); column++) {
                    values.add(answer.getString(column));
                }
                rows.add(String.join("|", values));
            }
            return rows.stream().sorted().toList();
        }
    }
}
