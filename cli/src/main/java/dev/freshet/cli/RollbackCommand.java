package dev.freshet.cli;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
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
            LoggedWork logged = new LoggedWork(spec.name(), dataset, lakehouse, spec.commandLine().getErr());
            DatasetOutput output = read.refusable(() -> logged.output(() -> rolledBack(dataset, lakehouse)));
            PrintWriter out = spec.commandLine().getOut();
            if (options.json()) {
                new Output(out).json(output.json());
            } else {
                output.print(out);
            }
        }
        return ExitCode.OK.code();
    }

    private static RollbackOutput rolledBack(DatasetSpec dataset, LakehouseConnection lakehouse) {
        DailyBatch batch = new DailyBatch(dataset, lakehouse, Clock.systemUTC(), BatchProgress.NONE);
        return new RollbackOutput(dataset, batch.rollBack(), batch.groupDifference());
    }
}
