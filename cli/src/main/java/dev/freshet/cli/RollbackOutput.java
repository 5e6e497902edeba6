package dev.freshet.cli;

import dev.freshet.core.Boundary;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.RunLog;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;

/**
 * The boundary of a dataset after a rollback, as text or JSON.
 *
 * @param warning how the boundaries of its group differ now
 */
record RollbackOutput(DatasetSpec dataset, Boundary boundary, Optional<String> warning) implements DatasetOutput {
    @Override
    public void print(PrintWriter out) {
        out.println(dataset.name() + ": boundary " + boundary + ", as before the last cut-over");
        warning.ifPresent(text -> out.println("  warning    " + text));
        out.flush();
    }

    @Override
    public Map<String, Object> json() {
        return Map.of("dataset", dataset.name(), "boundary", boundary.toString(), "warnings",
                warning.stream().toList());
    }

    @Override
    public RunLog.Work work() {
        return new RunLog.Work(Optional.of(boundary), Optional.of(boundary.historyDataAsOf(dataset.zone())), 0, 0, 0,
                0, Map.of());
    }
}
