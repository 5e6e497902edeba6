package dev.freshet.benchmarks.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Site;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class TailBenchTest {
    @Test
    void allFormsAgreeAndAreTimedAndNothingIsLeftBehind() throws SQLException {
        LakehouseConfig config = LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties());

        TailReport report = TailBench.run(Site.of(config, "local:///landing/bench_tail"), new TailBench.Options(1, 1),
                BenchProgress.NONE);

        assertThat(report.lines()).isGreaterThan(1_000);
        assertThat(report.figures()).hasSize(TailForm.values().length * TailQuestion.values().length)
                .allSatisfy(figure -> assertThat(figure.millis()).isPositive());
        assertThat(report.figures()).filteredOn(figure -> figure.form().equals("openx_json"))
                .allSatisfy(figure -> assertThat(figure.toOpenx()).isEqualTo(1));
        assertThat(report.markdown()).contains("| freshet ", "`./freshet bench tail --megabytes 1 --rounds 1`");
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config);
                Statement statement = lakehouse.trino().createStatement();
                ResultSet tables = statement.executeQuery("SHOW TABLES FROM landing.bench_hidden LIKE 'tail%'")) {
            assertThat(tables.next()).isFalse();
        }
    }
}
