package dev.freshet.benchmarks.cutover;

import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a reader got.
 *
 * @param sent {@link System#nanoTime()} just before the query was sent
 * @param ended the same just after its last row
 * @param before the query asked only for landing days before it
 * @param reported the boundary up to which the gateway said that T-1 is complete
 * @param files what was read of each file, by number
 */
record Read(long sent, long ended, Optional<LocalDate> before, Optional<LocalDate> reported,
        SortedMap<Long, Figures> files) {
    Read(long sent, long ended, SortedMap<Long, Figures> files) {
        this(sent, ended, Optional.empty(), Optional.empty(), files);
    }

    Read {
        files = new TreeMap<>(files);
    }

    boolean has(LandedFile file) {
        return files.containsKey(file.number());
    }
}
