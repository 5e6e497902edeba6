package dev.freshet.benchmarks.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.benchmarks.cutover.Run.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Two days have been cut over, the third is under way. Each file lands in one unit of time, at ten times its number;
 * file 4 is late.
 */
class ClassifierTest {
    private static final LocalDate FIRST = LocalDate.of(2001, 1, 1);
    private static final LocalDate SECOND = FIRST.plusDays(1);
    private static final LocalDate THIRD = FIRST.plusDays(2);
    private static final LocalDate FOURTH = FIRST.plusDays(3);
    private static final int ROWS = 10;

    private static final LandedFile ONE = landed(1, FIRST, false);
    private static final LandedFile TWO = landed(2, FIRST, false);
    private static final LandedFile THREE = landed(3, SECOND, false);
    private static final LandedFile LATE = landed(4, FIRST, true);
    private static final LandedFile FIVE = landed(5, THIRD, false);
    private static final LandedFile SIX = landed(6, THIRD, false);
    private static final List<LandedFile> ALL = List.of(ONE, TWO, THREE, LATE, FIVE, SIX);
    /** The second of them is the next run after the late file. */
    private static final List<Run> RUNS = List.of(new Run(Kind.BATCH, SECOND, 22, 24, 26),
            new Run(Kind.BATCH, THIRD, 42, 44, 46));

    private final Classifier classifier = new Classifier(ALL, RUNS);

    @Test
    void aLiveAnswerWithEveryFileOnceIsCorrect() {
        assertThat(classifier.live(read(70, 75, whole(ALL)))).isEqualTo(Verdict.correct(false));
    }

    @Test
    void aFileThatLandsDuringALiveQueryIsOptional() {
        assertThat(classifier.live(read(59, 65, whole(ALL))).is()).isEqualTo(ReadClass.CORRECT);
        assertThat(classifier.live(read(59, 65, whole(without(SIX)))).is()).isEqualTo(ReadClass.CORRECT);
        assertThat(classifier.live(read(61, 65, whole(without(SIX)))).is()).isEqualTo(ReadClass.CORRECT);
        assertThat(classifier.live(read(62, 65, whole(without(SIX)))).is()).isEqualTo(ReadClass.STALE);
    }

    @Test
    void aLiveAnswerThatEndsBeforeFilesThatHadLandedIsStale() {
        Verdict verdict = classifier.live(read(70, 75, whole(without(FIVE, SIX))));
        assertThat(verdict.is()).isEqualTo(ReadClass.STALE);
        assertThat(verdict.detail()).contains("5 of 2001-01-03", "6 of 2001-01-03").doesNotContain("4 of");
    }

    @Test
    void aLiveAnswerThatLacksAFileButHasALaterOneIsMissing() {
        Verdict verdict = classifier.live(read(70, 75, whole(without(THREE))));
        assertThat(verdict.is()).isEqualTo(ReadClass.MISSING);
        assertThat(verdict.detail()).isEqualTo("files are absent: 3 of 2001-01-02, landed 0 ms before the query");
    }

    @Test
    void anEmptyLiveAnswerIsMissing() {
        assertThat(classifier.live(read(70, 75)).is()).isEqualTo(ReadClass.MISSING);
        assertThat(classifier.live(read(5, 9)).is()).isEqualTo(ReadClass.CORRECT);
    }

    @Test
    void aFileThatLacksRowsIsMissing() {
        SortedMap<Long, Figures> files = files(whole(ALL));
        files.put(6L, new Figures(ROWS - 1, 60, 68, 576, 1));
        assertThat(classifier.live(new Read(70, 75, files)).is()).isEqualTo(ReadClass.MISSING);
        files = files(whole(List.of(ONE, TWO, THREE, LATE)));
        files.put(3L, new Figures(ROWS - 1, 31, 39, 315, 1));
        assertThat(classifier.t1(new Read(70, 75, files)).is()).isEqualTo(ReadClass.MISSING);
    }

