package dev.freshet.transform.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/**
 * Worlds by the seeds from {@code -Dfreshet.checker.seed} on, as many as {@code -Dfreshet.checker.worlds} says. Of a
 * failure it shows the shortest schedule that still fails, which {@link Schedule#parse} reads.
 */
class ProtocolCheckerTest {
    private static final int LENGTH = 40;

    @Test
    void inNoStateOfAnyWorldDoesAReaderSeeWhatTheContractForbids() {
        Search search = Search.play(Long.getLong("freshet.checker.seed", 1),
                Integer.getInteger("freshet.checker.worlds", 50), seed -> Explorer.schedule(seed, LENGTH),
                violation -> true);
        System.out.printf("%d worlds, %d states read%n", search.worlds(), search.states());
        search.failed().ifPresent(found -> fail(Checker.told(found)));
    }

    @Test
    void aScheduleIsReplayedToTheSameEnd() {
        Schedule schedule = Explorer.schedule(7, LENGTH);
        Schedule.Outcome first = schedule.play();
        Schedule.Outcome second = Schedule.parse(schedule.lines()).play();
        assertThat(second.journal()).isEqualTo(first.journal());
        assertThat(second.states()).isEqualTo(first.states());
    }
}
