package dev.freshet.spec.sql;

import dev.freshet.core.LandingPartition;
import java.util.Collection;
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
 */
public record Hot(long ingest, long rows, long rejects, NavigableMap<LandingPartition, Files> files) {
    /** Of a dataset without intraday ingest. */
    public static final Hot NONE = new Hot(0, 0, 0, new TreeMap<>());

    /**
     * Raw files of a landing partition.
     *
     * @param through all files with paths up to this one are hot, in the order of their UTF-8 bytes
     * @param paths the paths of all others that are hot
     */
    public record Files(Optional<String> through, NavigableSet<String> paths) {
        private static final Files NONE = new Files(Optional.empty(), new TreeSet<>());

        /** The predicate on the landing partition that selects the raw files that are not hot, without some more. */
        private String tailPredicate(Collection<String> without) {
            TreeSet<String> out = new TreeSet<>(paths);
            out.addAll(without);
            String others = TailTable.without(out);
            return through.map(path -> "\"$path\" > " + ValueSql.string(path))
                    .map(later -> out.isEmpty() ? later : later + " AND " + others).orElse(others);
        }
    }

    /** The same with the hot files of some landing partitions. */
    Hot in(Collection<LandingPartition> partitions) {
        NavigableMap<LandingPartition, Files> some = new TreeMap<>(files);
        some.keySet().retainAll(partitions);
        return new Hot(ingest, rows, rejects, some);
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
        return files.getOrDefault(partition, Files.NONE).tailPredicate(without);
    }
}
