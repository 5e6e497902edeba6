package dev.freshet.transform.engine;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.spec.sql.TailInsert;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.landing.RawFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Lets Trino read the raw files by the tail's SQL and write data files, which the tables take over. They are written to
 * tables of the catalog that only this run knows.
 *
 * @param others writes what Trino cannot read, and what is kept of history
 * @param suffix of the names of the tables that Trino writes to
 */
record TrinoEngine(DatasetSpec spec, Table rows, Table rejects, BatchProgress progress, Engine others, Cluster cluster,
        String suffix) implements Engine {
    @Override
    public Written write(IngestUnit unit, List<RawFile> files, SortedMap<String, String> setAside, List<Kept> kept) {
        List<RawFile> unreadable = files.stream().filter(file -> setAside.containsKey(file.path())).toList();
        Written apart = others.write(unit, unreadable, setAside, kept);
        List<RawFile> read = files.stream().filter(file -> !setAside.containsKey(file.path())).toList();
        try (StagingTable stagedRows = staging(unit, read, rows, cluster.names().historyTable());
                StagingTable stagedRejects = staging(unit, read, rejects, cluster.names().historyRejectsTable())) {
            cluster.requireAllLines(unit.landed());
            TailInsert insert = cluster.insert(spec, unit.landed(), suffix);
            insert(unit, insert, read);
            Map<Long, Long> rowCounts = new HashMap<>();
            cluster.trino().query(insert.countRows(), row -> rowCounts.put(row.getLong(1), row.getLong(2)));
            Map<Long, Long> rejectCounts = new HashMap<>();
            Map<String, Long> reasons = new HashMap<>(apart.reasons());
            cluster.trino().query(insert.countRejects(), row -> {
                rejectCounts.merge(row.getLong(1), row.getLong(3), Long::sum);
                return reasons.merge(row.getString(2), row.getLong(3), Long::sum);
            });
            return new Written(unit, concat(apart.rows(), stagedRows.files()),
                    concat(apart.rejects(), stagedRejects.files()),
                    inputs(files, setAside.keySet(), apart.inputs(), rowCounts, rejectCounts), kept, reasons,
                    Optional.empty());
        }
    }

    /**
     * The raw files in their order, and then those of the rows that were kept.
     *
     * @param apart the inputs of what was written apart, in the same order
     */
    private Inputs inputs(List<RawFile> files, Set<String> unreadable, Inputs apart, Map<Long, Long> rowCounts,
            Map<Long, Long> rejectCounts) {
        Iterator<Inputs.Input> others = apart.files().iterator();
        List<Inputs.Input> all = new ArrayList<>();
        for (RawFile file : files) {
            long id = Inputs.Input.of(file, 0, 0).id();
            all.add(unreadable.contains(file.path()) ? others.next()
                    : Inputs.Input.of(file, rowCounts.getOrDefault(id, 0L), rejectCounts.getOrDefault(id, 0L)));
        }
        others.forEachRemaining(all::add);
        Inputs inputs = new Inputs(all);
        progress.lines(inputs.rows(), inputs.rejects());
        return inputs;
    }

    private StagingTable staging(IngestUnit unit, List<RawFile> read, Table table, String name) {
        announce(unit, 0, read);
        return StagingTable.create(cluster.catalog(), table,
                TableIdentifier.of(cluster.names().hiddenSchema(), name + suffix));
    }

    private void insert(IngestUnit unit, TailInsert insert, List<RawFile> read) {
        Map<String, Long> bytes = read.stream().collect(Collectors.toMap(RawFile::path, RawFile::bytes));
        long done = 0;
        for (SortedMap<String, Long> part : TailInsert.parts(Cluster.ids(read))) {
            announce(unit, done, read);
            cluster.trino().execute(insert.insertRows(part));
            announce(unit, done, read);
            cluster.trino().execute(insert.insertRejects(part));
            done += part.keySet().stream().mapToLong(bytes::get).sum();
        }
        announce(unit, done, read);
    }

    private void announce(IngestUnit unit, long done, List<RawFile> read) {
        progress.at(Step.WRITE, Step.WRITE.label() + " " + unit, done,
                read.stream().mapToLong(RawFile::bytes).sum());
    }

    private static <T> List<T> concat(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
