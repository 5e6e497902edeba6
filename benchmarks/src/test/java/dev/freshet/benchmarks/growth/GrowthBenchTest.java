package dev.freshet.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Site;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class GrowthBenchTest {
    private static GrowthBench.Options options(int rounds) {
        return new GrowthBench.Options(List.of(2, 1), 2, 20, rounds);
    }

    @Test
    void historiesOfSeveralLengthsAreMeasuredAndNothingIsLeftBehind() throws SQLException {
        LakehouseConfig config = LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties());

        GrowthReport report = GrowthBench.run(Site.of(config, "local:///landing/bench"), options(1),
                BenchProgress.NONE);

        assertThat(report.histories()).extracting(GrowthReport.History::days).containsExactly(1, 2);
        assertThat(report.histories()).extracting(GrowthReport.History::files).containsExactly(3L, 5L);
        assertThat(report.histories()).allSatisfy(history -> {
            assertThat(history.lastDayMillis()).isPositive();
            assertThat(history.idleRunMillis()).isPositive();
            assertThat(history.lateFileMetadataBytes()).isPositive();
            assertThat(history.lateFileLedgerBytes()).isPositive();
        });
        assertThat(report.day().files()).isEqualTo(20);
        assertThat(report.day().ingestedMillis()).isPositive();
        assertThat(report.markdown()).contains("| 2 days ", "| idle run, ms ",
                "`./freshet bench growth --days 1,2 --files-per-day 2 --files-in-a-day 20 --rounds 1`");
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config);
                Statement statement = lakehouse.trino().createStatement();
                ResultSet tables = statement.executeQuery("SHOW TABLES FROM landing.bench_hidden LIKE 'growth%'")) {
            assertThat(tables.next()).isFalse();
        }
    }

    @Test
    void zeroRoundsAreRejected() {
        assertThatThrownBy(() -> options(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 rounds");
    }
}
