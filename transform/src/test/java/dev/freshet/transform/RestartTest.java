package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.lakehouse.StartProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kills Trino and PostgreSQL during a run, in a separate lakehouse. */
@Tag("slow")
class RestartTest {
    private static final String COLUMNS = "columns: {id: bigint}\n";

    @Test
    void aRunThatLosesTrinoOrTheCatalogFailsAndTheNextRunCompletesIt() throws Exception {
        try (LocalLakehouse lakehouse = LocalLakehouse.start(StartProgress.NONE)) {
            LakehouseConfig config = LakehouseConfig.of("local lakehouse", lakehouse.properties());
            try (TestingLandingZone zone = new TestingLandingZone(config, "restart", "test", COLUMNS)) {
                zone.land("2026-11-21", "a.json", "{\"id\":1}");
                zone.land("2026-11-22", "a.json", "{\"id\":2}");
                zone.run();
                zone.land("2026-11-23", "a.json", "{\"id\":3}");

                zone.now("2026-11-23T00:05:00Z");
                assertThatThrownBy(() -> zone.run(TestingLandingZone.before(Step.FLIP, lakehouse::killTrino)))
                        .isInstanceOf(LakehouseException.class).hasMessageStartingWith("Trino refused: ");
                lakehouse.startTrino();
                requireRows(zone, "2026-11-22");
                zone.run();
                requireRows(zone, "2026-11-23");

                zone.now("2026-11-24T00:05:00Z");
                assertThatThrownBy(() -> zone.run(TestingLandingZone.before(Step.COMMIT, lakehouse::killPostgres)))
                        .isInstanceOf(LakehouseException.class).hasMessageStartingWith("Iceberg failed: ");
                lakehouse.startPostgres();
                requireRows(zone, "2026-11-23");
                zone.run();
                requireRows(zone, "2026-11-24");
            }
        }
    }

    /** Requires each row once, served from history before the boundary and from the tail after it. */
    private static void requireRows(TestingLandingZone zone, String boundary) throws Exception {
        assertThat(
                zone.query(
                        "SELECT id, served_from = if(landed_on < DATE '%s', 'history', 'tail') FROM restart ORDER BY 1"
                                .formatted(boundary)))
                .containsExactly("1|true", "2|true", "3|true");
        assertThat(zone.query("SELECT id FROM restart_t1 WHERE landed_on >= DATE '%s'".formatted(boundary))).isEmpty();
    }
}
