package dev.freshet.cli;

import dev.freshet.cli.lineage.Lineage;
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
 * A command's work on a dataset that leaves a row in the run log, and of which an OpenLineage receiver is told if there
 * is one. What cannot be told is a warning.
 *
 * @param err takes the warning
 */
record LoggedWork(String command, DatasetSpec dataset, LakehouseConnection lakehouse, PrintWriter err) {
    /** Does the work. What a mistake in the call or in the spec stops is no work. */
    DatasetOutput output(Supplier<DatasetOutput> work) {
        Optional<Lineage> lineage = Lineage.of(command, dataset, lakehouse.names(dataset), lakehouse.config(),
                this::warn);
        lineage.ifPresent(Lineage::started);
        Instant start = Instant.now();
        try {
            DatasetOutput output = work.get();
            Optional<String> error = output.failure().map(Throwable::getMessage);
            log(start, error, output.work());
            lineage.ifPresent(told -> error.ifPresentOrElse(told::failed, () -> told.completed(output.work())));
            return output;
        } catch (RuntimeException e) {
            Failure failure = Failure.of(e);
            if (!FreshetCommand.isEnding()) {
                if (failure.exit() != ExitCode.USAGE && failure.exit() != ExitCode.SPEC) {
                    log(start, Optional.of(failure.message()), RunLog.Work.NONE);
                }
                lineage.ifPresent(told -> told.failed(String.valueOf(failure.message())));
            }
            throw e;
        }
    }

    void log(Instant start, Optional<String> error, RunLog.Work work) {
        try {
            new RunLog(lakehouse.names(dataset), new TrinoSession(lakehouse.trino(), BatchProgress.NONE))
                    .add(new RunLog.Entry(command, start, Instant.now(), error, work));
        } catch (LakehouseException e) {
            warn("cannot write the run log: " + Failure.of(e).message());
        }
    }

    private void warn(String text) {
        err.println("freshet: warning: %s: %s".formatted(dataset.name(), text));
        err.flush();
    }
}
