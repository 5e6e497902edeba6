package dev.freshet.transform.connect;

import java.time.Duration;
import java.util.Optional;

/** Receives the progress of a batch; {@link #NONE} ignores it. */
public interface BatchProgress {
    BatchProgress NONE = (step, detail, done, total) -> {
    };

    /**
     * Called before a step. The step starts after this returns.
     *
     * @param detail for people: {@code ingesting 2026-11-22}
     * @param done bytes of {@code total} done; both 0 if unknown
     */
    void at(Step step, String detail, long done, long total);

    /**
     * Called before each landing partition that is ingested.
     *
     * @param number which one it is of {@code count}, from 1 on
     * @param left how long this one and the rest will take, if known
     */
    default void partition(int number, int count, Optional<Duration> left) {}

    /** Called while raw files are read: how many of the ingest unit's lines are rows and rejects so far. */
    default void lines(long rows, long rejects) {}
}
