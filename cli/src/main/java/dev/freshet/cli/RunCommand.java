package dev.freshet.cli;

import dev.freshet.cli.screen.Progress;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.connect.Lakehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the daily batch, from any orchestrator. */
@Command(name = "run", sortOptions = false, description = "Take landed days into history, reconcile them with the tail and move the boundary. Can be killed "
        + "and run again at any time. A dataset that fails does not stop the others.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet run backups.yaml", "  ./freshet run --dry-run backups.yaml"})
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SPEC", arity = "1..*", description = "Spec files, one for each dataset.")
    private List<Path> files;

    @Option(names = "--day", paramLabel = "DAY", description = "The last landing day to ingest, such as 2026-11-22, or hour, such as 2026-11-22T05. Default: the last that is over.")
    private LandingPartition day;

    @Option(names = "--dry-run", description = "Only print the statements, as `plan` does.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (dryRun) {
            PlanCommand.print(files, day, spec);
            return ExitCode.OK.code();
        }
        CommonOptions options = FreshetCommand.options(spec);
        List<DatasetSpec> datasets = Specs.read(files);
        Specs.requireOver(day, datasets, spec);
        RunAnswer answer = new RunAnswer(spec.commandLine().getOut(), spec.commandLine().getErr(), options);
        try (Lakehouse lakehouse = Lakehouse.connect(options.lakehouse())) {
            for (DatasetSpec dataset : datasets) {
                answer.of(dataset, () -> {
                    try (Progress progress = Progress.on(spec.commandLine().getErr())) {
                        return new DailyBatch(dataset, lakehouse, Clock.systemUTC(), progress.of(dataset.name()))
                                .run(Optional.ofNullable(day));
                    }
                });
            }
        }
        return answer.end().code();
    }
}
