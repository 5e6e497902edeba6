package dev.freshet.benchmarks.growth;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Removal;
import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.BatchReport;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.history.HistoryTables;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** A dataset of many small files with one line each. */
final class GrowingDataset {
    private final LakehouseConnection lakehouse;
    private final Instant now;
    private final BenchProgress progress;
    private final DatasetSpec spec;
    private final LandingPartition today;
    private long files;

    GrowingDataset(LakehouseConnection lakehouse, String name, String landingRoot, Instant now,
            BenchProgress progress) {
        this.lakehouse = lakehouse;
        this.now = now;
        this.progress = progress;
        this.spec = SpecReader.parse(name + ".yaml", """
                                                     dataset: %s
                                                     schema: bench
                                                     landing: {root: "%s/%s", layout: "dt={yyyy}-{MM}-{dd}"}
                                                     columns: {id: {type: bigint, required: true}}
                                                     """.formatted(name, landingRoot, name));
        this.today = LandingPartition.at(now, ZoneOffset.UTC, Cadence.DAILY);
    }

    String name() {
        return spec.name();
    }

    LandingPartition yesterday() {
        return today.plus(-1);
    }

    /** How many files have landed. */
    long files() {
        return files;
    }

    /** Lands this many files in each of the days before today. */
    void land(int days, int filesPerDay) {
        for (LandingPartition day : (Iterable<LandingPartition>) today.plus(-days).until(today)::iterator) {
            progress.at("landing " + name(), files, (long) days * filesPerDay);
            for (int file = 0; file < filesPerDay; file++) {
                land(day);
            }
        }
    }

    /** Lands a file late: in a day that history has. */
    void landLate() {
        land(yesterday());
    }

    private void land(LandingPartition day) {
        String location = "%s/part-%08d.json".formatted(spec.landing().directory(day), files);
        try (OutputStream out = lakehouse.landing().newOutputFile(location).create()) {
            out.write("{\"id\":%d}%n".formatted(files++).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new BenchException("Cannot land %s: %s".formatted(location, e.getMessage()), e);
        }
    }

    BatchReport run() {
        return run((step, detail, done, total) -> progress.at(detail, done, total));
    }

    BatchReport run(BatchProgress progress) {
        return batch(progress).run(Optional.empty());
    }

    DailyBatch batch() {
        return batch(BatchProgress.NONE);
    }

    private DailyBatch batch(BatchProgress progress) {
        return new DailyBatch(spec, lakehouse, Clock.fixed(now, ZoneOffset.UTC), progress);
    }

    List<RawFile> listYesterday() {
        return LandingZone.of(spec, lakehouse.landing()).list(yesterday());
    }

    Ledger ledger() {
        return new HistoryTables(spec, lakehouse.names(spec), lakehouse.catalog()).ledger();
    }

    /** The files in the ledger and in the metadata of both tables. */
    Written written() {
        Names names = lakehouse.names(spec);
        Map<String, Long> metadata = new HashMap<>();
        for (String name : List.of(names.historyTable(), names.historyRejectsTable())) {
            Table table = lakehouse.catalog().loadTable(TableIdentifier.of(names.hiddenSchema(), name));
            ((SupportsPrefixOperations) table.io()).listPrefix(table.location() + "/metadata/")
                    .forEach(file -> metadata.put(file.location(), file.size()));
        }
        Map<String, Long> ledger = new HashMap<>();
        ledger().files().forEach(file -> ledger.put(file.location(), file.size()));
        return new Written(metadata, ledger);
    }

    /**
     * Files and their sizes in bytes.
     *
     * @param metadata of Iceberg
     */
    record Written(Map<String, Long> metadata, Map<String, Long> ledger) {
        /** Bytes of the files that are new since then. */
        Bytes since(Written before) {
            return new Bytes(since(metadata, before.metadata), since(ledger, before.ledger));
        }

        private static long since(Map<String, Long> now, Map<String, Long> before) {
            return now.entrySet().stream().filter(file -> !before.containsKey(file.getKey()))
                    .mapToLong(Map.Entry::getValue).sum();
        }
    }

    /** @param metadata of Iceberg */
    record Bytes(long metadata, long ledger) {}

    void remove() {
        new Removal(lakehouse).remove(spec);
    }
}