    @Test
    void aFileThatIsThereTwiceIsADuplicateAlsoWhereOthersAreAbsent() {
        SortedMap<Long, Figures> files = files(whole(without(ONE)));
        Figures once = THREE.figures();
        files.put(3L, new Figures(2 * once.rows(), once.firstId(), once.lastId(), 2 * once.idSum(), 2 * once
                .checksum()));
        assertThat(classifier.live(new Read(70, 75, files)).is()).isEqualTo(ReadClass.DUPLICATE);
        assertThat(classifier.t1(new Read(70, 75, files)).is()).isEqualTo(ReadClass.DUPLICATE);
    }

    @Test
    void oneRowTwiceAndOneAbsentIsADuplicate() {
        SortedMap<Long, Figures> files = files(whole(ALL));
        files.put(5L, new Figures(ROWS, 50, 59, FIVE.figures().idSum() + 1, FIVE.figures().checksum()));
        assertThat(classifier.live(new Read(70, 75, files)).is()).isEqualTo(ReadClass.DUPLICATE);
    }

    @Test
    void anotherValueIsInvented() {
        SortedMap<Long, Figures> files = files(whole(ALL));
        files.put(5L, new Figures(ROWS, 50, 59, FIVE.figures().idSum(), FIVE.figures().checksum() + 1));
        assertThat(classifier.live(new Read(70, 75, files)).is()).isEqualTo(ReadClass.INVENTED);
        files.put(5L, new Figures(ROWS + 1, 50, 60, FIVE.figures().idSum() + 60, FIVE.figures().checksum()));
        assertThat(classifier.live(new Read(70, 75, files)).is()).isEqualTo(ReadClass.INVENTED);
    }

    @Test
    void aFileThatNeverLandedOrLandedAfterTheAnswerIsInvented() {
        SortedMap<Long, Figures> files = files(whole(ALL));
        files.put(7L, figures(7));
        assertThat(classifier.live(new Read(70, 75, files)).is()).isEqualTo(ReadClass.INVENTED);
        assertThat(classifier.live(read(52, 59, whole(ALL))).is()).isEqualTo(ReadClass.INVENTED);
    }

    @Test
    void aLateFileMayBeAbsentFromALiveAnswerUntilTheNextRunHasEnded() {
        assertThat(classifier.live(read(46, 48, whole(List.of(ONE, TWO, THREE))))).isEqualTo(Verdict.correct(true));
        assertThat(classifier.live(read(46, 48, whole(List.of(ONE, TWO, THREE, LATE)))))
                .isEqualTo(Verdict.correct(false));
        assertThat(classifier.live(read(70, 75, whole(without(LATE)))).is()).isEqualTo(ReadClass.MISSING);
    }

    @Test
    void aRunThatBeganBeforeTheLateFileLandedOrFailedNeedNotIngestIt() {
        List<Run> under = List.of(RUNS.get(0), new Run(Kind.BATCH, THIRD, 40, 44, 46),
                Run.began(Kind.BATCH, THIRD, 47));
        assertThat(new Classifier(ALL, under).live(read(70, 75, whole(without(LATE)))))
                .isEqualTo(Verdict.correct(true));
    }

    @Test
    void aT1AnswerIsExactlyTheDaysBeforeTheBoundary() {
        assertThat(classifier.t1(read(70, 75, whole(List.of(ONE, TWO, THREE, LATE)))))
                .isEqualTo(Verdict.correct(false));
        assertThat(classifier.t1(read(27, 29, whole(List.of(ONE, TWO))))).isEqualTo(Verdict.correct(false));
    }

