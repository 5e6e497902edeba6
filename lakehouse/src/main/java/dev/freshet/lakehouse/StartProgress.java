package dev.freshet.lakehouse;

/** Told about a starting lakehouse; {@link #NONE} for nobody. */
public interface StartProgress {
    StartProgress NONE = (step, done, total) -> {
    };

    /**
     * @param step for people: {@code downloading Trino 476}
     * @param done bytes of {@code total} done; {@code total} is 0 for a step without a measure
     */
    void at(String step, long done, long total);
}
