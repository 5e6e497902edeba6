package dev.freshet.transform.history;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.Hot;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.engine.Engine;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.engine.Written;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;

/**
 * A dataset's hot table and its quarantine, open for an intraday ingest. Each commit has a number, adds some raw files
 * or replaces a landing partition, and keeps its snapshots for the views that name them.
 */
public final class HotTable implements AutoCloseable {
    /** Tags a snapshot that the views may name, with the number of its commit. */
    private static final String TAG = "freshet-ingest-";
    /**
     * Tags a snapshot that the views named before, with the time at which that was found. Queries may still read it.
     */
    private static final String READ = "freshet-read-";

    /** An ingest adds a file or more to each Iceberg partition. */
    private static final int MANY = 30;

    private final DatasetSpec spec;
    private final String rules;
    private final Table rows;
    private final Table rejects;
    private final History tables;
    private final long published;

    /** @param published the number of the ingest that the views read */
    HotTable(DatasetSpec spec, String rules, Table rows, Table rejects, BatchProgress progress, long published) {
        this.published = published;
        this.spec = spec;
        this.rules = rules;
        this.rows = rows;
        this.rejects = rejects;
        this.tables = new History(spec, rows, rejects, progress, true);
    }

    /** Staging, and the ledger of the raw files that are hot. */
    public History tables() {
        return tables;
    }

    /** The raw files of a landing partition that are hot; none if they were read by other rules. */
    public Inputs inputs(LandingPartition partition) {
        return tables.ledger().isOf(partition, rules)
                ? tables.ledger().inputs(partition).orElse(Inputs.NONE)
                : Inputs.NONE;
    }

    /** Whether there is something of a landing partition that was read by other rules. */
    public boolean isOutdated(LandingPartition partition) {
        return !tables.ledger().isOf(partition, rules);
    }

    /** Whether the views take a file for a hot one because of its name, though it has landed since. */
    public boolean hides(LandingPartition partition, RawFile file) {
        return through(partition).filter(last -> Hot.ORDER.compare(file.path(), last) <= 0).isPresent();
    }

    /** The path up to which the views take every file of a landing partition for a hot one. */
    public Optional<String> through(LandingPartition partition) {
        return HotTables.Last.of(rows).map(last -> last.through().get(partition.toString()));
    }

    /** The landing partitions with hot files. */
    public List<LandingPartition> partitions() {
        return tables.ledger().partitions();
    }

    /** Whether so many ingests have committed since Trino last joined their files that a query has many to open. */
    public boolean hasManyFiles() {
        return unjoined() >= MANY;
    }

    /** How many commits in a row are not Trino's. */
    private int unjoined() {
        Snapshot current = rows.currentSnapshot();
        return current == null || !current.summary().containsKey(StagedReplace.LANDED_ON) ? 0
                : HotTables.Last.of(rows).map(HotTables.Last::unjoined).orElse(0);
    }

    public Engine engine(LandingZone landing, JsonNumbers numbers) {
        return tables.engine(landing, numbers);
    }

    /**
     * Makes the staged snapshots current. No view reads them before it names them.
     *
     * @param listed all files of the landing partition that can be read
     * @param age how long ago they were listed
     * @param inFull the digest of the rules by which the unit was reconciled in full, if so
     * @return false if housekeeping has committed meanwhile; then call {@link History#restage}
     * @throws dev.freshet.transform.connect.ConcurrentRunException if another ingest has committed meanwhile
     */
    public boolean commit(Staged staged, Collection<RawFile> listed, Duration age, Optional<String> inFull) {
        IngestUnit unit = staged.unit();
        Inputs added = staged.inputs();
        Inputs all = unit.replaces() ? added
                : new Inputs(Stream.concat(inputs(unit.landed()).files().stream(), added.files().stream()).toList());
        Set<String> paths = all.files().stream().map(Inputs.Input::path).collect(Collectors.toSet());
        return IcebergFailure
                .translated(() -> committed(staged, HotFiles.through(listed, age, paths, through(unit.landed())),
                        tables.ledger().with(unit, all, Optional.empty(), rules, inFull)));
    }