    @Test
    void anIngestedAnswerHasTheDaysBeforeTheBoundaryAndPerhapsLaterFiles() {
        for (List<LandedFile> later : List.of(List.<LandedFile>of(), List.of(SIX), List.of(FIVE, SIX))) {
            List<LandedFile> files = new ArrayList<>(List.of(ONE, TWO, THREE, LATE));
            files.addAll(later);
            assertThat(classifier.ingested(read(70, 75, whole(files)))).isEqualTo(Verdict.correct(false));
        }
        assertThat(classifier.ingested(read(70, 75, whole(without(THREE)))).is()).isEqualTo(ReadClass.MISSING);
        SortedMap<Long, Figures> files = files(whole(ALL));
        Figures once = THREE.figures();
        files.put(3L, new Figures(2 * once.rows(), once.firstId(), once.lastId(), 2 * once.idSum(), 2 * once
                .checksum()));
        assertThat(classifier.ingested(new Read(70, 75, files)).is()).isEqualTo(ReadClass.DUPLICATE);
    }

    @Test
    void whileTheFlipIsUnderWayEitherBoundaryIsRight() {
        assertThat(classifier.t1(read(43, 45, whole(List.of(ONE, TWO, LATE)))).is()).isEqualTo(ReadClass.CORRECT);
        assertThat(classifier.t1(read(43, 45, whole(List.of(ONE, TWO, THREE, LATE)))).is())
                .isEqualTo(ReadClass.CORRECT);
        assertThat(classifier.t1(read(43, 45, whole(List.of(ONE, TWO)))).is()).isEqualTo(ReadClass.CORRECT);
    }

    @Test
    void aT1AnswerOfAnOlderBoundaryIsStale() {
        Verdict verdict = classifier.t1(read(70, 75, whole(List.of(ONE, TWO, LATE))));
        assertThat(verdict.is()).isEqualTo(ReadClass.STALE);
        assertThat(verdict.detail()).isEqualTo("boundary 2001-01-03, but it is of boundary 2001-01-02");
    }

    @Test
    void aT1AnswerWithPartOfADayIsMissing() {
        assertThat(classifier.t1(read(70, 75, whole(List.of(ONE, THREE, LATE)))).is()).isEqualTo(ReadClass.MISSING);
        assertThat(classifier.t1(read(70, 75)).is()).isEqualTo(ReadClass.MISSING);
    }

    @Test
    void aT1AnswerWithoutALateFileThatWasIngestedIsMissing() {
        Verdict verdict = classifier.t1(read(70, 75, whole(List.of(ONE, TWO, THREE))));
        assertThat(verdict.is()).isEqualTo(ReadClass.MISSING);
        assertThat(verdict.detail()).contains("4 of 2001-01-01 (late)");
        assertThat(classifier.t1(read(45, 75, whole(List.of(ONE, TWO, THREE))))).isEqualTo(Verdict.correct(true));
    }

    @Test
    void aT1AnswerWithADayPastTheBoundaryIsInvented() {
        assertThat(classifier.t1(read(70, 75, whole(ALL))).is()).isEqualTo(ReadClass.INVENTED);
        assertThat(classifier.t1(read(30, 35, whole(List.of(ONE, TWO, THREE)))).is()).isEqualTo(ReadClass.INVENTED);
        List<Run> more = List.of(RUNS.get(0), RUNS.get(1), Run.began(Kind.BATCH, FOURTH, 62));
        assertThat(new Classifier(ALL, more).t1(read(70, 75, whole(ALL))).is()).isEqualTo(ReadClass.INVENTED);
        more = List.of(RUNS.get(0), RUNS.get(1), Run.began(Kind.BATCH, FOURTH, 62).flipBeganAt(72));
        assertThat(new Classifier(ALL, more).t1(read(70, 75, whole(ALL))).is()).isEqualTo(ReadClass.CORRECT);
    }

    @Test
    void afterARollbackTheT1AnswerIsThatOfTheEarlierBoundaryAgain() {
        List<Run> more = List.of(RUNS.get(0), RUNS.get(1), new Run(Kind.ROLL_BACK, SECOND, 62, 63, 64));
        Classifier rolledBack = new Classifier(ALL, more);
        assertThat(rolledBack.t1(read(70, 75, whole(List.of(ONE, TWO, LATE)))).is()).isEqualTo(ReadClass.CORRECT);
        assertThat(rolledBack.t1(read(70, 75, whole(List.of(ONE, TWO, THREE, LATE)))).is())
                .isEqualTo(ReadClass.INVENTED);
        assertThat(rolledBack.t1(read(61, 75, whole(List.of(ONE, TWO, THREE, LATE)))).is())
                .isEqualTo(ReadClass.CORRECT);
    }

