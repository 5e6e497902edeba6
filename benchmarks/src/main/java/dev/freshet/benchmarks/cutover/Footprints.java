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
                tables(names.landingCatalog()), trinoHeap.used()));
    }

    List<CutOverReport.Footprint> taken() {
        return List.copyOf(taken);
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
