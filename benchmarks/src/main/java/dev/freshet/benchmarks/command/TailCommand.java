package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.tail.TailBench;
import dev.freshet.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what the tail's rules cost. */
@Command(name = "tail", sortOptions = false, description = "Time the SQL that reads raw JSON by the rules against Trino's own JSON readers and other forms, on the same "
        + "clean lines. All answers are compared before anything is timed. Runs on a lakehouse of its own, or on the one that --lakehouse names.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench tail", "  ./freshet bench tail --megabytes 20 --rounds 3 --json"})
final class TailCommand implements Callable<Integer> {
    @Option(names = "--megabytes", paramLabel = "MB", defaultValue = "100", description = "Size of the raw JSON. Default: ${DEFAULT-VALUE}")
    private int megabytes;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Each figure is the median over this many rounds. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Mixin
    private SiteOptions site;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BenchRun run = new BenchRun(spec);
        TailBench.Options options = run.options(() -> new TailBench.Options(megabytes, rounds));
        run.onSite(site, (where, progress) -> TailBench.run(where, options, progress));
        return ExitCode.OK.code();
    }
}
