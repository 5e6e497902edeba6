package dev.freshet.cli;

import dev.freshet.benchmarks.Bench;
import dev.freshet.benchmarks.BenchOptions;
import dev.freshet.benchmarks.BenchOutcome;
import dev.freshet.benchmarks.BenchReport;
import dev.freshet.cli.screen.Progress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares the cost of scan on query with T-1. */
@Command(name = "bench", sortOptions = false, subcommands = {TailCommand.class,
        HistoryCommand.class,
        CutOverCommand.class,
        OverheadCommand.class,
        GrowthCommand.class}, description = "Time scan on query against T-1 for the same rows, through the driver; all answers are compared before "
                + "anything is timed. Runs on a lakehouse of its own, or on the one that --lakehouse names.", footerHeading = "%nExample:%n", footer = {
                        "  ./freshet bench", "  ./freshet bench --megabytes 10 --rounds 1",
                        "  ./freshet bench --lakehouse production.properties --landing-root s3://bucket/bench"})
final class BenchCommand implements Callable<Integer> {
    @Option(names = "--megabytes", paramLabel = "MB", split = ",", defaultValue = "10,100", description = "Sizes of the raw JSON. Default: ${DEFAULT-VALUE}")
    private List<Integer> megabytes;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "The median over them counts. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--landing-root", paramLabel = "LOCATION", defaultValue = "local:///landing/bench", description = "Where raw files land, to be deleted at the end. Default: ${DEFAULT-VALUE}")
    private String landingRoot;

    @Option(names = "--container", description = "Run Trino in a container. Skipped where no Docker answers.")
    private boolean container;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommonOptions options = FreshetCommand.options(spec);
        boolean named = FreshetCommand.isLakehouseNamed(spec);
        if (container && named) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid options: --container with --lakehouse (the container gets a lakehouse of its own)");
        }
        BenchOutcome outcome;
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            outcome = container ? Bench.onContainer(benchOptions(), progress::at)
                    : new BenchOutcome.Ran(named ? Bench.run(options.lakehouse(), benchOptions(), progress::at)
                            : Bench.onLocalLakehouse(benchOptions(), progress::at));
        }
        Answer answer = new Answer(spec.commandLine().getOut());
        switch (outcome) {
            case BenchOutcome.Skipped skipped when options.json() -> answer.json(Map.of("skipped",
                    skipped.sentence()));
            case BenchOutcome.Skipped skipped -> answer.line(skipped.sentence());
            case BenchOutcome.Ran(BenchReport report) -> answer.line(options.json() ? report.json()
                    : report.markdown());
        }
        return ExitCode.OK.code();
    }

    private BenchOptions benchOptions() {
        try {
            return BenchOptions.DEFAULT.withMegabytes(megabytes).withRounds(rounds).withLandingRoot(landingRoot)
                    .withCommand("./freshet bench --megabytes %s --rounds %d%s".formatted(
                            String.join(",", megabytes.stream().map(String::valueOf).toList()), rounds,
                            container ? " --container" : ""));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
