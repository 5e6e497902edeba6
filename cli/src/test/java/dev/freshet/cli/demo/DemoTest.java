package dev.freshet.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.core.Freshness;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DemoTest {
    private static final DemoScale SMALL = new DemoScale(42, 2, 600, 1, 250, Duration.ofMillis(700), 2, 2, 300);

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @Test
    void everyLandedLineIsARowOrAReject() throws IOException {
        DemoReport report = demo("backups_demo", Clock.systemUTC()).run();

        assertThat(report.rowsLanded()).isGreaterThanOrEqualTo(6 * 600 + 250);
        assertThat(report.rowsLive() + report.rowsRejected()).isEqualTo(report.rowsLanded());
        assertThat(report.rowsHistory() + report.rowsHot() + report.rowsTail()).isEqualTo(report.rowsLive());
        assertThat(report.rowsHistory()).isEqualTo(4 * 600 - 4 * 3);
        assertThat(report.rowsHot()).isGreaterThanOrEqualTo(2 * 600 - 2 * 3);
        assertThat(report.landToVisibleMillis()).isPositive();
        assertThat(report.checks()).isGreaterThan(20);
        assertThat(report.trinoVersion()).isEqualTo(LocalLakehouse.TRINO_VERSION);
        assertThat(report.firstAnswerSeconds()).isBetween(0.0, report.totalSeconds());

        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.get("rowsLanded").asLong()).isEqualTo(report.rowsLanded());
        assertThat(json.size()).isEqualTo(DemoReport.class.getRecordComponents().length);

        assertThat(shown.toString(StandardCharsets.UTF_8)).contains("The first live answer", "with and without ingest",
                "unchanged",
                "views unchanged", "a JSON array, not an object", "none failed", "all equal");
        assertThat(shown.toString(StandardCharsets.UTF_8).lines()).allMatch(line -> line.length() <= 100);
    }

    /** The answer that a round shows has the rows of the check below it. */
    @Test
    void theLiveAnswerIsTheOneThatIsChecked() {
        new DemoScreen(new PrintStream(shown, true, StandardCharsets.UTF_8)).round(new DemoSink.Round(1,
                answer(Freshness.T_1, 9_552, 0), answer(Freshness.LIVE, 9_552, 5_273), Duration.ofMillis(350), 75,
                14_900));
        assertThat(shown.toString(StandardCharsets.UTF_8)).containsPattern("live +14,825 ")
                .contains("check  14,825 rows (9,552 history, 5,273 tail) + 75 rejects = 14,900 lines landed");
    }

    private static Answer answer(Freshness freshness, long history, long tail) {
        return new Answer(freshness, Instant.EPOCH, history, 0, tail, 1, new TreeMap<>(), Duration.ofMillis(1));
    }

    @Test
    @Tag("slow")
    void theDemoCanRunAcrossMidnight() {
        Instant midnight = LocalDate.now(ZoneOffset.UTC).atStartOfDay().toInstant(ZoneOffset.UTC);
        // Shows five seconds before midnight when the demo starts.
        Clock clock = Clock.offset(Clock.systemUTC(),
                Duration.between(Instant.now(), midnight.minus(Duration.ofSeconds(5))));

        DemoReport report = demo("backups_midnight", clock).run();

        assertThat(report.boundary()).isEqualTo(LocalDate.ofInstant(midnight, ZoneOffset.UTC).minusDays(1).toString());
        assertThat(clock.instant()).isAfter(midnight);
        assertThat(report.rowsLive() + report.rowsRejected()).isEqualTo(report.rowsLanded());
    }

    private Demo demo(String dataset, Clock clock) {
        return new Demo(LakehouseConfig.of("local lakehouse", LocalLakehouse.shared().properties()), dataset, SMALL,
                clock, System.nanoTime(),
                new DemoScreen(new PrintStream(shown, true, StandardCharsets.UTF_8)));
    }
}
