package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.Site;
import dev.freshet.benchmarks.Versions;
import dev.freshet.transform.connect.LakehouseConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Does any reader notice a cut-over? Watches the patterns one after the other: files land, simulated days pass, the
 * batch cuts each over, and readers query all the time. Every answer is checked.
 */
public final class CutOverBench {
    /** Long ago, so that the simulated days never reach the real date, which the seed's view compares with. */
    private static final LocalDate FIRST_DAY = LocalDate.of(2001, 1, 1);

    private CutOverBench() {}

    /**
     * On any lakehouse. The datasets are in their own schema and are removed at the end, even if it fails.
     *
     * @throws BenchException if a batch or the lakehouse fails; wrong answers do not fail, they are counted
     */
    public static CutOverReport run(Site site, CutOverOptions options, BenchProgress progress) {
        Instant start = Instant.now();
        Host host = Host.here();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(site.lakehouse())) {
            List<CutOverReport.Result> results = new ArrayList<>();
            for (CutOverOptions.Subject subject : options.patterns()) {
                results.add(watch(subject, lakehouse, site, options, progress));
            }
            return new CutOverReport(start.truncatedTo(ChronoUnit.SECONDS).toString(),
                    options.command() + site.options(), site.where(),
                    Versions.trino(lakehouse), Versions.jdk(), host, options.seed(), options.filesPerDay(),
                    options.rowsPerFile(), Duration.between(start, Instant.now()).toMillis() / 1000.0, results);
        }
    }

    private static CutOverReport.Result watch(CutOverOptions.Subject subject, LakehouseConnection lakehouse,
            Site site, CutOverOptions options, BenchProgress progress) {
        SimulatedClock clock = new SimulatedClock(FIRST_DAY);
        ServingPattern pattern = switch (subject) {
            case FRESHET -> new FreshetPattern(Dataset.spec("freshet", site.landingRoot() + "/freshet",
                    options.faults().isEmpty() ? Dataset.RETIRE_AFTER : Dataset.RETIRE_AFTER_UNDER_FAULTS), lakehouse,
                    clock, options.ingest().isPresent());
            case SEED ->
                new SeedPattern(Dataset.spec("seed", site.landingRoot() + "/seed", Dataset.RETIRE_AFTER), lakehouse,
                        clock);
        };
        pattern.prepare();
        CutOverReport.Result result;
        try {
            result = new Witness(pattern, clock, lakehouse, site.lakehouse(), options, progress).watch();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Cannot go on: interrupted", e);
        } catch (RuntimeException e) {
            removeAfter(e, pattern);
            throw e;
        }
        try {
            pattern.remove();
        } catch (RuntimeException e) {
            if (result.faults() == null || result.faults().recovered()) {
                throw e;
            }
            progress.at("leaving behind what faults have broken: " + e.getMessage(), 0, 0);
        }
        return result;
    }

    /** A failure here most likely has the same cause as the first one, which is the one to report. */
    private static void removeAfter(RuntimeException failure, ServingPattern pattern) {
        try {
            pattern.remove();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
