package dev.freshet.samples;

import dev.freshet.transform.BatchReport;
import java.time.Duration;
import java.time.LocalDate;
import java.util.SortedMap;

/** Receives what happens in the demo, for people. Each method can be left out. */
public interface DemoSink {
    DemoSink SILENT = new DemoSink() {
    };

    /** Where every line is, at a moment when nothing landed: {@code history + tail + rejected = landed}. */
    record Account(long history, long tail, long rejected, long landed) {}

    /**
     * What a round showed.
     *
     * @param live its query ran while files landed, so it may hold fewer rows than the account that was made after it
     */
    record Round(int number, Answer t1, Answer live, Duration landToVisible, Account account) {}

    /** A part of the demo begins. */
    default void act(String title) {}

    /** See {@link dev.freshet.transform.BatchProgress}. */
    default void progress(String step, long done, long total) {}

    /** @param before all that had landed before, and {@code after}, with the day's files */
    default void landed(LocalDate day, int files, Truth before, Truth after) {}

    default void batch(BatchReport report) {}

    /** @param seconds since the demo's start, that of Trino included where the demo started it */
    default void firstAnswer(Answer live, double seconds) {}

    default void round(Round round) {}

    /** @param queries how many have been asked so far, none of which failed */
    default void rejects(SortedMap<String, Long> byReason, int queries) {}

    default void done(DemoReport report) {}
}
