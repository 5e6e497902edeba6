package dev.freshet.benchmarks.cutover;

import dev.freshet.transform.connect.Step;
import java.time.Duration;

/**
 * Where a process is halted, if it gets that far.
 *
 * @param nth the occurrence of the step at which it is halted, from 1
 * @param after how long the step runs before the halt; zero: the step has not begun
 */
record Halt(Kind kind, Step step, int nth, Duration after) {
    enum Kind {
        /** SIGSTOP, and SIGCONT later. */
        PAUSE,
        /** SIGKILL. */
        KILL
    }
}
