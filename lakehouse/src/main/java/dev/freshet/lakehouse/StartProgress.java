package dev.freshet.lakehouse;

/** Receives the progress of a start; {@link #NONE} ignores it. */
public interface StartProgress {
    StartProgress NONE = (step, done, total) -> {
    };

    /**
     * @param step shown to the user, such as {@code downloading Trino 476}
     * @param done bytes of {@code total} done; {@code total} is 0 for a step without a measure
     */
    void at(String step, long done, long total);

    /** The last step has ended: the lakehouse serves queries. */
    default void end() {}
}
