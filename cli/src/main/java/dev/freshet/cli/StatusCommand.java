package dev.freshet.cli;

import dev.freshet.spec.MaxRejects;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.connect.BatchProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the status of datasets. */
@Command(name = "status", sortOptions = false, description = "Show what history holds, what the tail spans and which files came late. Changes nothing. Late files "
        + "are no failure: the next run ingests them.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet status backups.yaml", "  ./freshet status --json backups.yaml",
                "  ./freshet status --max-lag P1DT2H --max-rejects 1%% backups.yaml"})
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private SpecFiles files;

    @Option(names = "--all", description = "Check every landing day, not only the last 32 before the boundary and one older month, and check that history's Parquet files are there.")
    private boolean all;

    @Option(names = "--max-lag", paramLabel = "DURATION", description = "Exit 8 if files that landed longer ago, such as P1DT2H, are not ingested, or the dataset is not published yet.")
    private Duration maxLag;

    @Option(names = "--max-late", paramLabel = "N", description = "Exit 8 if more files came late.")
    private Integer maxLate;

    @Option(names = "--max-rejects", paramLabel = "PERCENT", description = "Exit 8 if a larger part of the lines, such as 1%%, are rejects: of the last landing day in history, or of a day's ingested files.")
    private MaxRejects maxRejects;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        StatusLimits limits = new StatusLimits(Optional.ofNullable(maxLag), Optional.ofNullable(maxLate),
                Optional.ofNullable(maxRejects));
        return new EachDataset(spec, files).run("datasets", null,
                (dataset, lakehouse, progress) -> new StatusOutput(new DailyBatch(dataset, lakehouse, Clock.systemUTC(),
                        BatchProgress.NONE).status(all), dataset, limits));
    }
}
