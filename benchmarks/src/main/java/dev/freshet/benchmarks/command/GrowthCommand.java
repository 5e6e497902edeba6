package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.growth.GrowthBench;
import java.util.List;
import dev.freshet.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the batch on long histories and many files. */
@Command(name = "growth", sortOptions = false, description = "Time runs, plans and status of histories of several lengths, and of a day with many files. Runs on a lakehouse of "
        + "its own, or on the one that --lakehouse names.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench growth", "  ./freshet bench growth --days 10,100 --files-in-a-day 1000 --json"})
final class GrowthCommand implements Callable<Integer> {
    @Option(names = "--days", paramLabel = "N", split = ",", defaultValue = "30,1000", description = "Days of history, one dataset for each number. Default: ${DEFAULT-VALUE}")
    private List<Integer> days;

    @Option(names = "--files-per-day", paramLabel = "N", defaultValue = "100", description = "Files in each of these days. Default: ${DEFAULT-VALUE}")
    private int filesPerDay;

    @Option(names = "--files-in-a-day", paramLabel = "N", defaultValue = "100000", description = "Files in the one very large day. Default: ${DEFAULT-VALUE}")
    private int filesInADay;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Each figure is the median over this many rounds. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Mixin
    private SiteOptions site;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BenchRun run = new BenchRun(spec);
        GrowthBench.Options options = run.options(() -> new GrowthBench.Options(days, filesPerDay,
                filesInADay, rounds));
        run.onSite(site, (where, progress) -> GrowthBench.run(where, options, progress));
        return ExitCode.OK.code();
    }
}
