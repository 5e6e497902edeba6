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
                "  ./freshet bench --s3 --trino 483",
                "  ./freshet bench --lakehouse production.properties --landing-root s3://bucket/bench"})
final class BenchCommand implements Callable<Integer> {
    @Option(names = "--megabytes", paramLabel = "MB", split = ",", defaultValue = "10,100", description = "Sizes of the raw JSON. Default: ${DEFAULT-VALUE}")
    private List<Integer> megabytes;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Each figure is the median over this many rounds. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Mixin
    private SiteOptions site;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BenchRun run = new BenchRun(spec);
        BenchOptions options = run.options(this::benchOptions);
        run.onSite(site, (where, progress) -> Bench.run(where, options, progress));
        return ExitCode.OK.code();
    }

    private BenchOptions benchOptions() {
        return BenchOptions.DEFAULT.withMegabytes(megabytes).withRounds(rounds)
                .withCommand("./freshet bench --megabytes %s --rounds %d".formatted(
                        String.join(",", megabytes.stream().map(String::valueOf).toList()), rounds));
    }
}
