package dev.freshet.cli;

import dev.freshet.transform.Maintenance;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs housekeeping. */
@Command(name = "maintain", sortOptions = false, description = "Join small files, expire old snapshots and delete unreferenced files. Keeps what a view, a running query "
        + "or a rollback needs.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet maintain backups.yaml", "  ./freshet maintain --retention P2D backups.yaml"})
final class MaintainCommand implements Callable<Integer> {
    @Mixin
    private SpecFiles files;

    @Option(names = "--retention", paramLabel = "DURATION", defaultValue = "P7D", description = "How long snapshots and unreferenced files are kept. Default: ${DEFAULT-VALUE}")
    private Duration retention;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return new EachDataset(spec, files).logged().run("datasets", null, (dataset, lakehouse, progress) -> {
            try {
                return new MaintainOutput(dataset.name(),
                        new Maintenance(dataset, lakehouse, Clock.systemUTC(), progress).run(retention));
            } catch (IllegalArgumentException e) {
                throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
            }
        });
    }
}
