package dev.freshet.benchmarks.cutover;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a reader was told.
 *
 * @param sent {@link System#nanoTime()} just before the query was sent
 * @param ended the same just after its last row
 * @param files by number, what was read of each
 */
record Answer(long sent, long ended, SortedMap<Long, Figures> files) {
    Answer {
        files = new TreeMap<>(files);
    }

    boolean has(LandedFile file) {
        return files.containsKey(file.number());
    }
}
