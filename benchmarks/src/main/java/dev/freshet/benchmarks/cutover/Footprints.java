package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.core.Names;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.lang.management.ManagementFactory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileInfo;

/** What grows with the number of cut-overs, measured now and then. */
final class Footprints {
    private final LakehouseConnection lakehouse;
    private final LakehouseConfig config;
    private final Names names;
    private final TrinoHeap trinoHeap;
    private final List<CutOverReport.Footprint> taken = new ArrayList<>();

    Footprints(LakehouseConnection lakehouse, LakehouseConfig config, Names names) {
        this.lakehouse = lakehouse;
        this.config = config;
        this.names = names;
        this.trinoHeap = TrinoHeap.of(config.trinoUrl());
    }

    void take(String moment, int cutOvers) {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long files = 0;
        long bytes = 0;
        String warehouse = config.iceberg().get("warehouse");
        if (warehouse != null) {
            for (FileInfo file : lakehouse.landing().listPrefix(warehouse)) {
                files++;
                bytes += file.size();
            }
        }
        taken.add(new CutOverReport.Footprint(moment, cutOvers, heap, threads, files, bytes, tables(names.catalog()),
                tables(names.landingCatalog()), hot(), trinoHeap.used()));
    }

    List<CutOverReport.Footprint> taken() {
        return List.copyOf(taken);
    }

    private CutOverReport.Hot hot() {
        long files = 0;
        for (String name : List.of(names.hotTable(), names.hotRejectsTable())) {
            TableIdentifier table = TableIdentifier.of(names.hiddenSchema(), name);
            if (lakehouse.catalog().tableExists(table)) {
                files += StreamSupport.stream(lakehouse.landing()
                        .listPrefix(lakehouse.catalog().loadTable(table).location()).spliterator(), false).count();
            }
        }
        TableIdentifier rows = TableIdentifier.of(names.hiddenSchema(), names.hotTable());
        if (!lakehouse.catalog().tableExists(rows)) {
            return new CutOverReport.Hot(0, 0, files, 0, viewText());
        }
        Table table = lakehouse.catalog().loadTable(rows);
        return new CutOverReport.Hot((int) StreamSupport.stream(table.snapshots().spliterator(), false).count(),
                (int) table.refs().values().stream().filter(SnapshotRef::isTag).count(), files,
                table.properties().values().stream().mapToLong(String::length).sum(), viewText());
    }

    private long viewText() {
        String sql = "SHOW CREATE VIEW " + names.liveView();
        try (Statement statement = lakehouse.trino().createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1).length() : 0;
        } catch (SQLException e) {
            throw new BenchException("Cannot read the live view: %s (%s)".formatted(e.getMessage(), sql), e);
        }
    }

    private int tables(String catalog) {
        String sql = "SHOW TABLES FROM %s.%s".formatted(Names.quoted(catalog), Names.quoted(names.hiddenSchema()));
        try (Statement statement = lakehouse.trino().createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            int tables = 0;
            while (rows.next()) {
                tables++;
            }
            return tables;
        } catch (SQLException e) {
            throw new BenchException("Cannot count tables: %s (%s)".formatted(e.getMessage(), sql), e);
        }
    }
}
