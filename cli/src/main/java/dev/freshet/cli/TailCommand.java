package dev.freshet.cli;

import dev.freshet.benchmarks.tail.TailBench;
import dev.freshet.benchmarks.tail.TailReport;
import dev.freshet.cli.screen.Progress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the tail's rules cost. */
@Command(name = "tail", sortOptions = false, description = "Time the SQL that reads raw JSON by the rules against Trino's own JSON readers and other forms, on the same "
        + "clean lines; all answers are compared before anything is timed. Runs on a lakehouse of its own.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench tail", "  ./freshet bench tail --megabytes 20 --rounds 3 --json"})
final class TailCommand implements Callable<Integer> {
    @Option(names = "--megabytes", paramLabel = "MB", defaultValue = "100", description = "Size of the raw JSON. Default: ${DEFAULT-VALUE}")
    private int megabytes;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "The median over them counts. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (megabytes < 1 || rounds < 1) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid benchmark: %d MB, %d rounds (at least 1 of each)".formatted(megabytes, rounds));
        }
        TailReport report;
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            report = TailBench.run(megabytes, rounds,
                    "./freshet bench tail --megabytes %d --rounds %d".formatted(megabytes, rounds), progress::at);
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
