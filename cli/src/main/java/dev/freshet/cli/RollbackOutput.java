package dev.freshet.cli;

import dev.freshet.core.Boundary;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.RunLog;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;

/** The boundary of a dataset after a rollback, as text or JSON. */
record RollbackOutput(DatasetSpec dataset, Boundary boundary) implements DatasetOutput {
    @Override
    public void print(PrintWriter out) {
        out.println(dataset.name() + ": boundary " + boundary + ", as before the last cut-over");
        out.flush();
    }

    @Override
    public Map<String, Object> json() {
        return Map.of("dataset", dataset.name(), "boundary", boundary.toString());
    }

    @Override
    public RunLog.Work work() {
        return new RunLog.Work(Optional.of(boundary), Optional.of(boundary.historyDataAsOf(dataset.zone())), 0, 0, 0,
                0, Map.of());
    }
}
