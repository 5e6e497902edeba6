package dev.freshet.transform;

/** Receives the progress of a batch; {@link #NONE} ignores it. */
public interface BatchProgress {
    BatchProgress NONE = (step, detail, done, total) -> {
    };

    /**
     * What is about to happen. Until this returns, it has not.
     *
     * @param detail for people: {@code ingesting 2026-11-22}
     * @param done bytes of {@code total} done, where both are known; else 0
     */
    void at(Step step, String detail, long done, long total);
}
