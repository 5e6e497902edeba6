package dev.freshet.cli;

import dev.freshet.cli.screen.Progress;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.Lakehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Late files, without a cut-over. */
@Command(name = "repair", sortOptions = false, description = "Take in again the days before the boundary where files came late, each in one commit that readers see "
        + "at once. `run` does the same and then cuts over; this moves nothing.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet repair backups.yaml", "  ./freshet repair --day 2026-11-22 --anew backups.yaml"})
final class RepairCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SPEC", arity = "1..*", description = "Spec files, one for each dataset.")
    private List<Path> files;

    @Option(names = "--day", paramLabel = "DAY", description = "This landing day alone, such as 2026-11-22, or hour, such as 2026-11-22T05.")
    private LandingPartition day;

    @Option(names = "--anew", description = "With --day: take in what lies there now whatever history holds, also if files are gone or differ, or if only the spec has changed.")
    private boolean anew;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommonOptions options = FreshetCommand.options(spec);
        if (anew && day == null) {
            throw new ParameterException(spec.commandLine(), "Missing option: --anew takes one --day");
        }
        List<DatasetSpec> datasets = Specs.read(files);
        Specs.requireOver(day, datasets, spec);
        RunAnswer answer = new RunAnswer(spec.commandLine().getOut(), spec.commandLine().getErr(), options);
        try (Lakehouse lakehouse = Lakehouse.connect(options.lakehouse())) {
            for (DatasetSpec dataset : datasets) {
                answer.of(dataset, () -> {
                    try (Progress progress = Progress.on(spec.commandLine().getErr())) {
                        return new DailyBatch(dataset, lakehouse, Clock.systemUTC(), progress.of(dataset.name()))
                                .repair(Optional.ofNullable(day), anew);
                    }
                });
            }
        }
        return answer.end().code();
    }
}
