package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.connect.TrinoSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The run log: a table in the hidden schema with one row for each run, repair, backfill, rollback, ingest and
 * housekeeping of the schema's datasets. No answer depends on it.
 */
public final class RunLog {
    /**
     * Trino's {@code NOT_FOUND}, {@code SCHEMA_NOT_FOUND}, {@code TABLE_NOT_FOUND} and {@code COLUMN_NOT_FOUND}: an
     * earlier version left no steps.
     */
    private static final Set<Integer> MISSING = Set.of(5, 45, 46, 47);
    private static final int LONGEST_ERROR = 1000;

    private final Names names;
    private final TrinoSession trino;

    public RunLog(Names names, TrinoSession trino) {
        this.names = names;
        this.trino = trino;
    }

    /**
     * What a command has done.
     *
     * @param boundary the boundary that is published now
     * @param completeUntil the instant up to which every landed file has been ingested
     * @param files raw files that were ingested
     * @param bytes their size as stored, compressed or not
     * @param steps how long each step took
     */
    public record Work(Optional<Boundary> boundary, Optional<Instant> completeUntil, long files, long bytes, long rows,
            long rejects, Map<Step, Duration> steps) {
        public static final Work NONE = new Work(Optional.empty(), Optional.empty(), 0, 0, 0, 0, Map.of());
    }

    /** @param error why it failed; empty if it succeeded */
    public record Entry(String command, Instant startedAt, Instant endedAt, Optional<String> error, Work work) {}

    /**
     * Adds a row, and makes the table if it is the first one. Before the dataset's first run there is no schema for it:
     * then it does nothing.
     *
     * @throws LakehouseException if Trino cannot write it
     */
    public void add(Entry entry) {
        String insert = insert(entry);
        if (!isDone(() -> trino.execute(insert))) {
            isDone(() -> {
                trino.ensure(Step.PREPARE, createTable()); // other datasets may log their first work just now
                trino.ensure(Step.PREPARE, "ALTER TABLE %s ADD COLUMN IF NOT EXISTS steps map(varchar, bigint)"
                        .formatted(names.runLog()));
                trino.execute(insert);
            });
        }
    }

    /** False if the table, one of its columns, or the schema for it does not exist. */
    private boolean isDone(Runnable statements) {
        try {
            statements.run();
            return true;
        } catch (LakehouseException e) {
            requireMissing(e);
            return false;
        }
    }

    private static void requireMissing(LakehouseException e) {
        if (!MISSING.contains(TrinoSession.errorCode(e))) {
            throw e;
        }
    }

    /** The dataset's last rows, the newest first. */
    public List<Entry> last(int rows) {
        return read(
                """
                SELECT command, started_at, ended_at, error, boundary, complete_until, files, bytes, rows, rejects, steps
                FROM %s
                WHERE dataset = %s
                ORDER BY started_at DESC
                LIMIT %d"""
                        .formatted(names.runLog(), Names.literal(names.dataset()), rows),
                row -> new Entry(row.getString(1), instant(row, 2).orElseThrow(), instant(row, 3).orElseThrow(),
                        Optional.ofNullable(row.getString(4)),
                        new Work(Optional.ofNullable(row.getString(5)).map(LandingPartition::parse).map(Boundary::new),
                                instant(row, 6), row.getLong(7), row.getLong(8), row.getLong(9), row.getLong(10),
                                steps((Map<?, ?>) row.getObject(11)))));
    }

    /**
     * How old the newest complete data became within an hour, just before they were renewed.
     *
     * @param command {@code run}, which renews T-1, or {@code ingest}, which renews what live queries need not read raw
     */
    public record Age(String command, Instant hour, Duration greatest) {}

