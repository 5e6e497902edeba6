package dev.freshet.cli;

import dev.freshet.core.Boundary;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Restores the views from before the last flip. */
@Command(name = "rollback", sortOptions = false, description = "Go back to the boundary before the last cut-over, all views together. History keeps what it has, and the "
        + "next `run` cuts over again: stop it until the cause is fixed.", footerHeading = "%nExample:%n", footer = "  ./freshet rollback backups.yaml")
final class RollbackCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SPEC", description = "The dataset's spec file.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommonOptions options = FreshetCommand.options(spec);
        SpecFile read = SpecFile.read(file);
        DatasetSpec dataset = read.dataset();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(options.lakehouse())) {
            Boundary boundary = read.refusable(() -> new DailyBatch(dataset, lakehouse, Clock.systemUTC(),
                    BatchProgress.NONE).rollBack());
            Output output = new Output(spec.commandLine().getOut());
            if (options.json()) {
                output.json(Map.of("dataset", dataset.name(), "boundary", boundary.toString()));
            } else {
                output.line(dataset.name() + ": boundary " + boundary + ", as before the last cut-over");
            }
        }
        return ExitCode.OK.code();
    }
}
