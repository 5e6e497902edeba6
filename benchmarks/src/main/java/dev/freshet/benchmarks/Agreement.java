package dev.freshet.benchmarks;

import dev.freshet.cli.telemetry.Truth;
import dev.freshet.transform.connect.LakehouseConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Compares the contenders' answers with each other and with the generator's figures, before anything is timed. */
record Agreement(LakehouseConfig lakehouse, SameLines lines, Truth truth) {

    /** @throws BenchException naming the first answer that differs */
    void check() {
        Map<Question, List<String>> first = new EnumMap<>(Question.class);
        for (Contender contender : Contender.values()) {
            try (Connection connection = contender.connect(lakehouse)) {
                String table = contender.table(lines, lakehouse);
                checkTotals(contender, connection, table);
                for (Question question : Question.values()) {
                    List<String> answer = rows(connection, question.sql(table, lines.lookupId()));
                    checkSame(question, contender, answer, first.computeIfAbsent(question, q -> answer));
                }
            } catch (SQLException e) {
                throw new BenchException("Cannot ask %s over %d MB: %s".formatted(contender, lines.megabytes(),
                        e.getMessage()), e);
            }
        }
        equal("rows that lookup finds", Contender.LIVE, (long) first.get(Question.LOOKUP).size(), 1L);
        equal("rows that group_by counts", Contender.LIVE, first.get(Question.GROUP_BY).stream()
                .mapToLong(row -> Long.parseLong(row.split("\\|")[1])).sum(),
                truth.rowsByStatus().get(Question.STATUS));
    }

    /** Checks the generator's figures, and that the rows come from where the contender claims to read them. */
    private void checkTotals(Contender contender, Connection connection, String table) throws SQLException {
        String[] totals = rows(connection,
                "SELECT count(*), coalesce(sum(size_bytes), 0), count_if(served_from = 'tail') FROM "
                        + table)
                .get(0).split("\\|");
        equal("rows", contender, Long.parseLong(totals[0]), truth.rows());
        equal("sum of size_bytes", contender, Long.parseLong(totals[1]), truth.sizeBytes());
        equal("rows scanned on query", contender, Long.parseLong(totals[2]),
                contender == Contender.LIVE ? truth.rows() : 0L);
    }

    private void equal(String what, Contender contender, long answer, long landed) {
        if (answer != landed) {
            throw new BenchException("Cannot trust the answer of %s over %d MB: %s differ (answered %d, landed %d)"
                    .formatted(contender, lines.megabytes(), what, answer, landed));
        }
    }

    void checkSame(Question question, Contender contender, List<String> answer, List<String> first) {
        if (!answer.equals(first)) {
            throw new BenchException("Cannot compare %s with %s: their answers to %s over %d MB differ (%s, %s)"
                    .formatted(Contender.LIVE, contender, question, lines.megabytes(), first, answer));
        }
    }

    /** Sorted, because no question orders its rows. */
    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet answer = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (answer.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= answer.getMetaData().getColumnCount(); column++) {
                    values.add(String.valueOf(answer.getObject(column)));
                }
                rows.add(String.join("|", values));
            }
            Collections.sort(rows);
            return rows;
        }
    }
}