    /** Ages of the last so many days, hour by hour, the oldest first. Hours without a success are left out. */
    public List<Age> ages(int days) {
        return read("""
                    SELECT command, hour, to_milliseconds(greatest_age) FROM (
                    %s)
                    WHERE dataset = %s
                    ORDER BY hour, command""".formatted(ages(names.runLog(), days), Names.literal(names.dataset())),
                row -> new Age(row.getString(1), instant(row, 2).orElseThrow(), Duration.ofMillis(row.getLong(3))));
    }

    /**
     * The query for the ages of all datasets in a run log: {@code dataset}, {@code command}, {@code hour} and
     * {@code greatest_age}.
     */
    public static String ages(String runLog, int days) {
        return """
               SELECT dataset, command, date_trunc('hour', ended_at) AS hour, max(ended_at - previous) AS greatest_age
               FROM (
                 SELECT dataset, command, ended_at,
                   lag(complete_until) OVER (PARTITION BY dataset, command ORDER BY ended_at) AS previous
                 FROM %s
                 WHERE command IN ('run', 'ingest') AND error IS NULL
                   AND ended_at > current_timestamp - INTERVAL '%d' DAY)
               WHERE previous IS NOT NULL
               GROUP BY 1, 2, 3
               ORDER BY 1, 2, 3""".formatted(runLog, days);
    }

    private <T> List<T> read(String sql, TrinoSession.RowReader<T> reader) {
        try {
            return trino.query(sql, reader);
        } catch (LakehouseException e) {
            requireMissing(e);
            return List.of();
        }
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    private String createTable() {
        return """
               CREATE TABLE IF NOT EXISTS %s (
                 dataset varchar,
                 command varchar,
                 started_at timestamp(6) with time zone,
                 ended_at timestamp(6) with time zone,
                 error varchar,
                 boundary varchar,
                 complete_until timestamp(6) with time zone,
                 files bigint,
                 bytes bigint,
                 rows bigint,
                 rejects bigint,
                 steps map(varchar, bigint))""".formatted(names.runLog());
    }

    private String insert(Entry entry) {
        Work work = entry.work();
        return """
               INSERT INTO %s (dataset, command, started_at, ended_at, error, boundary, complete_until, files, bytes, rows, rejects, steps)
               VALUES (%s, %s, %s, %s, %s, %s, %s, %d, %d, %d, %d, %s)"""
                .formatted(names.runLog(),
                        Names.literal(names.dataset()), Names.literal(entry.command()), literal(entry.startedAt()),
                        literal(entry.endedAt()),
                        entry.error().map(error -> error.substring(0, Math.min(error.length(), LONGEST_ERROR)))
                                .map(Names::literal).orElse("NULL"),
                        work.boundary().map(boundary -> Names.literal(boundary.toString())).orElse("NULL"),
                        work.completeUntil().map(RunLog::literal).orElse("NULL"), work.files(), work.bytes(),
                        work.rows(),
                        work.rejects(), literal(work.steps()));
    }

    /** Milliseconds by step. */
    private static String literal(Map<Step, Duration> steps) {
        return steps.isEmpty() ? "NULL" : "MAP(ARRAY[%s], ARRAY[%s])".formatted(
                steps.keySet().stream().map(step -> Names.literal(word(step))).collect(Collectors.joining(", ")),
                steps.values().stream().map(time -> "BIGINT '%d'".formatted(time.toMillis()))
                        .collect(Collectors.joining(", ")));
    }

    private static Map<Step, Duration> steps(Map<?, ?> millis) {
        Map<Step, Duration> steps = new EnumMap<>(Step.class);
        for (Step step : Step.values()) {
            if (millis != null && millis.get(word(step)) instanceof Long time) {
                steps.put(step, Duration.ofMillis(time));
            }
        }
        return steps;
    }

    private static String word(Step step) {
        return step.name().toLowerCase(Locale.ROOT);
    }

    private static String literal(Instant at) {
        return "TIMESTAMP '%s UTC'".formatted(LocalDateTime.ofInstant(at.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC)
                .toString().replace('T', ' '));
    }
}
