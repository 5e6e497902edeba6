package dev.freshet.cli;

import dev.freshet.core.LandingPartition;
import dev.freshet.transform.BatchReport;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.Group;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the daily batch, from any orchestrator. */
@Command(name = "run", sortOptions = false, description = "Ingest landed days into history, reconcile them with the tail and move the boundary. Can be killed "
        + "and run again at any time. A dataset that fails does not stop the others.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet run backups.yaml", "  ./freshet run --dry-run backups.yaml"})
final class RunCommand implements Callable<Integer> {
    @Mixin
    private SpecFiles files;

    @Option(names = "--day", paramLabel = "DAY", description = "The last landing day to ingest, such as 2026-11-22, or hour, such as 2026-11-22T05. Default: the last complete one.")
    private LandingPartition day;

    @Option(names = "--dry-run", description = "Only print the statements, as `plan` does.")
    private boolean dryRun;

    @Option(names = "--allow-empty", description = "Publish a dataset of which no file has landed yet.")
    private boolean allowEmpty;

    @Option(names = "--strict", description = "End with exit 6 if a landed file is not read or set aside.")
    private boolean strict;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return dryRun ? PlanCommand.plan(files, day, spec)
                : run(files, day, spec, strict,
                        (batch, group) -> batch.run(Optional.ofNullable(day), allowEmpty, group));
    }

    /** Runs the batch of each dataset. */
    static int run(SpecFiles files, LandingPartition day, CommandSpec spec, boolean strict,
            BiFunction<DailyBatch, Group, BatchReport> work) {
        EachDataset each = new EachDataset(spec, files).logged().strict(strict);
        return each.run("runs", day, (dataset, lakehouse, progress) -> new RunOutput(dataset,
                work.apply(new DailyBatch(dataset, lakehouse, Clock.systemUTC(), progress), each.group(dataset)),
                spec.commandLine().getErr()));
    }
}
