package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.intraday.IntradayBench;
import dev.freshet.cli.ExitCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures live queries with intraday ingest and without it. */
@Command(name = "intraday", sortOptions = false, description = "Time live queries with intraday ingest, without it, and on T-1, while days of several sizes have landed, and measure the "
        + "ingests. All answers are compared before anything is timed. Runs on a lakehouse of its own.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench intraday", "  ./freshet bench intraday --megabytes 1000,2000 --json",
                "  ./freshet bench intraday --megabytes 10 --small-files uuid=20000,time=50000"})
final class IntradayCommand implements Callable<Integer> {
    @Option(names = "--megabytes", paramLabel = "MB", split = ",", defaultValue = "10,100", description = "Sizes of the raw JSON that landed today. Default: ${DEFAULT-VALUE}")
    private List<Integer> megabytes;

    @Option(names = "--file-megabytes", paramLabel = "MB", split = ",", defaultValue = "1,10", description = "Sizes of its files. Days of one file are left out. Default: ${DEFAULT-VALUE}")
    private List<Integer> fileMegabytes;

    @Option(names = "--small-files", paramLabel = "NAMES=N", split = ",", description = "Further days, of N files of 1 kB: NAMES is time for names in the order of time, or uuid.")
    private Map<String, Integer> smallFiles = Map.of();

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "7", description = "Each figure is the median over this many rounds. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BenchRun run = new BenchRun(spec);
        IntradayBench.Options options = run.options(() -> IntradayBench.Options.of(megabytes, fileMegabytes, smallFiles,
                rounds));
        run.print(run.withProgress(progress -> IntradayBench.run(options, progress)));
        return ExitCode.OK.code();
    }
}
