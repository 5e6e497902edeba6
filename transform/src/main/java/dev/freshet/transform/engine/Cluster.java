package dev.freshet.transform.engine;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.TailInsert;
import dev.freshet.spec.sql.TailTable;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.landing.RawFile;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.catalog.Catalog;

/** Trino and its Iceberg catalog, for a dataset whose data files Trino writes. */
public record Cluster(Names names, TrinoSession trino, Catalog catalog) {
    /** The statements for raw files of a landing partition, with a sign for what only a run knows. */
    public List<String> text(DatasetSpec spec, LandingPartition landed, List<RawFile> files) {
        TailInsert insert = insert(spec, landed, "_staging_<run>");
        List<SortedMap<String, Long>> parts = TailInsert.parts(ids(files));
        List<String> text = new ArrayList<>();
        parts.stream().limit(1)
                .forEach(part -> text.addAll(List.of(insert.insertRows(part), insert.insertRejects(part))));
        if (parts.size() > 1) {
            text.add("-- and the same for the other files, in %d more parts".formatted(parts.size() - 1));
        }
        return text;
    }

    TailInsert insert(DatasetSpec spec, LandingPartition landed, String suffix) {
        return new TailInsert(new TailTable(spec, names, landed),
                Names.qualified(names.catalog(), names.hiddenSchema(), names.historyTable() + suffix),
                Names.qualified(names.catalog(), names.hiddenSchema(), names.historyRejectsTable() + suffix));
    }

    /** @throws LakehouseException if Trino hides lines from the batch's user: they would be in no table */
    void requireAllLines(LandingPartition landed) {
        String tail = names.tail(landed);
        if (!trino.readsAsStored(tail)) {
            throw new LakehouseException(
                    "Cannot ingest %s with Trino: a column mask or a row filter of its access control hides some of %s (let the batch's user read it without)"
                            .formatted(landed, tail));
        }
    }

    /** The ids of raw files by path. */
    static SortedMap<String, Long> ids(List<RawFile> files) {
        SortedMap<String, Long> ids = new TreeMap<>();
        files.forEach(file -> ids.put(file.path(), Inputs.Input.of(file, 0, 0).id()));
        return ids;
    }
}
