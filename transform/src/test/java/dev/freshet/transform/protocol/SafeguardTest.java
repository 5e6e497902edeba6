package dev.freshet.transform.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shortest schedules by which the checker detected that one of the safeguards was removed. */
class SafeguardTest {
    @Test
    void aFailedRunHasExtendedTheTail() {
        requireNoViolation("""
                           setting PT72H PT30S PT35S PT13H false KILL,POISON,SKEW,REPLACE
                           land 6 0 2 0 false
                           start 0 RUN PT-93H
                           go 0 100000
                           land 7 1 1 0 true
                           start 0 RUN PT0S
                           """);
    }

    @Test
    void aSlowClockDoesNotShortenTheTail() {
        requireNoViolation("""
                           setting PT72H PT30S PT6H PT6H false SKEW,MAINTAIN,LOSS
                           land 1 1 2 0 false
                           start 0 RUN PT0S
                           go 0 100000
                           pass PT26H
                           start 0 RUN PT-99H
                           go 0 100000
                           land 3 0 2 1 false
                           """);
    }

    @Test
    void anIngestSaysNothingOfFilesThatLandWhileItRuns() {
        requireNoViolation("""
                           setting PT72H PT2H PT2H5S PT0S false INGEST,PAUSE
                           land 0 0 1 0 false
                           start 0 RUN PT0S
                           go 0 100000
                           land 1 0 1 0 false
                           start 1 INGEST PT0S
                           until 1 RECONCILE
                           land 2 0 1 0 false
                           pass PT10M
                           go 1 100000
                           """);
    }

    @Test
    void aRollbackTakesBackThatTheIngestedViewIsComplete() {
        requireNoViolation("""
                           setting PT72H PT2H PT2H5S PT0S false INGEST,ROLL_BACK
                           land 0 0 1 0 false
                           start 0 RUN PT0S
                           go 0 100000
                           land 1 0 1 0 false
                           pass PT13H59M
                           land 2 0 1 0 false
                           pass PT10M
                           start 0 INGEST PT0S
                           go 0 100000
                           start 0 RUN PT0S
                           go 0 100000
                           start 0 ROLL_BACK PT0S
                           go 0 100000
                           """);
    }

    @Test
    void stagedSnapshotsDoNotExpire() {
        requireNoViolation("""
                           setting PT72H PT30S PT35S PT0S false PAUSE,MAINTAIN,LATE
                           land 3 0 1 0 false
                           start 2 RUN PT0S
                           go 2 100000
                           land 4 1 2 1 false
                           start 1 RUN PT0S
                           until 1 COMMIT
                           pass PT2H
                           start 2 MAINTAIN PT0S
                           go 2 100000
                           """);
    }

    @Test
    void housekeepingKeepsTheFilesOfARunInProgress() {
        requireNoViolation("""
                           setting PT72H PT2H PT2H5S PT0S true PAUSE,MAINTAIN,GROW
                           land 3 0 2 1 false
                           start 1 RUN PT0S
                           go 1 100000
                           pass PT26H
                           start 0 RUN PT0S
                           until 0 WRITE
                           go 0 3
                           pass PT7H
                           start 1 MAINTAIN PT0S
                           until 1 DELETE
                           go 1 1
                           """);
    }

    @Test
    void aRunWithAnEndedLeasePublishesNothing() {
        requireNoViolation("""
                           setting PT72H PT30S PT35S PT0S true PAUSE,MAINTAIN
                           land 0 0 1 1 false
                           land 1 1 2 0 false
                           start 1 RUN PT0S
                           start 0 RUN PT0S
                           until 0 STAGE
                           pass PT46H48M
                           go 1 100000
                           start 1 MAINTAIN PT0S
                           until 1 DELETE
                           go 1 1
                           """);
    }

    @Test
    void housekeepingDeletesOrphansWithoutTrinosProcedure() {
        requireNoViolation("""
                           setting PT72H PT30S PT6H PT0S true PAUSE,MAINTAIN,DELETE,REPAIR
                           land 0 0 1 0 false
                           start 0 RUN PT0S
                           go 0 100000
                           pass PT24H
                           start 1 RUN PT0S
                           until 1 WRITE
                           go 1 3
                           pass PT17H47M
                           start 2 MAINTAIN PT0S
                           until 2 DELETE
                           go 2 3
                           """);
    }

