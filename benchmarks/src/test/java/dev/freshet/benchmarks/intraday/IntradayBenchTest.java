package dev.freshet.benchmarks.intraday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class IntradayBenchTest {
    private static IntradayBench.Options options(int fileMegabytes, String naming, int rounds) {
        return new IntradayBench.Options(List.of(4), List.of(fileMegabytes), Map.of(naming, 600), rounds, 2, 1, 1);
    }

    @Test
    void allReadersAgreeAndAreTimedAndNothingIsLeftBehind() throws SQLException {
        LakehouseConfig config = LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties());

        LiveReport report = IntradayBench.run(config, options(1, "uuid", 1), BenchProgress.NONE);

        assertThat(report.points()).extracting(LiveReport.Point::landed).containsExactly("4 MB, files of 1 MB",
                "600 files of 1 kB, names by uuid");
        assertThat(report.points()).allSatisfy(point -> {
            assertThat(point.figures()).extracting(LiveReport.Figure::question).containsExactly("count", "lookup",
                    "group_by", "top", "explain");
            assertThat(point.figures()).allSatisfy(figure -> assertThat(figure.millis()).hasSize(3)
                    .allSatisfy((reader, millis) -> assertThat(millis).isPositive()));
            assertThat(point.visibleMillis().p95()).isGreaterThanOrEqualTo(point.visibleMillis().p50()).isPositive();
        });
        LiveReport.Point first = report.points().get(0);
        assertThat(first.today().hotRows()).isGreaterThan(2 * first.today().tailRows());
        assertThat(first.today().tailRows()).isPositive();
        assertThat(first.ingests()).extracting(LiveReport.Ingests::of).containsExactly("the day so far", "a minute",
                "1 MB");
        assertThat(first.ingests()).allSatisfy(ingests -> {
            assertThat(ingests.batchCpuPerGb()).isPositive();
            assertThat(ingests.trinoCpuPerGb()).isPositive();
        });
        LiveReport.Point uuids = report.points().get(1);
        assertThat(uuids.today().hotRows()).as("500 of 600 files").isLessThan(6 * uuids.today().tailRows());
        assertThat(report.markdown()).contains("| group_by ", "| the day so far ",
                "`./freshet bench intraday --megabytes 4 --file-megabytes 1 --small-files uuid=600 --rounds 1`");
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config);
                Statement statement = lakehouse.trino().createStatement();
                ResultSet tables = statement.executeQuery("SHOW TABLES FROM lakehouse.bench_hidden LIKE 'intraday%'")) {
            assertThat(tables.next()).isFalse();
        }
    }

    @Test
    void invalidOptionsAreRejected() {
        assertThatThrownBy(() -> options(1, "uuid", 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 rounds");
        assertThatThrownBy(() -> options(1, "other", 1)).hasMessage(
                "Invalid names of files: other (use time or uuid)");
        assertThatThrownBy(() -> new IntradayBench.Options(List.of(4), List.of(4), Map.of(), 1, 1, 1, 1))
                .hasMessageContaining("no day has two files");
    }
}
