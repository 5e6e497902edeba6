package dev.freshet.cli;

import dev.freshet.transform.RunLog;
import java.io.PrintWriter;
import java.util.Map;

/** What a command answers about one dataset. */
interface DatasetOutput {
    void print(PrintWriter out);

    Map<String, Object> json();

    /** What the run log tells of it. */
    default RunLog.Work work() {
        return RunLog.Work.NONE;
    }

    /** Whether nothing was there to do. */
    default boolean isIdle() {
        return false;
    }

    /** Whether landed files are in no answer. */
    default boolean isUnseen() {
        return false;
    }
}
