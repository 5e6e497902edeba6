package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.transform.TransformBench;
import dev.freshet.cli.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the batch's write path against other writers. */
@Command(name = "transform", sortOptions = false, description = "Time how the batch turns raw JSON into sorted Parquet, compared with other ways to do it on the same lines. The "
        + "rows in all files are compared before anything is timed. Runs on a lakehouse of its own.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench transform", "  ./freshet bench transform --megabytes 20 --rounds 1 --json",
                "  ./freshet bench transform --variants gz,spaced --contenders columns,duckdb --runs none"})
final class TransformCommand implements Callable<Integer> {
    @Option(names = "--megabytes", paramLabel = "MB", defaultValue = "100", description = "Size of the raw JSON before compression. Default: ${DEFAULT-VALUE}")
    private int megabytes;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Each figure is the median over this many rounds. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--variants", paramLabel = "LIST", split = ",", defaultValue = "plain", description = "Forms of the raw JSON: some of plain, gz, zst, shuffled, spaced, wide, deep, strings, numbers. Default: ${DEFAULT-VALUE}")
    private List<String> variants;

    @Option(names = "--contenders", paramLabel = "LIST", split = ",", defaultValue = "columns,rows,iceberg-generic,write-support,trino-insert,duckdb,duckdb-best", description = "What is compared; ratios are to the first in this order. Default: ${DEFAULT-VALUE}")
    private List<String> contenders;

    @Option(names = "--runs", paramLabel = "LIST", split = ",", defaultValue = "sampled,full", description = "Whole runs of the batch to measure as well, by their check: sampled or full; trino for those that Trino writes; none. Default: ${DEFAULT-VALUE}")
    private List<String> runs;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BenchRun run = new BenchRun(spec);
        TransformBench.Options options = run.options(() -> TransformBench.Options.of(megabytes, rounds, variants,
                contenders, runs));
        run.print(run.withProgress(progress -> TransformBench.run(options, progress)));
        return ExitCode.OK.code();
    }
}
