package dev.freshet.benchmarks.growth;

import com.sun.management.OperatingSystemMXBean;
import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.Median;
import dev.freshet.benchmarks.Site;
import dev.freshet.benchmarks.Versions;
import dev.freshet.benchmarks.growth.GrowingDataset.Bytes;
import dev.freshet.benchmarks.growth.GrowingDataset.Written;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.BatchReport.Partition;
import dev.freshet.transform.BatchReport;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.engine.InputChanges;
import dev.freshet.transform.landing.RawFile;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Ingests histories of several lengths and one day of many files, and measures what a run, a plan and a status then
 * cost. The histories take turns.
 */
public final class GrowthBench {
    private static final OperatingSystemMXBean PROCESS = ManagementFactory.getPlatformMXBean(
            OperatingSystemMXBean.class);
    /** The time of a day is the median over this many days at either end of a history. */
    private static final int END = 10;

    private final Options options;
    private final Site site;
    private final LakehouseConnection lakehouse;
    private final Instant now;
    private final BenchProgress progress;

    /**
     * How much is measured.
     *
     * @param days of history, one dataset for each
     * @param filesPerDay in each of these days
     * @param filesInADay of one more dataset, all in one day
     * @param rounds over which a figure is the median
     */
    public record Options(List<Integer> days, int filesPerDay, int filesInADay, int rounds) {
        public Options {
            days = days.stream().distinct().sorted().toList();
            if (days.isEmpty() || days.get(0) < 1 || filesPerDay < 1 || filesInADay < 1 || rounds < 1) {
                throw new IllegalArgumentException(
                        "Invalid benchmark: %s days, %d files per day, %d files in a day, %d rounds (at least 1 of each)"
                                .formatted(days, filesPerDay, filesInADay, rounds));
            }
        }

        String command() {
            return "./freshet bench growth --days %s --files-per-day %d --files-in-a-day %d --rounds %d".formatted(
                    String.join(",", days.stream().map(String::valueOf).toList()), filesPerDay, filesInADay, rounds);
        }
    }

    private GrowthBench(Options options, Site site, LakehouseConnection lakehouse, Instant now,
            BenchProgress progress) {
        this.options = options;
        this.site = site;
        this.lakehouse = lakehouse;
        this.now = now;
        this.progress = progress;
    }

