package dev.freshet.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the advisor in the help. It measures, so its code is in the module {@code benchmarks}. */
@Command(name = AdviseEntry.NAME, description = AdviseEntry.DESCRIPTION, footerHeading = "%nExample:%n", footer = "  ./freshet advise --ingest-rate 5MB/min --file-size 1MB --queries 2/s --target PT1S")
public final class AdviseEntry implements Callable<Integer> {
    public static final String NAME = "advise";
    public static final String DESCRIPTION = "Say whether live queries are fast enough, until which hour of the day, which cadence keeps a target and what that costs, and when this is "
            + "the wrong pattern. Measures the cluster first if that was not done yet, with files that are deleted at the end.";

    @Override
    public Integer call() {
        throw new CommandException(ExitCode.USAGE,
                "Cannot run advise: the benchmarks are not on the class path (start it with ./freshet advise)");
    }
}
