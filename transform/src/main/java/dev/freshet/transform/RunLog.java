package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.Names;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.TrinoSession;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The run log: a table in the hidden schema with one row for each run, repair, rollback, ingest and housekeeping of the
 * schema's datasets. No answer depends on it.
 */
public final class RunLog {
    /** Trino's {@code SCHEMA_NOT_FOUND}. */
    private static final int NO_SCHEMA = 45;
    /** Trino's {@code TABLE_NOT_FOUND}. */
    private static final int NO_TABLE = 46;
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
     */
    public record Work(Optional<Boundary> boundary, Optional<Instant> completeUntil, long files, long bytes, long rows,
            long rejects) {
        public static final Work NONE = new Work(Optional.empty(), Optional.empty(), 0, 0, 0, 0);
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
        try {
            trino.execute(insert);
        } catch (LakehouseException e) {
            if (TrinoSession.errorCode(e) == NO_TABLE) {
                trino.execute(createTable());
                trino.execute(insert);
            } else if (TrinoSession.errorCode(e) != NO_SCHEMA) {
                throw e;
            }
        }
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
                 rejects bigint)""".formatted(names.runLog());
    }

    private String insert(Entry entry) {
        Work work = entry.work();
        return "INSERT INTO %s VALUES (%s, %s, %s, %s, %s, %s, %s, %d, %d, %d, %d)".formatted(names.runLog(),
                Names.literal(names.dataset()), Names.literal(entry.command()), literal(entry.startedAt()),
                literal(entry.endedAt()),
                entry.error().map(error -> error.substring(0, Math.min(error.length(), LONGEST_ERROR)))
                        .map(Names::literal).orElse("NULL"),
                work.boundary().map(boundary -> Names.literal(boundary.toString())).orElse("NULL"),
                work.completeUntil().map(RunLog::literal).orElse("NULL"), work.files(), work.bytes(), work.rows(),
                work.rejects());
    }

    private static String literal(Instant at) {
        return "TIMESTAMP '%s UTC'".formatted(LocalDateTime.ofInstant(at.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC)
                .toString().replace('T', ' '));
    }
}
