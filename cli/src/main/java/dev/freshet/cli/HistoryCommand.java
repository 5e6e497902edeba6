package dev.freshet.cli;

import dev.freshet.benchmarks.history.HistoryBench;
import dev.freshet.benchmarks.history.HistoryReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures queries that history alone can answer. */
@Command(name = "history", sortOptions = false, description = "Time queries about past days through the gateway and through the live view against the same queries on the Iceberg "
        + "table, while files of several sizes have landed today; all answers are compared before anything is timed. Runs on a lakehouse of its own, or on the one that --lakehouse names.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench history", "  ./freshet bench history --megabytes 10 --rounds 6 --json"})
final class HistoryCommand implements Callable<Integer> {
    @Option(names = "--megabytes", paramLabel = "MB", split = ",", defaultValue = "10,100", description = "Sizes of the raw JSON that landed today. Default: ${DEFAULT-VALUE}")
    private List<Integer> megabytes;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "24", description = "The median over them counts. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--landing-root", paramLabel = "LOCATION", defaultValue = "local:///landing/bench", description = "With --lakehouse: where raw files land, to be deleted at the end. Default: ${DEFAULT-VALUE}")
    private String landingRoot;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        HistoryBench.Options options = benchOptions();
        return new BenchRun<>((lakehouse, progress) -> HistoryBench.run(lakehouse, options, progress),
                progress -> HistoryBench.onLocalLakehouse(options, progress), HistoryReport::markdown).call(spec);
    }

    private HistoryBench.Options benchOptions() {
        try {
            return HistoryBench.Options.of(megabytes, rounds, landingRoot);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
