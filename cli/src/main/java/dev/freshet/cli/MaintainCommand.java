package dev.freshet.cli;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.Maintenance;
import dev.freshet.transform.RawRetention;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs housekeeping. */
@Command(name = "maintain", sortOptions = false, description = "Join small files, expire old snapshots and delete unreferenced files. Keeps what a view, a running query "
        + "or a rollback needs. With landing.retention in the spec: also count the raw files that history holds and whose time is over, and delete them with --yes.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet maintain backups.yaml", "  ./freshet maintain --retention P2D backups.yaml"})
final class MaintainCommand implements Callable<Integer> {
    @Mixin
    private SpecFiles files;

    @Option(names = "--retention", paramLabel = "DURATION", defaultValue = "P7D", description = "How long snapshots and unreferenced files are kept. Default: ${DEFAULT-VALUE}")
    private Duration retention;

    @Option(names = "--yes", description = "Delete the raw files whose landing.retention is over. This cannot be undone.")
    private boolean yes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return new EachDataset(spec, files).logged().run("datasets", null, (dataset, lakehouse, progress) -> {
            try {
                Maintenance.Report report = new Maintenance(dataset, lakehouse, Clock.systemUTC(), progress)
                        .run(retention);
                return new MaintainOutput(dataset, report, rawFiles(dataset, lakehouse, progress));
            } catch (IllegalArgumentException e) {
                throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
            }
        });
    }

    private Optional<RawRetention.Report> rawFiles(DatasetSpec dataset, LakehouseConnection lakehouse,
            BatchProgress progress) {
        if (dataset.landing().retention().isEmpty()) {
            return Optional.empty();
        }
        RawRetention raw = new RawRetention(dataset, lakehouse, Clock.systemUTC(), progress);
        return Optional.of(yes ? raw.run() : raw.plan());
    }
}
