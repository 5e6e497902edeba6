package dev.freshet.cli;

import dev.freshet.core.LandingPartition;
import dev.freshet.transform.DailyBatch.Repair;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Ingests late files without a cut-over. */
@Command(name = "repair", sortOptions = false, description = "Ingest again the days before the boundary where files came late or Parquet files are missing, each in one commit. Does "
        + "not move the boundary. `run` does both.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet repair backups.yaml", "  ./freshet repair --day 2026-11-22 --force backups.yaml"})
final class RepairCommand implements Callable<Integer> {
    @Mixin
    private SpecFiles files;

    @Option(names = "--day", paramLabel = "DAY", description = "Only this landing day, such as 2026-11-22, or hour, such as 2026-11-22T05.")
    private LandingPartition day;

    @ArgGroup
    private How how = new How();

    /** At most one of these options. */
    private static final class How {
        @Option(names = "--force", description = "With --day: read all files that are there now, also replaced ones, and also if only the spec has changed. Rows of files that are gone stay.")
        private boolean force;

        @Option(names = "--drop-gone", description = "With --day: the same, and drop the rows of files that are gone. Prints how many. They can be restored for 30 days.")
        private boolean dropGone;

        @Option(names = "--restore", description = "With --day: bring back the rows that were dropped last.")
        private boolean restore;

        private Repair repair() {
            return force ? Repair.FORCE : dropGone ? Repair.DROP_GONE : restore ? Repair.RESTORE : Repair.LATE;
        }
    }

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (how.repair() != Repair.LATE && day == null) {
            throw new ParameterException(spec.commandLine(),
                    "Missing option: --day (--force, --drop-gone and --restore need it)");
        }
        return RunCommand.run(files, day, spec, false,
                (batch, group) -> batch.repair(Optional.ofNullable(day), how.repair()));
    }
}
