package dev.freshet.cli;

import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.connect.BatchProgress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the status of datasets. */
@Command(name = "status", sortOptions = false, description = "Show what history holds, what the tail spans and which files came late. Changes nothing. Late files "
        + "are no failure: the next run ingests them.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet status backups.yaml", "  ./freshet status --json backups.yaml"})
final class StatusCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SPEC", arity = "1..*", description = "Spec files, one for each dataset.")
    private List<Path> files;

    @Option(names = "--all", description = "Check every landing day, not only the last 32 before the boundary and one older month, and check that history's Parquet files are there.")
    private boolean all;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return new EachDataset(spec).run("datasets", files, null,
                (dataset, lakehouse) -> new StatusOutput(new DailyBatch(dataset, lakehouse, Clock.systemUTC(),
                        BatchProgress.NONE).status(all), dataset));
    }
}
