package dev.freshet.benchmarks.scan;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Removal;
import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.DatasetSpec.Intraday;
import dev.freshet.spec.DatasetSpec.Tail;
import dev.freshet.spec.Landing;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.IntradayReport;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.TrinoSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.exceptions.NotFoundException;

/**
 * Datasets over the same raw files of today: one without intraday ingest, one with it; one that has them in history;
 * and one that lands by the hour. Files of one shape take the place of those of another.
 */
final class ScanDay {
    static final String SCHEMA = "bench";
    private static final Duration RETIRE_AFTER = Duration.ofHours(1);

    private final LakehouseConnection lakehouse;
    private final RawSource source;
    private final BenchProgress progress;
    private final LandingPartition today;
    private final DatasetSpec raw;
    private final DatasetSpec hot;
    private final DatasetSpec history;
    private final DatasetSpec hourly;
    private int landings;

    ScanDay(LakehouseConnection lakehouse, RawSource source, String landingRoot, Instant now, BenchProgress progress) {
        this.lakehouse = lakehouse;
        this.source = source;
        this.progress = progress;
        this.today = LandingPartition.at(now, ZoneOffset.UTC, Cadence.DAILY);
        String root = landingRoot.replaceFirst("(?<=[^/])/+$", "") + "/scan";
        this.raw = dataset("scan_live", root, Landing.DEFAULT_LAYOUT, Duration.ofDays(3), Optional.empty());
        this.hot = dataset("scan_ingest", root, Landing.DEFAULT_LAYOUT, Duration.ofDays(1),
                Optional.of(new Intraday(Duration.ofMinutes(1), Duration.ZERO)));
        this.history = dataset("scan_history", root + "_history", Landing.DEFAULT_LAYOUT, Duration.ofDays(3),
                Optional.empty());
        this.hourly = dataset("scan_hourly", root + "_hourly", "dt={yyyy}-{MM}-{dd}/hour={HH}", Duration.ofHours(12),
                Optional.empty());
    }

    /** As the source's spec reads lines, with the default look-ahead of such a dataset. */
    private DatasetSpec dataset(String name, String root, String layout, Duration lookAhead,
            Optional<Intraday> ingest) {
        DatasetSpec spec = source.spec();
        return new DatasetSpec(name, SCHEMA, new Landing(root, layout), ZoneOffset.UTC,
                spec.columns(), spec.eventTime(), Optional.empty(), Optional.empty(), spec.engine(), spec.reconcile(),
                spec.history(), new Tail(lookAhead, RETIRE_AFTER), ingest, spec.freshness(), Optional.empty());
    }

    private List<DatasetSpec> all() {
        return List.of(raw, hot, history, hourly);
    }

    String table(ScanReader reader) {
        return switch (reader) {
            case LIVE -> lakehouse.names(raw).liveView();
            case INGEST -> lakehouse.names(hot).liveView();
            case T_1 -> lakehouse.names(history).liveView();
            case ICEBERG -> lakehouse.names(history).history();
        };
    }

    /** The live view of the dataset that lands by the hour. */
    String hourlyTable() {
        return lakehouse.names(hourly).liveView();
    }

    /** A table for {@link ScanQuestion}s that join. */
    String dimension() {
        return Names.qualified(lakehouse.names(raw).catalog(), SCHEMA, "scan_dimension");
    }

    /** Lands a first shape, and publishes the datasets over it. */
    Landed open(ScanShape shape) {
        remove();
        Landed landed = land(shape);
        for (DatasetSpec spec : List.of(raw, hot)) {
            batch(spec).run(Optional.empty());
        }
        source.dimension(table(ScanReader.LIVE)).ifPresent(rows -> trino().execute(
                "CREATE TABLE %s AS %s".formatted(dimension(), rows)));
        return landed;
    }

    /** Lands today's files in the place of those that are there. */
    Landed land(ScanShape shape) {
        return land(shape, raw, today);
    }

    /** Lands files of this hour in a dataset of their own. */
    void landHourly(ScanShape shape) {
        land(shape, hourly, LandingPartition.at(Instant.now(), ZoneOffset.UTC, Cadence.HOURLY));
        batch(hourly).run(Optional.empty());
    }

    /** The same lines in history, in the place of those that are there. */
    void landHistory(ScanShape shape) {
        new Removal(lakehouse).remove(history);
        land(shape, history, today.plus(-1));
        batch(history).run(Optional.empty());
    }

    /** Makes all of today's files hot. */
    void ingest() {
        IntradayReport.Partition ingested = batch(hot).ingest().partitions().stream()
                .filter(each -> each.landed().equals(today)).findFirst()
                .orElseThrow(() -> new BenchException("Cannot measure an ingest: nothing has landed today"));
        if (ingested.rawFiles() > 0) {
            throw new BenchException("Cannot measure intraday ingest: %d files stay raw".formatted(ingested
                    .rawFiles()));
        }
    }

    private Landed land(ScanShape shape, DatasetSpec spec, LandingPartition partition) {
        String directory = spec.landing().directory(partition) + "/";
        try {
            lakehouse.landing(spec).deletePrefix(directory);
        } catch (NotFoundException e) {
            // nothing has landed yet
        }
        landings++; // so that no file is taken for one that has changed
        Landed landed = Landed.NOTHING;
        for (int file = 0; file < shape.files(); file++) {
            if (file % 10 == 0) {
                progress.at("landing " + shape, file, shape.files());
            }
            String location = directory + shape.name(landings, file);
            try {
                Landed written = source.write(shape, file, lakehouse.landing().newOutputFile(location).create());
                landed = landed.plus(new Landed(lakehouse.landing().newInputFile(location).getLength(),
                        written.rows(), written.id()));
            } catch (IOException e) {
                throw new BenchException("Cannot land %s: %s".formatted(location, e.getMessage()), e);
            }
        }
        return landed;
    }

    private DailyBatch batch(DatasetSpec spec) {
        return new DailyBatch(spec, lakehouse, Clock.systemUTC(),
                (step, detail, done, total) -> progress.at(detail, done, total));
    }

    TrinoSession trino() {
        return new TrinoSession(lakehouse.trino(), BatchProgress.NONE);
    }

    void remove() {
        all().forEach(new Removal(lakehouse)::remove);
        if (!trino().query("SHOW SCHEMAS FROM %s LIKE '%s'".formatted(Names.quoted(lakehouse.names(raw).catalog()),
                SCHEMA), row -> row.getString(1)).isEmpty()) {
            trino().execute("DROP TABLE IF EXISTS " + dimension());
        }
    }
}
