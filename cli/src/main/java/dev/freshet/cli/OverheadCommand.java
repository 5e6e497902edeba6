package dev.freshet.cli;

import dev.freshet.benchmarks.gateway.OverheadBench;
import dev.freshet.benchmarks.gateway.OverheadReport;
import dev.freshet.cli.screen.Progress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what the JDBC driver costs the calling thread. */
@Command(name = "gateway", sortOptions = false, description = "Time what the JDBC driver adds to the driver underneath, beside a connection pool and two other wrappers, over "
        + "a driver that answers from memory; all rows are compared before anything is timed. Needs no lakehouse.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench gateway", "  ./freshet bench gateway --rounds 1 --json"})
final class OverheadCommand implements Callable<Integer> {
    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "The median over them counts. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid benchmark: %d rounds (at least 1)".formatted(rounds));
        }
        OverheadReport report;
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            report = OverheadBench.run(OverheadBench.Options.ofRounds(rounds), progress::at);
        }
        Answer answer = new Answer(spec.commandLine().getOut());
        if (FreshetCommand.options(spec).json()) {
            answer.json(report);
        } else {
            answer.line(report.markdown());
        }
        return ExitCode.OK.code();
    }
}
