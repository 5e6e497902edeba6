package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.Schedule.Task;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static DatasetSpec spec(String more) {
        return SpecReader.parse("a.yaml", """
                                          dataset: a
                                          schema: b
                                          landing: {root: "s3://c/d"}
                                          time_zone: Europe/Berlin
                                          columns: {id: bigint}
                                          """ + more);
    }

    @Test
    void theBatchRunsAtOnceAndAfterEachMidnightOfTheDataset() {
        Schedule schedule = new Schedule(spec(""), NOON);
        assertThat(schedule.due(NOON)).contains(Task.RUN);
        schedule.succeeded(Task.RUN, NOON);
        assertThat(schedule.due(NOON)).isEmpty();
        schedule.succeeded(Task.MAINTAIN, NOON);
        assertThat(schedule.next()).isEqualTo("2026-11-22T23:01:00Z");
    }

    @Test
    void ingestsFollowEachOtherAndLeaveRoomForTheBatch() {
        Schedule schedule = new Schedule(spec("ingest: {every: PT1M}\n"), NOON);
        assertThat(schedule.due(NOON)).as("the run may publish the dataset").containsExactly(Task.RUN);
        schedule.succeeded(Task.RUN, NOON);
        assertThat(schedule.due(NOON)).contains(Task.INGEST);
        schedule.succeeded(Task.INGEST, NOON);
        assertThat(schedule.next()).isEqualTo(NOON.plusSeconds(60));
        assertThat(schedule.due(Instant.parse("2026-11-23T08:00:00Z"))).contains(Task.RUN);
    }

    @Test
    void aTaskThatFailsWaitsLongerEachTimeAndDelaysNoOther() {
        Schedule schedule = new Schedule(spec("ingest: {every: PT1M}\n"), NOON);
        assertThat(schedule.failed(Task.RUN, NOON)).isEqualTo(NOON.plusSeconds(30));
        assertThat(schedule.due(NOON)).contains(Task.INGEST);
        assertThat(schedule.failed(Task.RUN, NOON)).isEqualTo(NOON.plusSeconds(60));
        for (int i = 0; i < 100; i++) {
            schedule.failed(Task.RUN, NOON);
        }
        assertThat(schedule.failed(Task.RUN, NOON)).isEqualTo(NOON.plus(Duration.ofMinutes(15)));
        schedule.succeeded(Task.RUN, NOON);
        assertThat(schedule.failed(Task.RUN, NOON)).isEqualTo(NOON.plusSeconds(30));
    }

    @Test
    void nothingIsDueWhileAnotherProcessHasTheDataset() {
        Schedule schedule = new Schedule(spec("ingest: {every: PT1M}\n"), NOON);
        schedule.pause(NOON.plusSeconds(60));
        assertThat(schedule.due(NOON.plusSeconds(59))).isEmpty();
        assertThat(schedule.due(NOON.plusSeconds(60))).contains(Task.RUN);
    }

    private static Schedule idle() {
        Schedule schedule = new Schedule(spec("ingest: {every: PT1M, min_age: PT10S}\n"), NOON);
        schedule.succeeded(Task.RUN, NOON);
        schedule.begins(Task.INGEST);
        schedule.succeeded(Task.INGEST, NOON);
        schedule.leaveToEvents(NOON.plusSeconds(2), NOON.plusSeconds(300), Optional.empty());
        return schedule;
    }

    @Test
    void anEventMakesAnIngestDueAsSoonAsTheFileIsOldEnough() {
        Schedule schedule = idle();
        assertThat(schedule.next()).isEqualTo(NOON.plusSeconds(300));
        schedule.told(NOON.plusSeconds(60));
        schedule.told(NOON.plusSeconds(65));
        assertThat(schedule.next()).isEqualTo(NOON.plusSeconds(71));
        assertThat(schedule.due(NOON.plusSeconds(71))).containsExactly(Task.INGEST);
        schedule.begins(Task.INGEST);
        schedule.told(NOON.plusSeconds(72)); // while the ingest is at work
        schedule.succeeded(Task.INGEST, NOON.plusSeconds(71));
        schedule.leaveToEvents(NOON.plusSeconds(90), NOON.plusSeconds(300), Optional.empty());
        assertThat(schedule.next()).isEqualTo(NOON.plusSeconds(90).plus(Schedule.REST));
    }

    @Test
    void aFileThatWasTooYoungIsIngestedWithoutAnotherEvent() {
        Schedule schedule = idle();
        schedule.begins(Task.INGEST);
        schedule.succeeded(Task.INGEST, NOON.plusSeconds(60));
        schedule.leaveToEvents(NOON.plusSeconds(62), NOON.plusSeconds(300), Optional.of(NOON.plusSeconds(58)));
        assertThat(schedule.next()).isEqualTo(NOON.plusSeconds(69));
    }

    @Test
    void eventsDoNotHurryAnIngestThatFailsOrIsLockedOut() {
        Schedule schedule = idle();
        schedule.failed(Task.INGEST, NOON.plusSeconds(60));
        schedule.told(NOON.plusSeconds(61));
        assertThat(schedule.next()).isEqualTo(NOON.plusSeconds(90));
        Schedule other = idle();
        other.pause(NOON.plusSeconds(120));
        other.told(NOON.plusSeconds(61));
        assertThat(other.next()).isEqualTo(NOON.plusSeconds(120));
    }

    @Test
    void anEventAndTheEndWakeTheThreadThatWaits() throws InterruptedException {
        Schedule schedule = idle();
        assertWakes(schedule, () -> schedule.told(NOON.plusSeconds(3)));
        assertWakes(schedule, schedule::end);
    }

    private static void assertWakes(Schedule schedule, Runnable wake) throws InterruptedException {
        Thread waits = new Thread(() -> {
            try {
                schedule.await(NOON.plusSeconds(2), Duration.ofHours(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waits.start();
        while (waits.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        wake.run();
        waits.join(10_000);
        assertThat(waits.isAlive()).isFalse();
    }
}
