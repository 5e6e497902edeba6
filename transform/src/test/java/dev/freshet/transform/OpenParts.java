package dev.freshet.transform;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.Lakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Opens a lakehouse of parts that a test brings, and the batch with a wait that a test decides on. */
public final class OpenParts {
    private OpenParts() {}

    public static Lakehouse lakehouse(Connection trino, Catalog catalog, SupportsPrefixOperations landing) {
        LakehouseConfig config = new LakehouseConfig("jdbc:checker", "lakehouse", "landing", Map.of(), "checker",
                Map.of(), Map.of());
        return new Lakehouse(config, trino, catalog, landing);
    }

    public static DailyBatch batch(DatasetSpec spec, Lakehouse lakehouse, Clock clock, BatchProgress progress,
            Consumer<Duration> pause) {
        return new DailyBatch(spec, lakehouse, clock, progress, pause);
    }
}
