package dev.freshet.transform.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.core.Ingested.Completeness;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.Hot;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.engine.InputChanges;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.landing.RawFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * A dataset's hot table and its quarantine, as far as they exist. Only {@link #open} creates them.
 *
 * @param rules a digest of all that decides what a line becomes, {@link dev.freshet.transform.publish.Rules}
 */
public record HotTables(DatasetSpec spec, Names names, Catalog catalog, String rules) {
    /** Paths with more characters in all could make a view too long for Trino, which takes a million. */
    private static final long TEXT = 500_000;
    /** How far the storage's clock may be ahead. Clocks synchronized by NTP differ by less than a second. */
    private static final Duration CLOCKS = Duration.ofSeconds(5);
    /** So many raw files can be remembered in the comment of a view. */
    private static final int MOST_RAW = 50;

    /**
     * The last intraday ingest, as a property of the hot table. It is set in the commit that it describes.
     *
     * @param ingest its number
     * @param rows the snapshot of the hot table
     * @param rejects the snapshot of the hot quarantine
     * @param through by landing partition: {@link Hot.Files#through}
     * @param unjoined how many commits in a row added files that Trino has not joined since
     */
    record Last(long ingest, long rows, long rejects, SortedMap<String, String> through,
            int unjoined) {
        static final String PROPERTY = "freshet.hot";
        private static final ObjectMapper MAPPER = new ObjectMapper();

        static Optional<Last> of(Table rows) {
            return Optional.ofNullable(rows.properties().get(PROPERTY)).map(Last::parse);
        }

        private static Last parse(String json) {
            try {
                return MAPPER.readValue(json, Last.class);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Invalid property " + PROPERTY + ": " + json, e);
            }
        }

        String json() {
            try {
                return MAPPER.writeValueAsString(this);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * Opens both tables for an ingest. Creates them for the first one.
     *
     * @param published the number of the ingest that the views read, or of an earlier one. What they read is kept
     */
    public HotTable open(BatchProgress progress, long published) {
        return IcebergFailure.translated(() -> {
            HistoryTables both = both();
            both.open(progress).close();
            Table table = catalog.loadTable(both.rows());
            Table quarantine = catalog.loadTable(both.rejects());
            Optional<Last> last = Last.of(table);
            dropUnpublished(quarantine, last);
            return new HotTable(spec, rules, table, quarantine, progress, published);
        });
    }

    /** A killed ingest may have committed rejects without their rows. */
    private static void dropUnpublished(Table rejects, Optional<Last> last) {
        Long published = last.map(Last::rejects).orElse(null);
        TableCommit.commit(rejects, (current, next) -> {
            if (Objects.equals(newestIngest(current), published)) {
                return;
            }
            if (published == null) {
                TableCommit.removeBranch(current, next, SnapshotRef.MAIN_BRANCH);
            } else {
                next.setBranchSnapshot(published, SnapshotRef.MAIN_BRANCH);
            }
        });
    }

    /** The newest snapshot of an ingest in the main branch; null before the first one. */
    private static Long newestIngest(TableMetadata table) {
        for (Snapshot each = table.currentSnapshot(); each != null; each = TableCommit.parent(table, each)) {
            if (each.summary().containsKey(StagedReplace.LANDED_ON)) {
                return each.snapshotId();
            }
        }
        return null;
    }

    /** Both tables, for housekeeping; empty before the first ingest. */
    public Optional<HistoryTables> existing() {
        HistoryTables both = both();
        return IcebergFailure.translated(() -> catalog.tableExists(both.rows())) ? Optional.of(both) : Optional.empty();
    }

    /** Drops both tables with all their files. No view may read them. */
    public void drop() {
        IcebergFailure.translated(() -> {
            for (TableIdentifier name : List.of(both().rejects(), both().rows())) {
                if (catalog.tableExists(name)) {
                    Table table = catalog.loadTable(name);
                    catalog.dropTable(name, true);
                    if (table.io() instanceof SupportsPrefixOperations io) {
                        delete(io, table.location() + "/");
                        delete(io, LedgerStore.of(table).directory());
                    }
                }
            }
            return null;
        });
    }

    private static void delete(SupportsPrefixOperations io, String directory) {
        try {
            io.deletePrefix(directory);
        } catch (NotFoundException e) {
            // nothing is left in it
        }
    }

    /** What the views should read from the hot table: what was last committed, and was read by today's rules. */
    public Hot served() {
        HistoryTables both = both();
        return spec.ingest().isEmpty() ? Hot.NONE
                : IcebergFailure.translated(() -> catalog.tableExists(both.rows())
                        ? served(catalog.loadTable(both.rows()))
                        : Hot.NONE);
    }

    /**
     * The same, with how complete it is.
     *
     * @param listed by landing partition of the tail: all files that can be read, as listed since {@code at}
     * @param at a time before the listing
     * @param before what the ingest before this one found
     */
    public Hot served(Map<LandingPartition, List<RawFile>> listed, Instant at, Optional<Completeness> before) {
        return IcebergFailure.translated(() -> {
            Table rows = catalog.loadTable(both().rows());
            Ledger ledger = Ledger.of(rows);
            Hot hot = served(rows);
            List<RawFile> raw = listed.entrySet().stream()
                    .flatMap(files -> raw(files.getKey(), files.getValue(), hot, ledger)).toList();
            return raw.size() > MOST_RAW ? hot : hot.with(completeness(raw, at.minus(CLOCKS), before));
        });
    }

    /** Rows of files that were not there when the ingest before listed the tail have landed since. */
    private static Completeness completeness(List<RawFile> raw, Instant listed, Optional<Completeness> before) {
        Set<String> digests = raw.stream().map(file -> Completeness.digest(file.path())).collect(Collectors.toSet());
        Optional<Instant> known = raw.isEmpty() ? Optional.of(listed)
                : before.flatMap(then -> Collections.disjoint(then.raw(), digests) ? Optional.of(then.listed())
                        : then.until());
        Optional<Instant> until = known.flatMap(time -> Stream.concat(Stream.of(time, listed),
                raw.stream().map(file -> file.modified().minus(CLOCKS))).min(Comparator.naturalOrder()));
        return new Completeness(until, listed, digests);
    }

    /** The files of a landing partition that are not hot as they were listed. */
    private static Stream<RawFile> raw(LandingPartition partition, List<RawFile> listed, Hot hot, Ledger ledger) {
        if (!hot.files().containsKey(partition)) {
            return listed.stream();
        }
        InputChanges changes = ledger.changes(partition, listed);
        return Stream.concat(changes.comes().stream(), changes.replaced().stream());
    }

    /**
     * Files that the views take for hot ones, as their names sort before the newest, though they have landed since.
     *
     * @param files by landing partition: those that the views take for hot ones
     * @return their number by landing partition; without those that have none
     */
    public Map<LandingPartition, Integer> notIngested(Map<LandingPartition, List<RawFile>> files) {
        Map<LandingPartition, Integer> counts = new TreeMap<>();
        if (files.values().stream().anyMatch(some -> !some.isEmpty())) {
            Ledger ledger = IcebergFailure.translated(() -> Ledger.of(catalog.loadTable(both().rows())));
            files.forEach((partition, some) -> {
                int late = ledger.changes(partition, some).late().size();
                if (late > 0) {
                    counts.put(partition, late);
                }
            });
        }
        return counts;
    }

    private Hot served(Table rows) {
        return Last.of(rows).map(last -> served(last, Ledger.of(rows))).orElse(Hot.NONE);
    }

    private Hot served(Last last, Ledger ledger) {
        NavigableMap<LandingPartition, Hot.Files> files = new TreeMap<>();
        long text = 0;
        for (LandingPartition partition : ledger.partitions().reversed()) {
            Inputs inputs = ledger.isOf(partition, rules) ? ledger.inputs(partition).orElseThrow() : Inputs.NONE;
            Hot.Files some = HotFiles.after(Optional.ofNullable(last.through().get(partition.toString())), inputs);
            text += some.paths().stream().mapToLong(String::length).sum();
            if (!inputs.files().isEmpty() && text < TEXT) {
                files.put(partition, some);
            }
        }
        return new Hot(last.ingest(), last.rows(), last.rejects(), files, Optional.empty());
    }

    private HistoryTables both() {
        return HistoryTables.hot(spec, names, catalog);
    }
}
