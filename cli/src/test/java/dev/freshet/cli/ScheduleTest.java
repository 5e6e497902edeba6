package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.Schedule.Task;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import java.time.Duration;
import java.time.Instant;
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
        assertThat(schedule.due(NOON)).contains(Task.RUN);
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
}
