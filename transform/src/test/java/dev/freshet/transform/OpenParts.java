package dev.freshet.transform;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Creates a lakehouse from a test's own parts, and a batch with a test's own way to wait. */
public final class OpenParts {
    private OpenParts() {}

    public static LakehouseConnection lakehouse(Connection trino, Catalog catalog, SupportsPrefixOperations landing) {
        LakehouseConfig config = new LakehouseConfig("jdbc:checker", "lakehouse", "landing", Map.of(), "checker",
                Map.of(), Map.of(), Optional.empty(), Map.of());
        return new LakehouseConnection(config, trino, catalog, landing);
    }

    public static DailyBatch batch(DatasetSpec spec, LakehouseConnection lakehouse, Clock clock, BatchProgress progress,
            Consumer<Duration> pause) {
        return new DailyBatch(spec, lakehouse, clock, progress, pause);
    }
}
