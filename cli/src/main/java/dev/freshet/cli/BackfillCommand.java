package dev.freshet.cli;

import dev.freshet.core.LandingPartition;
import dev.freshet.transform.DailyBatch;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ingests a range of past days. */
@Command(name = "backfill", sortOptions = false, description = "Ingest a range of landing days into history, oldest first, each in one commit. Days that history holds already, as their files are now and by the spec's columns, are "
        + "skipped: run it again after it was killed. Does not move the boundary.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet backfill --from 2026-01-01 --to 2026-11-21 backups.yaml"})
final class BackfillCommand implements Callable<Integer> {
    @Mixin
    private SpecFiles files;

    @Option(names = "--from", paramLabel = "DAY", required = true, description = "The first landing day, such as 2026-01-01, or hour, such as 2026-01-01T00.")
    private LandingPartition from;

    @Option(names = "--to", paramLabel = "DAY", required = true, description = "The last one. It must be over.")
    private LandingPartition to;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return new EachDataset(spec, files).logged().run("backfills", null, (dataset, lakehouse, progress) -> {
            try {
                return new BackfillOutput(dataset,
                        new DailyBatch(dataset, lakehouse, Clock.systemUTC(), progress).backfill(from, to));
            } catch (IllegalArgumentException e) {
                throw new CommandException(ExitCode.USAGE, dataset.name() + ": " + e.getMessage(), e);
            }
        });
    }
}
