package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.start.StartBench;
import dev.freshet.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures short commands. */
@Command(name = "start-up", sortOptions = false, description = "Time short commands from the start of their process to its end, with their CPU time. Runs on a lakehouse of its own, or on the one that "
        + "--lakehouse names.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench start-up", "  ./freshet bench start-up --rounds 3 --json"})
final class StartCommand implements Callable<Integer> {
    @Option(names = "--rounds", paramLabel = "N", defaultValue = "9", description = "Each figure is the median over this many rounds. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Mixin
    private SiteOptions site;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BenchRun run = new BenchRun(spec);
        StartBench.Options options = run.options(() -> StartBench.Options.of(rounds));
        run.onSite(site, (where, progress) -> StartBench.run(where, options, progress));
        return ExitCode.OK.code();
    }
}
