package dev.freshet.transform.doctor;

import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.Maintenance;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.publish.ReconcileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A whole batch on lines of all types, some of them broken: run, intraday ingest, housekeeping. Each ingest compares
 * tail and history, value by value; at the end each view must have each row once.
 */
record Certificate(Scratch scratch, Clock clock) {
    /** Dataset, schema and landing root are to be filled in. */
    static final String SPEC = text("spec.yaml");
    private static final String LINES = "lines.json";

    private static String text(String name) {
        try (InputStream in = Certificate.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the views say of a landing day. */
    private record Answer(long rows, long rejects, String checksum) {}

    Finding finding() {
        try {
            return compared();
        } catch (ReconcileException e) {
            String masked = tables().filter(table -> !scratch.trino().readsAsStored(table)).findFirst()
                    .orElseThrow(() -> e);
            return Finding.wrong("batch", e.getMessage(), Fixes.unmasked(masked, scratch.lakehouse().config()));
        }
    }

    /** The tables below the views. */
    private Stream<String> tables() {
        Names names = scratch.lakehouse().names(scratch.batch());
        return Stream.of(names.catalog(), names.landingCatalog()).map(Names::quoted).flatMap(catalog -> scratch.trino()
                .query("SELECT table_name FROM %s.information_schema.tables WHERE table_schema = %s".formatted(catalog,
                        Names.literal(names.hiddenSchema())),
                        row -> "%s.%s.%s".formatted(catalog, Names.quoted(names.hiddenSchema()), Names.quoted(row
                                .getString(1))))
                .stream());
    }

    private Finding compared() {
        DatasetSpec spec = scratch.batch();
        String[] lines = text(LINES).split("\n");
        LandingPartition today = LandingPartition.at(clock.instant(), ZoneOffset.UTC, Cadence.DAILY);
        LandingPartition yesterday = today.plus(-1);
        List.of(yesterday, today).forEach(day -> scratch.land(spec, day, LINES, lines));
        DailyBatch batch = new DailyBatch(spec, scratch.lakehouse(), clock, BatchProgress.NONE);
        batch.run(Optional.of(yesterday));
        Answer history = answer(yesterday, "history");
        requireSame(history, today, "tail");
        batch.ingest();
        requireSame(history, today, "hot");
        new Maintenance(spec, scratch.lakehouse(), clock, BatchProgress.NONE).run(spec.tail().retireAfter());
        requireSame(history, yesterday, "history");
        return Finding.ok("batch",
                "%d lines of all types: the same %d rows and %d rejects in history, tail and hot table"
                        .formatted(lines.length, history.rows(), history.rejects()));
    }

    private void requireSame(Answer history, LandingPartition day, String servedFrom) {
        Answer answer = answer(day, servedFrom);
        if (!answer.equals(history)) {
            throw new LakehouseException("The same lines differ: %s in history, %s in %s".formatted(history, answer,
                    servedFrom));
        }
    }

    private Answer answer(LandingPartition day, String servedFrom) {
        DatasetSpec spec = scratch.batch();
        Names names = scratch.lakehouse().names(spec);
        String columns = spec.columns().stream().map(column -> Names.quoted(column.name()))
                .collect(Collectors.joining(", "));
        return scratch.trino()
                .query("""
                       SELECT count(*), (SELECT count(*) FROM %s WHERE %s), to_hex(checksum(ROW(%s)))
                       FROM %s
                       WHERE %2$s""".formatted(names.rejectsView(), "landed_on = %s AND served_from = '%s'"
                        .formatted(day.literal(), servedFrom), columns, names.liveView()),
                        row -> new Answer(row.getLong(1), row.getLong(2), row.getString(3)))
                .get(0);
    }
}