    @Test
    void aRollbackIngestsNoLateFile() {
        List<Run> more = List.of(RUNS.get(0), new Run(Kind.ROLL_BACK, FIRST, 42, 44, 46));
        assertThat(new Classifier(ALL, more).live(read(70, 75, whole(without(LATE)))))
                .isEqualTo(Verdict.correct(true));
    }

    @Test
    void everyFileFromTheBoundaryOnIsDueAfterAnyNumberOfFailedRuns() {
        List<Run> runs = List.of(RUNS.get(0), new Run(Kind.BATCH, SECOND, FOURTH, 32, 33, 36, true),
                new Run(Kind.BATCH, SECOND, FOURTH, 42, 43, 46, true));
        Classifier failing = new Classifier(ALL, runs);
        assertThat(failing.live(read(70, 75, whole(ALL))).is()).isEqualTo(ReadClass.CORRECT);
        assertThat(failing.live(read(70, 75, whole(without(THREE)))).is()).isEqualTo(ReadClass.MISSING);
        assertThat(failing.live(read(70, 75, whole(without(FIVE, SIX)))).is()).isEqualTo(ReadClass.STALE);
        assertThat(failing.t1(read(70, 75, whole(List.of(ONE, TWO)))).is()).isEqualTo(ReadClass.CORRECT);
    }

    @Test
    void aLateFileIsDueOnceARunHasSucceeded() {
        List<Run> failed = List.of(RUNS.get(0), new Run(Kind.BATCH, THIRD, FOURTH, 42, 44, 46, true));
        assertThat(new Classifier(ALL, failed).live(read(70, 75, whole(without(LATE)))))
                .isEqualTo(Verdict.correct(true));
        List<Run> repaired = List.of(RUNS.get(0), failed.get(1), new Run(Kind.BATCH, SECOND, 52, Run.NOT_YET, 56));
        assertThat(new Classifier(ALL, repaired).live(read(70, 75, whole(without(LATE)))).is())
                .isEqualTo(ReadClass.MISSING);
    }

    @Test
    void aLateFileInADayThatTheTailStillServesIsDueAtOnce() {
        List<Run> runs = List.of(new Run(Kind.BATCH, FIRST, 5, 6, 8));
        assertThat(new Classifier(ALL, runs).live(read(46, 48, whole(List.of(ONE, TWO, THREE)))).is())
                .isEqualTo(ReadClass.STALE);
    }

    @Test
    void whatLandsInADayThatWasCutOverEarlyIsDueAfterTheNextRun() {
        List<Run> early = List.of(RUNS.get(0), new Run(Kind.BATCH, FOURTH, 42, 44, 46));
        Classifier ahead = new Classifier(ALL, early);
        assertThat(ahead.live(read(62, 65, whole(without(FIVE, SIX)))).is()).isEqualTo(ReadClass.CORRECT);
        assertThat(ahead.t1(read(62, 65, whole(without(FIVE)))).is()).isEqualTo(ReadClass.CORRECT);
        Classifier next = new Classifier(ALL, List.of(early.get(0), early.get(1), new Run(Kind.BATCH, FOURTH, 62,
                64, 66)));
        assertThat(next.live(read(70, 75, whole(without(FIVE, SIX)))).is()).isEqualTo(ReadClass.STALE);
        assertThat(next.t1(read(70, 75, whole(ALL))).is()).isEqualTo(ReadClass.CORRECT);
        assertThat(next.t1(read(70, 75, whole(without(FIVE)))).is()).isEqualTo(ReadClass.MISSING);
    }

