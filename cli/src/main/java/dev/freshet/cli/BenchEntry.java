package dev.freshet.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Lists the benchmarks in the help. Their code is in the module {@code benchmarks}, with a main class of its own that
 * the launcher starts: a batch does not need their libraries.
 */
@Command(name = BenchEntry.NAME, description = BenchEntry.DESCRIPTION, footerHeading = "%nExample:%n", footer = "  ./freshet bench")
public final class BenchEntry implements Callable<Integer> {
    public static final String NAME = "bench";
    public static final String DESCRIPTION = "Time scan on query against T-1 for the same rows, through the driver. All answers are compared "
            + "before anything is timed. Runs on a lakehouse of its own, or on the one that --lakehouse names.";

    @Override
    public Integer call() {
        throw new CommandException(ExitCode.USAGE,
                "Cannot run bench: the benchmarks are not on the class path (start it with ./freshet bench)");
    }
}
