package dev.freshet.benchmarks.transform;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.LakehouseFile;
import dev.freshet.benchmarks.Removal;
import dev.freshet.transform.BatchReport;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.DailyBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A whole run of the batch in a JVM of its own: it writes a day, lets Trino check it, commits it, and cuts it over. */
record BatchFork(WorkDirectory work, LakehouseConnection lakehouse, LakehouseFile lakehouseFile, TrinoCpu trino) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What one run took.
     *
     * @param batch from the start of its JVM to the end of the run
     * @param stepSeconds on the clock, in the order of the steps
     * @param trinoCpuSeconds of Trino meanwhile
     */
    record RunCost(Cost batch, Map<String, Double> stepSeconds, double trinoCpuSeconds) {}

    /** What the fork tells. */
    record Done(Cost cost, Map<String, Double> stepSeconds) {
        static Done of(Map<Step, Duration> steps) {
            Map<String, Double> seconds = new LinkedHashMap<>();
            steps.forEach((step, took) -> seconds.put(step.name().toLowerCase(Locale.ROOT), took.toMillis() / 1e3));
            return new Done(Cost.sinceStart(), seconds);
        }
    }

    /**
     * Runs the batch on a dataset whose history has one small day, which was compared in full: only then can the next
     * day be compared by a sample. The dataset is removed afterwards.
     */
    RunCost run(RawDay day, WholeRun whole, long rows) throws IOException {
        RawDay landed = day.as(day.spec().name() + "_run", "\n" + whole.setting() + "\n");
        Path result = work.path().resolve("run.json");
        try {
            landed.landBefore();
            new DailyBatch(landed.spec(), lakehouse, clock(), BatchProgress.NONE).run(Optional.of(RawDay.BEFORE));
            double cpu = trino.seconds();
            work.fork(BatchFork.class, lakehouseFile.path().toString(), landed.root().toString(),
                    landed.specFile().toString(), String.valueOf(rows), result.toString());
            Done done = JSON.readValue(result.toFile(), Done.class);
            return new RunCost(done.cost(), done.stepSeconds(), trino.seconds() - cpu);
        } finally {
            new Removal(lakehouse).remove(landed.spec());
            landed.delete();
        }
    }

    private static Clock clock() {
        return Clock.fixed(RawDay.DAY.next().startsAt(ZoneOffset.UTC), ZoneOffset.UTC);
    }

    /** The fork. */
    public static void main(String[] args) throws Exception {
        WorkDirectory.endWithParent();
        LakehouseConfig config = LakehouseConfig.read(Path.of(args[0]));
        RawDay day = RawDay.open(Path.of(args[1]), Path.of(args[2]));
        BatchReport report;
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config)) {
            report = new DailyBatch(day.spec(), lakehouse, clock(), BatchProgress.NONE)
                    .run(Optional.of(RawDay.DAY));
        }
        long rows = report.partitions().stream().filter(partition -> partition.landed().equals(RawDay.DAY))
                .mapToLong(BatchReport.Partition::rows).sum();
        if (rows != Long.parseLong(args[3])) {
            throw new BenchException("Cannot measure the run: it ingests %d rows of %s lines".formatted(rows, args[3]));
        }
        JSON.writeValue(Path.of(args[4]).toFile(), Done.of(report.steps()));
    }
}