    /** Drops a landing partition. The views must not read it from the hot table any more. */
    public void retire(LandingPartition partition) {
        Staged staged = tables.stage(Written.nothing(partition, spec));
        while (!IcebergFailure.translated(
                () -> committed(staged, Optional.empty(), tables.ledger().without(partition)))) {
            tables.restage(staged);
        }
    }

    /**
     * Commits the same rows and rejects again, with metadata that tells nothing of what was there before. The views
     * read them from the next flip on.
     */
    public void renew() {
        IcebergFailure.translated(() -> {
            HotTables.Last.of(rows).ifPresent(last -> {
                for (Table table : List.of(rejects, rows)) {
                    OldSnapshots.rewriteManifests(table, StagedReplace.ERASURE);
                }
                HotTables.Last now = new HotTables.Last(last.ingest() + 1, rows.currentSnapshot().snapshotId(),
                        rejects.currentSnapshot().snapshotId(), last.through(), last.unjoined());
                String tag = TAG + now.ingest() + "-" + UUID.randomUUID();
                TableCommit.commit(rejects, keeping(tag, now.rejects()));
                TableCommit.commit(rows, (current, change) -> {
                    change.setProperties(Map.of(HotTables.Last.PROPERTY, now.json()));
                    keeping(tag, now.rows()).apply(current, change);
                });
            });
            return null;
        });
    }

    private boolean committed(Staged staged, Optional<String> through, Ledger next) {
        Optional<HotTables.Last> last = HotTables.Last.of(rows);
        SortedMap<String, String> each = new TreeMap<>(last.map(HotTables.Last::through).orElseGet(TreeMap::new));
        each.remove(staged.unit().toString());
        through.ifPresent(path -> each.put(staged.unit().toString(), path));
        HotTables.Last now = new HotTables.Last(last.map(HotTables.Last::ingest).orElse(0L) + 1, staged.rowsSnapshot(),
                staged.rejectsSnapshot(), each, unjoined() + 1);
        String tag = TAG + now.ingest() + "-" + UUID.randomUUID();
        return tables.committed(staged, next, keeping(tag, staged.rejectsSnapshot()),
                (current, change) -> {
                    change.setProperties(Map.of(HotTables.Last.PROPERTY, now.json()));
                    keeping(tag, staged.rowsSnapshot()).apply(current, change);
                });
    }

    /**
     * Keeps a snapshot for the views, and forgets those that they have not named for longer than the longest query
     * takes, by the times of the snapshots.
     */
    private TableCommit.Change keeping(String tag, long snapshot) {
        return (current, next) -> {
            long now = current.snapshots().stream().mapToLong(Snapshot::timestampMillis).max().orElse(0);
            long before = now - spec.tail().retireAfter().toMillis();
            Set<Long> kept = new HashSet<>(Set.of(snapshot));
            current.refs().forEach((name, ref) -> {
                if (name.startsWith(READ) && number(name, READ) < before) {
                    next.removeRef(name);
                    return;
                }
                if (name.startsWith(TAG) && number(name, TAG) < published) {
                    next.removeRef(name);
                    next.setRef(READ + now + "-" + UUID.randomUUID(),
                            SnapshotRef.tagBuilder(ref.snapshotId()).build());
                }
                if (!name.equals(SnapshotRef.MAIN_BRANCH)) {
                    kept.add(ref.snapshotId());
                }
            });
            next.setRef(tag, SnapshotRef.tagBuilder(snapshot).build());
            next.removeSnapshots(current.snapshots().stream().filter(each -> each.timestampMillis() < before)
                    .map(Snapshot::snapshotId).filter(id -> !kept.contains(id)).collect(Collectors.toSet()));
        };
    }

    private static long number(String tag, String prefix) {
        return Long.parseLong(tag.substring(prefix.length(), tag.indexOf('-', prefix.length())));
    }

    @Override
    public void close() {
        tables.close();
    }
}
