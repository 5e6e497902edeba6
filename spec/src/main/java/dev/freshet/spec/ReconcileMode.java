package dev.freshet.spec;

import java.util.Locale;

/** How much of a landing partition Trino reads by the rules once more before the cut-over. */
public enum ReconcileMode {
    /** Every line. */
    FULL,
    /** A sample of the lines, and every reject. All lines are compared as text, and all values as stored. */
    SAMPLED;

    /** As in a spec. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