    @Test
    void stagedRowsStayInvisibleIfTheReplyIsLost() {
        requireNoViolation("""
                           setting PT72H PT30S PT6H PT0S false LOSS,ROLL_BACK,LATE,DROP
                           start 0 RUN PT0S
                           land 5 0 1 0 false
                           go 0 100000
                           land 6 1 1 1 false
                           start 0 RUN PT0S
                           until 0 STAGE
                           lose 0 AFTER
                           """);
    }

    @Test
    void aRollbackDoesNotShortenTheTail() {
        requireNoViolation("""
                           setting PT48H PT30S PT6H PT0S true PAUSE,MAINTAIN,ROLL_BACK,LATE,GROW
                           land 1 1 2 0 false
                           start 1 RUN PT0S
                           go 1 100000
                           pass PT29H
                           start 1 RUN PT0S
                           go 1 100000
                           start 1 ROLL_BACK PT0S
                           """);
    }

    @Test
    void aLateFileIsIngestedThoughAnotherFileIsDeleted() {
        requireNoViolation("""
                           setting PT72H PT2H PT6H PT0S true LOSS,LATE,DELETE
                           land 1 1 2 1 false
                           start 0 RUN PT0S
                           go 0 100000
                           delete 1
                           land 5 1 2 1 false
                           """);
    }

    @Test
    void aForcedRepairKeepsTheRowsOfDeletedFiles() {
        requireNoViolation("""
                           setting PT72H PT2H PT6H PT0S false LOSS,LATE,DELETE,REPAIR
                           start 0 RUN PT0S
                           land 5 3 1 0 false
                           go 0 100000
                           delete 5
                           start 0 REPAIR_FORCED PT0S
                           """);
    }

    @Test
    void aRollbackGivesAllViewsTheSameBoundary() {
        requireNoViolation("""
                           setting PT48H PT2H PT6H PT0S false KILL,ROLL_BACK,GROW
                           land 1 1 2 0 false
                           start 0 RUN PT0S
                           go 0 100000
                           pass PT24H
                           start 0 RUN PT0S
                           go 0 100000
                           pass PT26H
                           start 0 RUN PT0S
                           go 0 22
                           kill 0
                           start 0 ROLL_BACK PT0S
                           """);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void aRollbackDuringTheFlipOfAnIngestIsNotUndone(int steps) {
        requireNoViolation("""
                           setting PT72H PT2H PT2H5S PT0S false INGEST,PAUSE,ROLL_BACK
                           land 0 0 1 0 false
                           start 0 RUN PT0S
                           go 0 100000
                           pass PT24H
                           land 1 0 1 0 false
                           start 0 RUN PT0S
                           go 0 100000
                           start 1 INGEST PT0S
                           until 1 COMMIT
                           until 1 FLIP
                           go 1 %d
                           start 0 ROLL_BACK PT0S
                           go 0 100000
                           go 1 100000
                           """.formatted(steps));
    }

    @Test
    void reconciliationDoesNotPassADayThatLacksANewFile() {
        requireNoViolation("""
                           setting PT48H PT2H PT2H5S PT0S false POISON,LOSS,LATE,DELETE
                           land 1 1 1 0 false
                           start 0 RUN PT0S
                           go 0 100000
                           land 3 2 2 0 false
                           start 0 RUN PT0S
                           until 0 STAGE
                           land 4 2 1 0 false
                           """);
    }

    @Test
    void aRollbackIsNotAnnouncedInAViewThatARunHasReplaced() {
        requireNoViolation("""
                           setting PT72H PT2H PT2H5S PT0S false PAUSE,OVERLAP,ROLL_BACK
                           land 1 1 2 0 false
                           start 2 RUN PT0S
                           go 2 100000
                           pass PT16H3M
                           start 2 ROLL_BACK PT0S
                           go 2 2
                           start 0 RUN PT0S
                           pass PT24H
                           pass PT24H
                           pass PT24H
                           land 9 0 2 0 false
                           """);
    }

    @Test
    void aRollbackThatOverwroteANewerViewPublishesItAgain() {
        requireNoViolation("""
                           setting PT72H PT30S PT6H PT0S false PAUSE,OVERLAP,ROLL_BACK
                           land 1 1 2 1 false
                           start 2 RUN PT0S
                           go 2 100000
                           pass PT24H
                           start 2 RUN PT0S
                           go 2 100000
                           pass PT21H30M
                           start 2 ROLL_BACK PT0S
                           go 2 30
                           start 1 RUN PT0S
                           pass PT73H
                           land 7 0 2 0 false
                           go 1 100000
                           go 2 100000
                           """);
    }

    private static void requireNoViolation(String schedule) {
        assertThat(Schedule.parse(schedule.lines().toList()).play().violation()).isEmpty();
    }
}