    @Test
    void afterAKilledFlipEitherBoundaryIsRightUntilTheNextRunHasFlipped() {
        List<Run> killed = List.of(RUNS.get(0), new Run(Kind.BATCH, THIRD, FOURTH, 42, 44, 46, true));
        LandedFile[] before = whole(List.of(ONE, TWO, LATE));
        LandedFile[] after = whole(List.of(ONE, TWO, THREE, LATE));
        assertThat(new Classifier(ALL, killed).t1(read(70, 75, before)).is()).isEqualTo(ReadClass.CORRECT);
        assertThat(new Classifier(ALL, killed).t1(read(70, 75, after)).is()).isEqualTo(ReadClass.CORRECT);
        List<Run> next = List.of(RUNS.get(0), killed.get(1), new Run(Kind.BATCH, THIRD, 52, 54, 56));
        assertThat(new Classifier(ALL, next).t1(read(70, 75, before)).is()).isEqualTo(ReadClass.STALE);
        assertThat(new Classifier(ALL, next).t1(read(70, 75, after)).is()).isEqualTo(ReadClass.CORRECT);
    }

    @Test
    void aDayBeyondTheTailIsDueOnceARunHasExtendedItAlsoIfThatRunFailed() {
        Run first = new Run(Kind.BATCH, SECOND, SECOND, 22, 24, 26, false);
        Run slow = new Run(Kind.BATCH, SECOND, FIRST, 32, Run.NOT_YET, 36, false);
        Run killed = Run.began(Kind.BATCH, SECOND, THIRD, 42).killedAt(46, SECOND);
        Run failed = Run.began(Kind.BATCH, SECOND, THIRD, 42).failedAt(46, SECOND);
        Read read = read(70, 75, whole(without(FIVE, SIX)));
        assertThat(new Classifier(ALL, List.of(first, slow, killed)).live(read).is()).isEqualTo(ReadClass.CORRECT);
        assertThat(new Classifier(ALL, List.of(first, slow, failed)).live(read).is()).isEqualTo(ReadClass.STALE);
        assertThat(new Classifier(ALL, List.of(first, slow)).live(read(70, 75, whole(without(THREE, FIVE, SIX))))
                .is()).isEqualTo(ReadClass.MISSING);
    }

    @Test
    void aPausedRunUndoesNothingOfTheRunsThatOvertookIt() {
        List<Run> runs = List.of(RUNS.get(0), new Run(Kind.BATCH, SECOND, 27, Run.NOT_YET, 60),
                new Run(Kind.BATCH, THIRD, 42, 44, 46));
        Classifier overtaken = new Classifier(ALL, runs);
        assertThat(overtaken.t1(read(70, 75, whole(List.of(ONE, TWO, THREE, LATE)))).is())
                .isEqualTo(ReadClass.CORRECT);
        assertThat(overtaken.t1(read(70, 75, whole(List.of(ONE, TWO, LATE)))).is()).isEqualTo(ReadClass.STALE);
    }

    private static LandedFile landed(long number, LocalDate day, boolean late) {
        return new LandedFile(number, day, late, figures(number), number * 10, number * 10 + 1);
    }

    private static Figures figures(long number) {
        long first = number * ROWS;
        return new Figures(ROWS, first, first + ROWS - 1, first * ROWS + ROWS * (ROWS - 1) / 2, number * 7);
    }

    private static List<LandedFile> without(LandedFile... absent) {
        return ALL.stream().filter(file -> !Arrays.asList(absent).contains(file)).toList();
    }

    private static LandedFile[] whole(List<LandedFile> files) {
        return files.toArray(LandedFile[]::new);
    }

    private static Read read(long sent, long ended, LandedFile... files) {
        return new Read(sent, ended, files(files));
    }

    private static SortedMap<Long, Figures> files(LandedFile... files) {
        return Arrays.stream(files).collect(Collectors.toMap(LandedFile::number, LandedFile::figures, (a, b) -> a,
                TreeMap::new));
    }
}
