package dev.freshet.benchmarks.transform;

import java.util.Map;

/**
 * The Parquet files of a contender, as another program reads them.
 *
 * @param checksums of the values of each leaf and, as {@code row}, of all values of a row together, in any order
 * @param unsortedFiles how many files have a row that belongs before the row above it
 * @param violations how many such rows there are
 * @param mixedFiles how many files have events of several days
 */
record Content(long rows, int files, long bytes, Map<String, String> checksums, int unsortedFiles, long violations,
        int mixedFiles) {}
