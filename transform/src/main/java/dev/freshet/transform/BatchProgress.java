package dev.freshet.transform;

/** Told about a running batch; {@link #NONE} for nobody. */
public interface BatchProgress {
    BatchProgress NONE = (step, detail, done, total) -> {
    };

    /**
     * What is about to happen. Until this returns, it has not.
     *
     * @param detail for people: {@code taking in 2026-11-22}
     * @param done bytes of {@code total} done, where both are known; else 0
     */
    void at(Step step, String detail, long done, long total);
}
