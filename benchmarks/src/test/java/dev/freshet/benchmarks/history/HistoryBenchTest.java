package dev.freshet.benchmarks.history;

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
class HistoryBenchTest {
    private static HistoryBench.Options options(int rounds) {
        return new HistoryBench.Options(List.of(1), 3, 2, rounds,
                "./freshet bench history");
    }

    @Test
    void allReadersAgreeAndAreTimedAndNothingIsLeftBehind() throws SQLException {
        LakehouseConfig config = LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties());

        HistoryReport report = HistoryBench.run(Site.of(config, "local:///landing/bench_history"), options(1),
                BenchProgress.NONE);

        assertThat(report.historyRows()).isGreaterThan(report.rowsBefore()).isGreaterThan(1_000);
        assertThat(report.tails()).extracting(HistoryReport.Tail::megabytes).containsExactly(1);
        assertThat(report.tails()).allSatisfy(tail -> {
            assertThat(tail.figures()).hasSize(PastReader.values().length * PastQuestion.all().size())
                    .allSatisfy(figure -> assertThat(figure.millis()).isPositive());
            assertThat(tail.figures()).filteredOn(figure -> figure.reader().equals("iceberg"))
                    .allSatisfy(figure -> assertThat(figure.toIceberg()).isEqualTo(1));
        });
        assertThat(report.markdown()).contains("| 1 MB ", "| nested ", "| all ", "`./freshet bench history`");
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config);
                Statement statement = lakehouse.trino().createStatement();
                ResultSet tables = statement.executeQuery("SHOW TABLES FROM landing.bench_hidden LIKE 'past%'")) {
            assertThat(tables.next()).isFalse();
        }
    }

    @Test
    void zeroRoundsAreRejected() {
        assertThatThrownBy(() -> options(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 rounds");
    }
}
