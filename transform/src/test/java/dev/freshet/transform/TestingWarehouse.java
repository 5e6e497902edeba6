package dev.freshet.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.core.Names;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileInfo;

/** A dataset's tables and unreferenced files in the warehouse. */
record TestingWarehouse(TestingLandingZone zone) {
    /** History, the hot table, and the quarantine of each, if they exist. */
    List<Table> tables() {
        Names names = zone.lakehouse.names(zone.spec);
        return Stream.of(names.historyTable(), names.historyRejectsTable(), names.hotTable(), names.hotRejectsTable())
                .map(table -> TableIdentifier.of(names.hiddenSchema(), table))
                .filter(zone.lakehouse.catalog()::tableExists).map(zone.lakehouse.catalog()::loadTable).toList();
    }

    /** All snapshots of these tables, including staged ones. */
    List<Long> snapshots() {
        List<Long> ids = new ArrayList<>();
        tables().forEach(table -> table.snapshots().forEach(snapshot -> ids.add(snapshot.snapshotId())));
        return ids;
    }

    /** The files in the hidden schema's directory that no table refers to, without those of views. */
    Set<String> orphans() throws IOException {
        List<Table> tables = tables();
        if (tables.isEmpty()) {
            return Set.of();
        }
        Set<String> orphans = new TreeSet<>();
        for (FileInfo file : zone.lakehouse.landing()
                .listPrefix("local:///warehouse/" + zone.lakehouse.names(zone.spec).hiddenSchema() + "/")) {
            orphans.add(file.location());
        }
        for (Table table : tables) {
            orphans.removeAll(reachable(table));
        }
        List<String> views = views();
        orphans.removeIf(file -> views.stream().anyMatch(view -> file.startsWith(view + "/")));
        return orphans;
    }

    private List<String> views() {
        ViewCatalog catalog = (ViewCatalog) zone.lakehouse.catalog();
        Namespace hidden = Namespace.of(zone.lakehouse.names(zone.spec).hiddenSchema());
        return catalog.listViews(hidden).stream().map(view -> catalog.loadView(view).location()).toList();
    }

    private static Set<String> reachable(Table table) throws IOException {
        Set<String> files = new HashSet<>(ReachableFileUtil.metadataFileLocations(table, true));
        files.addAll(ReachableFileUtil.manifestListLocations(table));
        for (Snapshot snapshot : table.snapshots()) {
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                files.add(manifest.path());
                try (CloseableIterable<String> paths = ManifestFiles.readPaths(manifest, table.io(),
                        table.specs())) {
                    paths.forEach(files::add);
                }
            }
        }
        String ledger = table.properties().get("freshet.ledger");
        if (ledger != null) {
            ledger(table, ledger, files);
        }
        return files;
    }

    /** Collects a file of the ledger and the files it names: of the next level, or of an entry. */
    private static void ledger(Table table, String location, Set<String> files) throws IOException {
        files.add(location);
        try (InputStream in = table.io().newInputFile(location).newStream()) {
            for (JsonNode child : new ObjectMapper().readTree(in)) {
                if (child.isTextual()) {
                    ledger(table, child.asText(), files);
                } else {
                    files.add(child.get("inputs").asText());
                }
            }
        }
    }
}
