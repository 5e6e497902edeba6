package dev.freshet.benchmarks.cutover;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can go wrong while cut-overs are watched. */
public enum Fault {
    /** For several days in a row every run fails, because a raw file cannot be read. */
    FAILING,
    /** The clock of some runs is days behind or ahead. */
    SKEW,
    /** Some runs are processes that are stopped for longer than housekeeping's retention, or killed. */
    PAUSE,
    /** Housekeeping runs at any moment, beside other runs. */
    MAINTAIN,
    /** A request never reaches the catalog's database, or its reply is lost. */
    LOST_REPLIES,
    /** Raw files of past days are deleted some days after the cut-over. */
    EXPIRED_FILES;

    public static final Set<Fault> ALL = Set.copyOf(EnumSet.allOf(Fault.class));

    /**
     * @param list faults as users name them, with commas
     * @throws IllegalArgumentException if one is unknown
     */
    public static Set<Fault> parse(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).map(Fault::of).collect(Collectors.toSet());
    }

    private static Fault of(String word) {
        return Arrays.stream(values()).filter(fault -> fault.toString().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Invalid fault: %s (use %s)".formatted(word,
                        Arrays.stream(values()).map(Fault::toString).collect(Collectors.joining(", ")))));
    }

    /** As users name it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
