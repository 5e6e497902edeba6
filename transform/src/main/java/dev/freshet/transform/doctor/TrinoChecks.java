package dev.freshet.transform.doctor;

import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.TrinoSession;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Trino itself: versions, clock, catalogs. */
final class TrinoChecks {
    /** {@code docs/lakehouse-file.md} says how far. */
    private static final Set<String> TRIED = Set.of("476", "483");

    private final LakehouseConfig config;
    private final TrinoSession trino;
    private final Clock clock;

    TrinoChecks(LakehouseConfig config, LakehouseConnection lakehouse, Clock clock) {
        this.config = config;
        this.trino = new TrinoSession(lakehouse.trino(), BatchProgress.NONE);
        this.clock = clock;
    }

    Finding versions() {
        String check = "versions";
        Map<String, Long> nodes = new TreeMap<>();
        try {
            trino.query("SELECT node_version, count(*) FROM system.runtime.nodes GROUP BY 1",
                    row -> nodes.put(row.getString(1), row.getLong(2)));
        } catch (LakehouseException e) {
            nodes.put(trino.version(), 1L); // the user may not see the nodes
        }
        if (nodes.size() > 1) {
            return Finding.wrong(check, "nodes run different versions of Trino: " + nodes.keySet(),
                    "upgrade all nodes: Trino supports one version in a cluster only");
        }
        String version = nodes.keySet().iterator().next();
        long count = nodes.get(version);
        String found = "Trino %s on %d %s".formatted(version, count, count == 1 ? "node" : "nodes");
        return TRIED.contains(version.replaceFirst("^(\\d+).*", "$1")) ? Finding.ok(check, found)
                : Finding.warning(check, found + ", which was not tried",
                        "the batch check below tells whether it works; tried are " + TRIED.stream().sorted().toList());
    }

    Finding clocks() {
        Instant before = clock.instant();
        Instant there = trino.query("SELECT to_unixtime(current_timestamp)",
                row -> Instant.ofEpochMilli((long) (row.getDouble(1) * 1000))).get(0);
        return Clocks.compare("clocks", "Trino's clock", before, there, clock.instant());
    }

    Finding catalogs() {
        Map<String, String> connectors = new LinkedHashMap<>();
        trino.query("SELECT catalog_name, connector_name FROM system.metadata.catalogs ORDER BY 1",
                row -> connectors.put(row.getString(1), row.getString(2)));
        Map<String, String> needed = new LinkedHashMap<>();
        needed.put("trino.catalog", "iceberg");
        needed.put("trino.landing-catalog", "hive");
        config.recursiveLandingCatalog().ifPresent(name -> needed.put("trino.landing-catalog-recursive", "hive"));
        Map<String, String> names = Map.of("trino.catalog", config.trinoCatalog(), "trino.landing-catalog",
                config.landingCatalog(), "trino.landing-catalog-recursive",
                config.recursiveLandingCatalog().orElse(""));
        for (Map.Entry<String, String> each : needed.entrySet()) {
            String name = names.get(each.getKey());
            String connector = connectors.get(name);
            if (connector == null) {
                return Finding.wrong("catalogs", "Trino has no catalog " + name,
                        "%s in the lakehouse file: Trino has %s".formatted(each.getKey(), connectors.keySet()));
            }
            if (!connector.equals(each.getValue())) {
                return Finding.wrong("catalogs", "catalog %s is of connector %s, not %s".formatted(name, connector,
                        each.getValue()),
                        each.getKey() + " in the lakehouse file: " + of(connectors,
                                each.getValue()));
            }
        }
        return Finding.ok("catalogs", "%s is Iceberg, %s is Hive".formatted(config.trinoCatalog(),
                config.landingCatalog()));
    }

    private static String of(Map<String, String> connectors, String connector) {
        List<String> fitting = connectors.entrySet().stream().filter(each -> each.getValue().equals(connector))
                .map(Map.Entry::getKey).toList();
        return fitting.isEmpty() ? "Trino has no catalog with connector.name=" + connector
                : "with connector.name=%s Trino has %s".formatted(connector, fitting);
    }
}
