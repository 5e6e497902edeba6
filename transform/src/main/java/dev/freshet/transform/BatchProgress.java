package dev.freshet.transform;

/** Told about a running batch; {@link #NONE} for nobody. */
public interface BatchProgress {
    BatchProgress NONE = (step, done, total) -> {
    };

    /**
     * @param step for people: {@code writing 2026-11-22}
     * @param done bytes or items of {@code total} done
     */
    void at(String step, long done, long total);
}
