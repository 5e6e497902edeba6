package dev.freshet.samples;

import dev.freshet.transform.BatchReport;
import dev.freshet.transform.IntradayReport;
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

    /** A part of the demo begins. */
    default void act(String title) {}

    /** See {@link dev.freshet.transform.connect.BatchProgress}. */
    default void progress(String step, long done, long total) {}

    /** @param before the truth without the day's files; {@code after} includes them */
    default void landed(LocalDate day, int files, Truth before, Truth after) {}

    default void batch(BatchReport report) {}

    /** @param live the answer right after it */
    default void intraday(IntradayReport report, Answer live) {}

    /** @param seconds since the demo's start, including Trino's start if the demo started it */
    default void firstAnswer(Answer live, double seconds) {}

    default void round(Round round) {}

    /** @param queries number of queries so far; none failed */
    default void rejects(SortedMap<String, Long> byReason, int queries) {}

    default void done(DemoReport report) {}
}
