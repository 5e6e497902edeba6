package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.history.HistoryBench;
import java.util.List;
import dev.freshet.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures queries that history alone can answer. */
@Command(name = "history", sortOptions = false, description = "Time queries about past days through the gateway and through the live view against the same queries on the Iceberg "
        + "table, while files of several sizes have landed today. All answers are compared before anything is timed. Runs on a lakehouse of its own, or on the one that --lakehouse names.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench history", "  ./freshet bench history --megabytes 10 --rounds 6 --json"})
final class HistoryCommand implements Callable<Integer> {
    @Option(names = "--megabytes", paramLabel = "MB", split = ",", defaultValue = "10,100", description = "Sizes of the raw JSON that landed today. Default: ${DEFAULT-VALUE}")
    private List<Integer> megabytes;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "24", description = "Each figure is the median over this many rounds. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Mixin
    private SiteOptions site;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BenchRun run = new BenchRun(spec);
        HistoryBench.Options options = run.options(() -> HistoryBench.Options.of(megabytes, rounds));
        run.onSite(site, (where, progress) -> HistoryBench.run(where, options, progress));
        return ExitCode.OK.code();
    }
}
