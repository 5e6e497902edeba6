package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.Bench;
import dev.freshet.benchmarks.BenchOptions;
import dev.freshet.cli.BenchEntry;
import dev.freshet.cli.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares the cost of scan on query with T-1. */
@Command(name = BenchEntry.NAME, sortOptions = false, subcommands = {QuickCommand.class,
        FullCommand.class,
        ReportCommand.class,
        ScanCommand.class,
        TailCommand.class,
        HistoryCommand.class,
        IntradayCommand.class,
        CutOverCommand.class,
        OverheadCommand.class,
        GrowthCommand.class,
        TransformCommand.class,
        PlanningCommand.class,
        StartCommand.class}, description = BenchEntry.DESCRIPTION, footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench", "  ./freshet bench --megabytes 10 --rounds 1",
                "  ./freshet bench --lakehouse production.properties --landing-root s3://bucket/bench"})
final class BenchCommand implements Callable<Integer> {
    @Option(names = "--megabytes", paramLabel = "MB", split = ",", defaultValue = "10,100", description = "Sizes of the raw JSON. Default: ${DEFAULT-VALUE}")
    private List<Integer> megabytes;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Each figure is the median over this many rounds. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Mixin
    private LandingRoot landingRoot;

    @Option(names = "--container", description = "Run Trino in a container. Skipped if no Docker engine answers.")
    private boolean container;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BenchRun run = new BenchRun(spec);
        BenchOptions options = run.options(this::benchOptions);
        if (!container) {
            run.onLakehouse((lakehouse, where, progress) -> Bench.run(lakehouse, where, options, progress));
        } else if (run.isLakehouseNamed()) {
            throw containerWithLakehouse(spec);
        } else {
            run.print(run.withProgress(progress -> Bench.onContainer(options, progress)));
        }
        return ExitCode.OK.code();
    }

    static ParameterException containerWithLakehouse(CommandSpec spec) {
        return new ParameterException(spec.commandLine(),
                "Invalid options: --container with --lakehouse (the container gets a lakehouse of its own)");
    }

    private BenchOptions benchOptions() {
        return BenchOptions.DEFAULT.withMegabytes(megabytes).withRounds(rounds).withLandingRoot(landingRoot.location())
                .withCommand("./freshet bench --megabytes %s --rounds %d%s".formatted(
                        String.join(",", megabytes.stream().map(String::valueOf).toList()), rounds,
                        container ? " --container" : ""));
    }
}
