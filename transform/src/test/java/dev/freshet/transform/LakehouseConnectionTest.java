package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import java.time.Clock;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LakehouseConnectionTest {
    @Test
    void anUnreachableTrinoIsReportedWithItsUrl() {
        Properties properties = LocalLakehouse.shared().properties();
        properties.setProperty("trino.url", "jdbc:trino://127.0.0.1:1/lakehouse");
        assertThatThrownBy(() -> LakehouseConnection.open(LakehouseConfig.of("test", properties)))
                .isInstanceOf(LakehouseException.class)
                .hasMessageStartingWith("Cannot reach Trino at jdbc:trino://127.0.0.1:1/lakehouse: ");
    }

    @Test
    void aCatalogThatRejectsThePasswordIsReportedWithItsUri() {
        Properties properties = LocalLakehouse.shared().properties();
        properties.setProperty("iceberg.jdbc.password", "wrong");
        assertThatThrownBy(() -> LakehouseConnection.open(LakehouseConfig.of("test", properties)))
                .isInstanceOf(LakehouseException.class)
                .hasMessageStartingWith("Cannot open the Iceberg catalog lakehouse (jdbc:postgresql://127.0.0.1:")
                .hasMessageEndingWith("password authentication failed for user \"postgres\"");
    }

    @Test
    @Tag("slow")
    void aMissingLandingRootIsReportedWithItsLocation() {
        DatasetSpec spec = SpecReader.parse("nowhere.yaml", """
                                                            dataset: nowhere
                                                            schema: test
                                                            landing: {root: "local:///landing/nowhere"}
                                                            columns: {id: bigint}
                                                            """);
        try (LakehouseConnection lakehouse = LakehouseConnection.open(TestingLandingZone.config())) {
            DailyBatch batch = new DailyBatch(spec, lakehouse, Clock.systemUTC(), BatchProgress.NONE);
            assertThatThrownBy(() -> batch.run(Optional.empty())).isInstanceOf(LakehouseException.class)
                    .hasMessageStartingWith("Cannot find the landing root of nowhere: "
                            + "Directory does not exist: local:///landing/nowhere/");
        }
    }
}
