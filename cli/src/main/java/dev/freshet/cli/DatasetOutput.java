package dev.freshet.cli;

import dev.freshet.transform.RunLog;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;

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

    /** Why the command fails though it has an answer. */
    default Optional<CommandException> failure() {
        return Optional.empty();
    }

    /** Whether landed files are in no answer. */
    default boolean isUnseen() {
        return false;
    }
}
