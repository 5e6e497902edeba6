package dev.freshet.transform.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Worlds by the seeds from {@code -Dfreshet.checker.seed} on, as many as {@code -Dfreshet.checker.worlds} says. Of a
 * failure it prints the shortest schedule that still fails, to be pasted into {@link Schedule#parse}.
 */
class ProtocolCheckerTest {
    private static final int LENGTH = 40;

    @Test
    void inNoStateOfAnyWorldDoesAReaderSeeWhatTheContractForbids() {
        long seed = Long.getLong("freshet.checker.seed", 1);
        int worlds = Integer.getInteger("freshet.checker.worlds", 150);
        long states = 0;
        for (long each = seed; each < seed + worlds; each++) {
            Schedule schedule = Explorer.schedule(each, LENGTH);
            Schedule.Outcome outcome = schedule.play();
            states += outcome.states();
            if (outcome.violation().isPresent()) {
                fail(told(each, ScheduleShrinker.shrink(schedule, outcome.violation().get().rule())));
            }
        }
        System.out.printf("%d worlds, %d states read, none wrong%n", worlds, states);
    }

    @Test
    void aScheduleIsReplayedToTheSameEnd() {
        Schedule schedule = Explorer.schedule(7, LENGTH);
        Schedule.Outcome first = schedule.play();
        Schedule.Outcome second = Schedule.parse(schedule.lines()).play();
        assertThat(second.journal()).isEqualTo(first.journal());
        assertThat(second.states()).isEqualTo(first.states());
    }

    private static String told(long seed, Schedule least) {
        Schedule.Outcome outcome = least.play();
        return "seed %d%n%s%n%n%s%n%s".formatted(seed, least,
                IntStream.range(0, outcome.journal().size())
                        .mapToObj(i -> (i + 1) + ". " + outcome.journal().get(i))
                        .collect(Collectors.joining("\n")),
                outcome.violation().map(Violation::getMessage).orElse("not found again"));
    }
}
