package dev.freshet.transform.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/**
 * Plays {@code -Dfreshet.checker.worlds} worlds, with seeds from {@code -Dfreshet.checker.seed} on. Reports a failure
 * by the shortest schedule that still fails, in the form that {@link Schedule#parse} reads.
 */
class ProtocolCheckerTest {
    private static final int LENGTH = 40;

    @Test
    void noWorldViolatesTheContract() {
        Search search = Search.play(Long.getLong("freshet.checker.seed", 1),
                Integer.getInteger("freshet.checker.worlds", 50), seed -> Explorer.schedule(seed, LENGTH),
                violation -> true);
        System.out.printf("%d worlds, %d states read%n", search.worlds(), search.states());
        search.failed().ifPresent(found -> fail(Checker.describe(found)));
    }

    @Test
    void aReplayedScheduleHasTheSameOutcome() {
        Schedule schedule = Explorer.schedule(7, LENGTH);
        Schedule.Outcome first = schedule.play();
        Schedule.Outcome second = Schedule.parse(schedule.lines()).play();
        assertThat(second.journal()).isEqualTo(first.journal());
        assertThat(second.states()).isEqualTo(first.states());
    }
}
