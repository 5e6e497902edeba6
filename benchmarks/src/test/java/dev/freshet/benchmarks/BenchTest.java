package dev.freshet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.cli.telemetry.Truth;
import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** JMH runs once on a machine at a time. */
@ResourceLock("JMH")
class BenchTest {
    private static final BenchOptions SHORT = BenchOptions.DEFAULT.withMegabytes(List.of(1)).withRounds(1)
            .withTimes(Duration.ofMillis(50), Duration.ofMillis(200)).withForks(0)
            .withLandingRoot("local:///landing/bench_test");

    @Test
    @Tag("slow")
    void theReportHasARowForEachQuestionAndContenderAndNothingIsLeftBehind() throws IOException, SQLException {
        List<String> steps = new ArrayList<>();

        BenchReport report = Bench.run(config(), OwnLakehouse.NAME, SHORT, (step, done, total) -> steps.add(step));

        assertThat(report.rows()).hasSize(9).allSatisfy(row -> {
            assertThat(row.p50Millis()).isPositive();
            assertThat(row.answers()).isPositive();
            assertThat(row.roundsMillis()).hasSize(1);
        });
        assertThat(report.datasets()).singleElement().satisfies(dataset -> {
            assertThat(dataset.files()).isEqualTo(4);
            assertThat(dataset.bytes()).isBetween(1_000_000L, 1_010_000L);
            assertThat(dataset.rows()).isPositive();
            assertThat(dataset.rejects()).isPositive();
        });
        assertThat(report.ratios()).extracting(BenchReport.Ratio::question).containsExactly(Question.values());
        assertThat(report.trino()).isEqualTo(LocalLakehouse.TRINO_VERSION);
        assertThat(report.markdown()).contains("| 1 MB ", "| lookup ", "Command: `./freshet bench`");
        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.at("/rows/2/contender").asText()).isEqualTo("trino-jdbc");
        assertThat(json.at("/ratios/1/question").asText()).isEqualTo("group_by");
        assertThat(json.at("/host/cores").asInt()).isPositive();
        assertThat(steps).contains("landing scan_1", "warming Trino up", "round 1 of 1: lookup over 1 MB, t-1");
        assertThat(inBenchSchemas()).isEmpty();
        try (Stream<Path> files = Files.walk(LocalLakehouse.shared().directory().resolve("landing/bench_test"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    @Tag("slow")
    void rowsThatOnlyOneOfTheTwoDatasetsHasStopTheBenchmark() {
        SameLines lines = new SameLines(2);
        Instant now = Instant.now();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config())) {
            BenchData data = new BenchData(lakehouse, SHORT.landingRoot(), now, BenchProgress.NONE);
            Truth truth = data.land(lines);
            new Agreement(config(), lines, truth).check();

            Truth more = data.landFile(lines, 7, lines.scan().spec(SHORT.landingRoot()),
                    LandingPartition.at(now, ZoneOffset.UTC, Cadence.DAILY), "one-more.json");

            assertThatThrownBy(() -> new Agreement(config(), lines, truth).check()).isInstanceOf(BenchException.class)
                    .hasMessage("Cannot trust the answer of live over 2 MB: rows differ (answered %d, landed %d)"
                            .formatted(truth.rows() + more.rows(), truth.rows()));
            assertThatThrownBy(() -> new Agreement(config(), lines, truth.plus(more)).check())
                    .hasMessage("Cannot trust the answer of t-1 over 2 MB: rows differ (answered %d, landed %d)"
                            .formatted(truth.rows(), truth.rows() + more.rows()));
            data.remove(lines);
        }
    }

    @Test
    void aContendersDifferentAnswerIsReportedWithBothAnswers() {
        Agreement agreement = new Agreement(config(), new SameLines(10), Truth.NOTHING);
        assertThatThrownBy(() -> agreement.checkSame(Question.GROUP_BY, Contender.T_1, List.of("Acme|2|7"),
                List.of("Acme|2|8")))
                .hasMessage("Cannot compare live with t-1: their answers to group_by over 10 MB differ "
                        + "([Acme|2|8], [Acme|2|7])");
    }

    @Test
    void withoutADockerEngineTheContainerIsSkippedAndNothingFails() {
        assumeThat(ContainerTrino.isDockerThere()).isFalse();

        assertThat(Bench.onContainer(SHORT, BenchProgress.NONE)).isInstanceOfSatisfying(Skipped.class,
                report -> assertThat(report.skipped())
                        .startsWith("Skipped: no Docker engine answers (DOCKER_HOST "));
    }

    @Test
    void invalidOptionsAreRejected() {
        assertThatThrownBy(() -> SHORT.withMegabytes(List.of(10, 0)))
                .hasMessage("Invalid sizes: [0, 10] (name at least one, each at least 1 MB)");
        assertThatThrownBy(() -> SHORT.withRounds(0))
                .hasMessage("Invalid benchmark: 0 rounds, 0 forks (at least 1 round, 0 or 1 forks)");
        assertThatThrownBy(() -> SHORT.withTimes(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessage("Invalid times: warm-up PT0S, measurement PT1S (both must be positive)");
        assertThat(SHORT.withLandingRoot("s3://bucket/bench/").landingRoot()).isEqualTo("s3://bucket/bench");
    }

    @Test
    void theMedianAndTheSpreadAreOverTheRounds() {
        BenchReport.Row row = BenchReport.Row.of(10, Question.COUNT, Contender.LIVE, List.of(90.0, 100.0, 120.0), 60);
        assertThat(row.p50Millis()).isEqualTo(100);
        assertThat(row.spreadPercent()).isEqualTo(30);
        assertThat(BenchReport.Row.of(10, Question.COUNT, Contender.LIVE, List.of(90.0, 100.0), 60).p50Millis())
                .isEqualTo(95);
    }

    private static List<String> inBenchSchemas() throws SQLException {
        List<String> found = new ArrayList<>();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config());
                Statement statement = lakehouse.trino().createStatement();
                ResultSet tables = statement.executeQuery("""
                                                          SELECT table_name FROM lakehouse.information_schema.tables
                                                          WHERE regexp_like(table_name, '^(scan|history)_1(_|$)')
                                                          UNION ALL
                                                          SELECT table_name FROM landing.information_schema.tables
                                                          WHERE regexp_like(table_name, '^(scan|history)_1_')
                                                          """)) {
            while (tables.next()) {
                found.add(tables.getString(1));
            }
        }
        return found;
    }

    private static LakehouseConfig config() {
        return LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties());
    }
}
