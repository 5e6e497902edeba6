package dev.freshet.cli.demo;

import dev.freshet.cli.telemetry.Truth;
import dev.freshet.transform.BatchReport;
import java.time.Duration;
import java.time.LocalDate;
import java.util.SortedMap;

/** Receives the events of the demo, to show them. Every method is optional. */
public interface DemoSink {
    DemoSink SILENT = new DemoSink() {
    };

    /**
     * The results of a round.
     *
     * @param live the answer while nothing landed: {@code live.rows() + rejected = landed}
     * @param landed the number of lines that had landed
     */
    record Round(int number, Answer t1, Answer live, Duration landToVisible, long rejected, long landed) {}

    /**
     * The same query while the day grows. Only the newest file of today was not ingested yet.
     *
     * @param landedBytes of today's raw files
     * @param ingest how long the ingest of the new files took, with the comparison and the flip
     * @param live the answer with intraday ingest
     * @param without the answer from the dataset without it
     */
    record Growth(int number, long landedBytes, Duration ingest, Answer t1, Answer live, Answer without) {}

    /** A part of the demo begins. */
    default void act(String title) {}

    /** See {@link dev.freshet.transform.connect.BatchProgress}. */
    default void progress(String step, long done, long total) {}

    /** @param before the truth without the day's files; {@code after} includes them */
    default void landed(LocalDate day, int files, Truth before, Truth after) {}

    default void batch(BatchReport report) {}

    /** @param seconds since the demo's start, including Trino's start if the demo started it */
    default void firstAnswer(Answer live, double seconds) {}

    default void round(Round round) {}

    default void grown(Growth growth) {}

    /** @param queries number of queries so far; none failed */
    default void rejects(SortedMap<String, Long> byReason, int queries) {}

    default void done(DemoReport report) {}
}
