package dev.freshet.cli;

import dev.freshet.benchmarks.tail.TailBench;
import dev.freshet.benchmarks.tail.TailReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what the tail's rules cost. */
@Command(name = "tail", sortOptions = false, description = "Time the SQL that reads raw JSON by the rules against Trino's own JSON readers and other forms, on the same "
        + "clean lines; all answers are compared before anything is timed. Runs on a lakehouse of its own, or on the one that --lakehouse names.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench tail", "  ./freshet bench tail --megabytes 20 --rounds 3 --json"})
final class TailCommand implements Callable<Integer> {
    @Option(names = "--megabytes", paramLabel = "MB", defaultValue = "100", description = "Size of the raw JSON. Default: ${DEFAULT-VALUE}")
    private int megabytes;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "The median over them counts. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--landing-root", paramLabel = "LOCATION", defaultValue = "local:///landing/bench", description = "With --lakehouse: where raw files land, to be deleted at the end. Default: ${DEFAULT-VALUE}")
    private String landingRoot;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (megabytes < 1 || rounds < 1) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid benchmark: %d MB, %d rounds (at least 1 of each)".formatted(megabytes, rounds));
        }
        String command = "./freshet bench tail --megabytes %d --rounds %d".formatted(megabytes, rounds);
        return new BenchRun<>(
                (lakehouse, progress) -> TailBench.run(lakehouse, landingRoot, megabytes, rounds, command, progress),
                progress -> TailBench.onLocalLakehouse(megabytes, rounds, command, progress), TailReport::markdown)
                .call(spec);
    }
}
