package dev.freshet.benchmarks;

import dev.freshet.cli.telemetry.Truth;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What scan on query costs against T-1: lands the same lines twice, checks that all contenders give the same answers,
 * and times them in rounds.
 */
public final class Bench {
    private Bench() {}

    /**
     * On any lakehouse. The datasets are in the schema {@code bench} and are removed at the end, even if it fails.
     *
     * @throws BenchException if the contenders' answers differ or the lakehouse fails
     */
    public static BenchReport run(Site site, BenchOptions options, BenchProgress progress) {
        LakehouseConfig config = site.lakehouse();
        Instant start = Instant.now();
        Host host = Host.here();
        List<SameLines> pairs = options.megabytes().stream().map(SameLines::new).toList();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config);
                LakehouseFile file = LakehouseFile.write(config)) {
            BenchData data = new BenchData(lakehouse, site.landingRoot(), start, progress);
            BenchReport report;
            try {
                List<BenchReport.Dataset> datasets = new ArrayList<>();
                for (SameLines lines : pairs) {
                    Truth truth = data.land(lines);
                    new Agreement(config, lines, truth).check();
                    datasets.add(new BenchReport.Dataset(lines.megabytes(), lines.files(), truth.bytes(), truth.rows(),
                            truth.rejects()));
                }
                List<BenchReport.Row> rows = new Rounds(file.path(), options, progress).run();
                report = new BenchReport(start.truncatedTo(ChronoUnit.SECONDS).toString(),
                        options.command() + site.options(), site.where(),
                        Versions.trino(lakehouse), Versions.jdk(), host, options.rounds(),
                        options.warmup().toMillis() / 1000.0, options.measurement().toMillis() / 1000.0,
                        Duration.between(start, Instant.now()).toMillis() / 1000.0, datasets, rows,
                        BenchReport.ratios(rows));
            } catch (RuntimeException e) {
                removeAfter(e, data, pairs);
                throw e;
            }
            pairs.forEach(data::remove);
            return report;
        }
    }

    /** A failure here most likely has the same cause as the first one, which is the one to report. */
    private static void removeAfter(RuntimeException failure, BenchData data, List<SameLines> pairs) {
        try {
            pairs.forEach(data::remove);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
