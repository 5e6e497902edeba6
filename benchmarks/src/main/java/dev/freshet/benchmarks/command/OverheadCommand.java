package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.gateway.OverheadBench;
import dev.freshet.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what the JDBC driver costs the calling thread. */
@Command(name = "gateway", sortOptions = false, description = "Time what the JDBC driver adds to the driver underneath, compared with a connection pool and two other wrappers. The "
        + "driver underneath answers from memory. All rows are compared before anything is timed. Needs no lakehouse.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench gateway", "  ./freshet bench gateway --rounds 1 --json"})
final class OverheadCommand implements Callable<Integer> {
    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Each figure is the median over this many rounds. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BenchRun run = new BenchRun(spec);
        OverheadBench.Options options = run.options(() -> OverheadBench.Options.ofRounds(rounds));
        run.print(run.withProgress(progress -> OverheadBench.run(options, progress)));
        return ExitCode.OK.code();
    }
}
