package dev.freshet.benchmarks.cutover;

import java.util.Locale;

/** What an answer is, worst last: an answer with several faults counts as the worst of them. */
public enum ReadClass {
    /** Everything that must be there, once, and nothing else. */
    CORRECT,
    /** Correct for an earlier moment. */
    STALE,
    /** Rows that must be there are missing, and the answer is not {@link #STALE} either. */
    MISSING,
    /** Rows are there twice. */
    DUPLICATE,
    /** Rows that never landed, values that differ from those that landed, or rows past the boundary in a T-1 answer. */
    INVENTED,
    /** No answer: the query failed. */
    ERROR;

    /** As reports name it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
