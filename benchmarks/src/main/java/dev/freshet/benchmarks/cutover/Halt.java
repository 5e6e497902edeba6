package dev.freshet.benchmarks.cutover;

import dev.freshet.transform.Step;
import java.time.Duration;

/**
 * Where a process is halted, if it gets there.
 *
 * @param nth of the announcements of this step and of later ones, from 1
 * @param after the process has gone on with the step for as long; zero: the step has not begun
 */
record Halt(Kind kind, Step step, int nth, Duration after) {
    enum Kind {
        /** SIGSTOP, and SIGCONT later. */
        PAUSE,
        /** SIGKILL. */
        KILL
    }
}