    /**
     * On any lakehouse. The datasets are in the schema {@code bench} and are removed at the end, even if it fails.
     *
     * @throws BenchException if a run does not do what it is timed for
     */
    public static GrowthReport run(Site site, Options options, BenchProgress progress) {
        Instant start = Instant.now();
        Host host = Host.here();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(site.lakehouse())) {
            GrowthBench bench = new GrowthBench(options, site, lakehouse, start, progress);
            List<GrowthReport.History> histories = bench.histories();
            return new GrowthReport(start.truncatedTo(ChronoUnit.SECONDS).toString(),
                    options.command() + site.options(), site.where(),
                    Versions.trino(lakehouse), Versions.jdk(), host, options.filesPerDay(), options.rounds(),
                    histories, bench.day());
        }
    }

    private GrowingDataset dataset(String name) {
        GrowingDataset dataset = new GrowingDataset(lakehouse, name, site.landingRoot(), now, progress);
        dataset.remove();
        return dataset;
    }

    private List<GrowthReport.History> histories() {
        Map<Integer, GrowingDataset> datasets = new HashMap<>();
        options.days().forEach(days -> datasets.put(days, dataset("growth_" + days + "_days")));
        try {
            Map<Integer, History> histories = new HashMap<>();
            options.days().forEach(days -> {
                datasets.get(days).land(days, options.filesPerDay());
                histories.put(days, new History(datasets.get(days), ingested(datasets.get(days), days)));
            });
            int warmUp = options.rounds() > 1 ? 1 : 0;
            for (int round = -warmUp; round < options.rounds(); round++) {
                progress.at("measuring", round + warmUp, options.rounds() + warmUp);
                for (int days : options.days()) {
                    histories.get(days).measure(round >= 0);
                }
            }
            return options.days().stream().map(days -> histories.get(days).figures(days)).toList();
        } finally {
            datasets.values().forEach(GrowingDataset::remove);
        }
    }

    /** @return milliseconds from one day's last commit to the next one's */
    private List<Double> ingested(GrowingDataset dataset, int days) {
        Map<String, Long> commits = new LinkedHashMap<>();
        long start = System.nanoTime();
        BatchReport report = dataset.run((step, detail, done, total) -> {
            if (step == Step.COMMIT) {
                commits.put(detail, System.nanoTime());
            }
            progress.at(detail, done, total);
        });
        require(dataset, report.partitions(), Outcome.INGESTED, days);
        List<Double> millis = new ArrayList<>();
        for (long commit : commits.values()) {
            millis.add((commit - start) / 1e6);
            start = commit;
        }
        return millis;
    }

    private static void require(GrowingDataset dataset, List<Partition> partitions, Outcome outcome, long times) {
        long found = partitions.stream().filter(partition -> partition.outcome() == outcome).count();
        if (found != times) {
            throw new BenchException("Cannot measure %s: %d of its days are %s, not %d".formatted(dataset.name(), found,
                    outcome, times));
        }
    }

    /** What is measured of one history. */
    private static final class History {
        private final GrowingDataset dataset;
        private final List<Double> ingested;
        private final Map<String, List<Double>> millis = new HashMap<>();
        private final List<Bytes> bytes = new ArrayList<>();

        History(GrowingDataset dataset, List<Double> ingested) {
            this.dataset = dataset;
            this.ingested = ingested;
        }

        void measure(boolean counts) {
            Map<String, Double> times = new HashMap<>();
            BatchReport idle = timed(times, "idle", dataset::run);
            require(dataset, idle.partitions(), Outcome.REPLACED, 0);
            timed(times, "plan", () -> dataset.batch().plan(Optional.empty()));
            timed(times, "status", () -> dataset.batch().status());
            timed(times, "statusAll", () -> dataset.batch().status(true));
            timed(times, "ledger", () -> dataset.ledger().inputs(dataset.yesterday()));
            dataset.landLate();
            Written before = dataset.written();
            BatchReport late = timed(times, "late", dataset::run);
            require(dataset, late.partitions(), Outcome.REPLACED, 1);
            if (counts) {
                bytes.add(dataset.written().since(before));
                times.forEach((what, took) -> millis.computeIfAbsent(what, w -> new ArrayList<>()).add(took));
            }
        }

        private static <T> T timed(Map<String, Double> times, String what, Supplier<T> work) {
            long start = System.nanoTime();
            T done = work.get();
            times.put(what, (System.nanoTime() - start) / 1e6);
            return done;
        }

        private Map<String, List<Double>> rounds() {
            Map<String, List<Double>> rounds = new TreeMap<>();
            millis.forEach((what, took) -> rounds.put(what, took.stream().map(GrowthBench::rounded).toList()));
            return rounds;
        }

        GrowthReport.History figures(int days) {
            int end = Math.min(END, days);
            return new GrowthReport.History(days, dataset.files(), median(ingested.subList(0, end)),
                    median(ingested.subList(days - end, days)), median(millis.get("idle")), median(millis.get("plan")),
                    median(millis.get("status")), median(millis.get("statusAll")), median(millis.get("ledger")),
                    median(millis.get("late")), (long) median(bytes.stream().map(b -> (double) b.metadata()).toList()),
                    (long) median(bytes.stream().map(b -> (double) b.ledger()).toList()), rounds());
        }
    }

    private GrowthReport.Day day() {
        GrowingDataset dataset = dataset("growth_one_day");
        try {
            dataset.land(1, options.filesInADay());
            List<Long> commits = new ArrayList<>();
            long start = PROCESS.getProcessCpuTime();
            require(dataset, dataset.run((step, detail, done, total) -> {
                if (step == Step.COMMIT) { // the first comes before the ledger is written, the second after it
                    commits.add(PROCESS.getProcessCpuTime());
                }
                progress.at(detail, done, total);
            }).partitions(), Outcome.INGESTED, 1);
            double ingested = (PROCESS.getProcessCpuTime() - start) / 1e6;
            double recorded = (commits.get(1) - commits.get(0)) / 1e6;
            dataset.landLate();
            List<Double> listed = new ArrayList<>();
            List<Double> compared = new ArrayList<>();
            List<Double> status = new ArrayList<>();
            for (int round = 0; round < options.rounds(); round++) {
                progress.at("comparing", round, options.rounds());
                List<RawFile> files = cpu(listed, dataset::listYesterday);
                InputChanges changes = cpu(compared, () -> dataset.ledger().changes(dataset.yesterday(), files));
                if (files.size() != dataset.files() || changes.late().size() != 1 || !changes.goes().isEmpty()) {
                    throw new BenchException("Cannot measure %s: %d files are listed, %d of them late".formatted(
                            dataset.name(), files.size(), changes.late().size()));
                }
                cpu(status, () -> dataset.batch().status());
            }
            return new GrowthReport.Day(options.filesInADay(), rounded(ingested), rounded(recorded), median(listed),
                    median(compared), median(status));
        } finally {
            dataset.remove();
        }
    }

    private static <T> T cpu(List<Double> millis, Supplier<T> work) {
        long start = PROCESS.getProcessCpuTime();
        T done = work.get();
        millis.add((PROCESS.getProcessCpuTime() - start) / 1e6);
        return done;
    }

    private static double median(List<Double> values) {
        return rounded(Median.of(values));
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
