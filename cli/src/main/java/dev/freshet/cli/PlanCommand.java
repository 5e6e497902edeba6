package dev.freshet.cli;

import dev.freshet.core.LandingPartition;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.connect.BatchProgress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what the batch would do. */
@Command(name = "plan", sortOptions = false, description = "Print every statement that `run` would run now, in order. Steps outside Trino are comments. "
        + "Changes nothing.", footerHeading = "%nExample:%n", footer = "  ./freshet plan backups.yaml")
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private SpecFiles files;

    @Option(names = "--day", paramLabel = "DAY", description = "The last landing day to ingest, such as 2026-11-22, or hour, such as 2026-11-22T05. Default: the last complete one.")
    private LandingPartition day;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return plan(files, day, spec);
    }

    static int plan(SpecFiles files, LandingPartition day, CommandSpec spec) {
        return new EachDataset(spec, files).run("plans", day,
                (dataset, lakehouse, progress) -> new PlanOutput(dataset.name(),
                        new DailyBatch(dataset, lakehouse, Clock.systemUTC(), BatchProgress.NONE)
                                .plan(Optional.ofNullable(day))));
    }
}
