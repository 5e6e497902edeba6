package dev.freshet.spec.sql;

import dev.freshet.core.Ingested.Completeness;
import dev.freshet.core.LandingPartition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the views read from the hot table in place of raw files. The numbers of two snapshots and the paths of the raw
 * files in them are literals in the text of the views, so a flip moves files from the tail to the hot table at once.
 *
 * @param ingest the number of the intraday ingest that committed the snapshots; a later one has a higher number
 * @param rows the snapshot of the hot table
 * @param rejects the snapshot of the hot quarantine
 * @param files the raw files in both, by landing partition
 * @param completeness how complete they are. Known only to an ingest that has just listed the tail
 */
public record Hot(long ingest, long rows, long rejects, NavigableMap<LandingPartition, Files> files,
        Optional<Completeness> completeness) {
    /** Of a dataset without intraday ingest. */
    public static final Hot NONE = new Hot(0, 0, 0, new TreeMap<>(), Optional.empty());

    /** Trino compares text in the order of its UTF-8 bytes. */
    public static final Comparator<String> ORDER = (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8),
            b.getBytes(StandardCharsets.UTF_8));

    /**
     * Raw files of a landing partition.
     *
     * @param through all files with paths up to this one are hot, in the order of their UTF-8 bytes
     * @param paths the paths of all others that are hot
     * @param count how many are hot in all
     */
    public record Files(Optional<String> through, NavigableSet<String> paths, int count) {
        private static final Files NONE = new Files(Optional.empty(), new TreeSet<>(), 0);

        /** Whether the views take a raw file for one of them. */
        public boolean has(String path) {
            return paths.contains(path) || through.filter(last -> ORDER.compare(path, last) <= 0).isPresent();
        }

        /** The predicate on the landing partition that selects the raw files that are not hot, without some more. */
        private String tailPredicate(Collection<String> without) {
            TreeSet<String> out = new TreeSet<>(paths);
            out.addAll(without);
            String others = TailTable.without(out);
            return through.map(path -> "\"$path\" > " + ValueSql.string(path))
                    .map(later -> out.isEmpty() ? later : later + " AND " + others).orElse(others);
        }
    }

    /** The raw files of a landing partition that are hot. */
    public Files of(LandingPartition partition) {
        return files.getOrDefault(partition, Files.NONE);
    }

    /** The same with the hot files of some landing partitions. */
    Hot in(Collection<LandingPartition> partitions) {
        NavigableMap<LandingPartition, Files> some = new TreeMap<>(files);
        some.keySet().retainAll(partitions);
        return new Hot(ingest, rows, rejects, some, completeness);
    }

    /** The same with what is known of its completeness. */
    public Hot with(Completeness known) {
        return new Hot(ingest, rows, rejects, files, Optional.of(known));
    }

    /** How many raw files it has. */
    int count() {
        return files.values().stream().mapToInt(Files::count).sum();
    }

    /** The one of the later ingest. */
    public Hot orLater(Hot other) {
        return other.ingest > ingest ? other : this;
    }

    /** The predicate on the hot table that selects the landing partitions. */
    String predicate() {
        return files.keySet().stream().map(LandingPartition::literal)
                .collect(Collectors.joining(", ", "landed_on IN (", ")"));
    }

    String rowsVersion() {
        return version(rows);
    }

    String rejectsVersion() {
        return version(rejects);
    }

    private static String version(long snapshot) {
        return " FOR VERSION AS OF " + snapshot;
    }

    /**
     * The predicate on the raw files of a landing partition that selects those that the tail serves.
     *
     * @param without paths of further files that it leaves out
     */
    String tailPredicate(LandingPartition partition, Collection<String> without) {
        return of(partition).tailPredicate(without);
    }
}
