package dev.freshet.cli;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what the batch would do. */
@Command(name = "plan", sortOptions = false, description = "Print every statement that `run` would run now, in order. Steps outside Trino are comments. "
        + "Changes nothing.", footerHeading = "%nExample:%n", footer = "  ./freshet plan backups.yaml")
final class PlanCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SPEC", arity = "1..*", description = "Spec files, one for each dataset.")
    private List<Path> files;

    @Option(names = "--day", paramLabel = "DAY", description = "The last landing day to ingest, such as 2026-11-22, or hour, such as 2026-11-22T05. Default: the last complete one.")
    private LandingPartition day;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        print(files, day, spec);
        return ExitCode.OK.code();
    }

    static void print(List<Path> files, LandingPartition day, CommandSpec command) {
        CommonOptions options = FreshetCommand.options(command);
        List<DatasetSpec> specs = Specs.read(files);
        Specs.requireOver(day, specs, command);
        PrintWriter out = command.commandLine().getOut();
        List<Map<String, Object>> plans = new ArrayList<>();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(options.lakehouse())) {
            for (DatasetSpec dataset : specs) {
                List<String> steps = new DailyBatch(dataset, lakehouse, Clock.systemUTC(), BatchProgress.NONE)
                        .plan(Optional.ofNullable(day));
                plans.add(Map.of("dataset", dataset.name(), "statements", steps));
                if (!options.json()) {
                    out.println("-- dataset " + dataset.name() + (steps.isEmpty() ? ": nothing to do" : ""));
                    steps.forEach(step -> out.println(isComment(step) ? step : step + ";"));
                    out.flush();
                }
            }
        }
        if (options.json()) {
            new Output(out).json(Map.of("plans", plans));
        }
    }

    private static boolean isComment(String step) {
        return step.lines().allMatch(line -> line.startsWith("--"));
    }
}
