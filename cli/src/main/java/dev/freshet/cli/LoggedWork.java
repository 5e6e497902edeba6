package dev.freshet.cli;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.RunLog;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.TrinoSession;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A command's work on a dataset that leaves a row in the run log. A row that cannot be written is a warning.
 *
 * @param err takes the warning
 */
record LoggedWork(String command, DatasetSpec dataset, LakehouseConnection lakehouse, PrintWriter err) {
    /** Does the work. What a mistake in the call or in the spec stops is no work. */
    DatasetOutput output(Supplier<DatasetOutput> work) {
        Instant start = Instant.now();
        try {
            DatasetOutput output = work.get();
            log(start, Optional.empty(), output.work());
            return output;
        } catch (RuntimeException e) {
            Failure failure = Failure.of(e);
            if (!FreshetCommand.isEnding() && failure.exit() != ExitCode.USAGE && failure.exit() != ExitCode.SPEC) {
                log(start, Optional.of(failure.message()), RunLog.Work.NONE);
            }
            throw e;
        }
    }

    private void log(Instant start, Optional<String> error, RunLog.Work work) {
        try {
            new RunLog(lakehouse.names(dataset), new TrinoSession(lakehouse.trino(), BatchProgress.NONE))
                    .add(new RunLog.Entry(command, start, Instant.now(), error, work));
        } catch (LakehouseException e) {
            err.println("freshet: warning: %s: cannot write the run log: %s".formatted(dataset.name(),
                    Failure.of(e).message()));
            err.flush();
        }
    }
}
