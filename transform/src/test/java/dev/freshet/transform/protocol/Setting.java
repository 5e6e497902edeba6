package dev.freshet.transform.protocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The constants of a world.
 *
 * @param lookAhead the spec's {@code tail.look_ahead}
 * @param retireAfter the spec's {@code tail.retire_after}
 * @param retention of the housekeeping
 * @param trinoSkew how far Trino's clock is ahead
 * @param rewritesAll whether {@code optimize} rewrites a single small file as well
 * @param faults the faults that may happen
 */
record Setting(Duration lookAhead, Duration retireAfter, Duration retention, Duration trinoSkew, boolean rewritesAll,
        Set<Fault> faults) {
    /** Kinds of events in addition to landing files and runs with a correct clock. */
    enum Fault {
        /** Files are ingested during the day. */
        INGEST,
        /** A process is killed. */
        KILL,
        /** A process is paused for hours or days. */
        PAUSE,
        /** Two or three processes run at once. */
        OVERLAP,
        /** A file that no batch can read stays in a day for a week. */
        POISON,
        /** The clock of a process is wrong by days. */
        SKEW,
        /** Housekeeping runs with a short retention. */
        MAINTAIN,
        /** Replies of the catalog and of Trino get lost. */
        LOSS,
        ROLL_BACK,
        /** Files land in past days. */
        LATE,
        /** Raw files of past days are deleted. */
        DELETE,
        GROW,
        REPLACE,
        /** Content changes while size and time stay the same. */
        REWRITE,
        REPAIR,
        /** A command drops the rows of deleted files, or restores them. */
        DROP
    }

    private static final List<List<Fault>> PAIRS = List.of(List.of(Fault.PAUSE, Fault.MAINTAIN),
            List.of(Fault.LOSS, Fault.LATE));

    Setting {
        faults = Set.copyOf(faults);
    }

    /**
     * Picks two to six faults, so that rare ones also occur together without others. Every other world has one of the
     * pairs that must occur.
     */
    static Setting random(Random random) {
        List<Fault> all = new ArrayList<>(List.of(Fault.values()));
        Collections.shuffle(all, random);
        if (random.nextBoolean()) {
            all.addAll(0, PAIRS.get(random.nextInt(PAIRS.size())));
        }
        return random(random, EnumSet.copyOf(all.subList(0, 2 + random.nextInt(5))));
    }

    static Setting random(Random random, Set<Fault> faults) {
        Duration retireAfter = random.nextBoolean() ? Duration.ofSeconds(30) : Duration.ofHours(2);
        Duration retention = random.nextBoolean() ? retireAfter.plusSeconds(5) : Duration.ofHours(6);
        Duration trinoSkew = faults.contains(Fault.SKEW) && random.nextInt(4) == 0
                ? Duration.ofHours(random.nextInt(96) - 48)
                : Duration.ZERO;
        return new Setting(Duration.ofDays(2 + random.nextInt(2)), retireAfter, retention, trinoSkew,
                random.nextBoolean(), faults);
    }

    boolean has(Fault fault) {
        return faults.contains(fault);
    }

    /** The setting as one line that {@link #parse} reads. */
    String line() {
        return "setting %s %s %s %s %s %s".formatted(lookAhead, retireAfter, retention, trinoSkew, rewritesAll,
                faults.stream().sorted().map(Fault::name).collect(Collectors.joining(",")));
    }

    static Setting parse(String line) {
        String[] parts = line.split(" ");
        return new Setting(Duration.parse(parts[1]), Duration.parse(parts[2]), Duration.parse(parts[3]),
                Duration.parse(parts[4]), Boolean.parseBoolean(parts[5]), parts.length < 7 ? Set.of()
                        : Arrays.stream(parts[6].split(",")).map(Fault::valueOf).collect(Collectors.toSet()));
    }
}
