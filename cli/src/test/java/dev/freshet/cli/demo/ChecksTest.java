package dev.freshet.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.cli.telemetry.TelemetryGenerator;
import dev.freshet.cli.telemetry.Truth;
import dev.freshet.core.Freshness;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");

    private final Checks checks = new Checks();
    private Truth landed;

    @BeforeEach
    void land() throws IOException {
        landed = TelemetryGenerator.generate(1, NOW, TelemetryGenerator.Size.lines(1_000),
                OutputStream.nullOutputStream());
    }

    @Test
    void correctAnswersPass() {
        checks.live(answer(0, 0), landed.rejectsByReason(), landed);

        assertThat(checks.made()).isEqualTo(5);
    }

    @Test
    void aLostRowEndsTheDemo() {
        assertThatThrownBy(() -> checks.live(answer(-1, 0), landed.rejectsByReason(), landed))
                .isInstanceOf(DemoException.class)
                .hasMessage("Cannot account for every line: live rows and rejects differ from what landed "
                        + "(994 rows + 5 rejects = 999, landed 1000)");
    }

    @Test
    void aRejectCountedAsARowEndsTheDemo() {
        TreeMap<String, Long> rejects = new TreeMap<>(landed.rejectsByReason());
        rejects.merge("a JSON array, not an object", -1L, Long::sum);

        assertThatThrownBy(() -> checks.live(answer(1, 0), rejects, landed)).isInstanceOf(DemoException.class)
                .hasMessage("Cannot trust the answer: live rows differ (answered 996, landed 995)");
    }

    @Test
    void aWrongSumEndsTheDemo() {
        assertThatThrownBy(() -> checks.live(answer(0, 1), landed.rejectsByReason(), landed))
                .isInstanceOf(DemoException.class).hasMessageStartingWith(
                        "Cannot trust the answer: live sum of size_bytes differ (answered ");
    }

    @Test
    void anAnswerHasAtLeastTheRowsLandedBeforeAndAtMostThoseLandedAfter() {
        checks.between(answer(0, 0), landed, landed.plus(landed));

        assertThatThrownBy(() -> checks.between(answer(-1, 0), landed, landed)).isInstanceOf(DemoException.class);
        assertThatThrownBy(() -> checks.between(answer(1, 0), landed, landed)).isInstanceOf(DemoException.class);
    }

    private Answer answer(long moreRows, long moreBytes) {
        return new Answer(Freshness.LIVE, NOW, 500, 0, landed.rows() - 500 + moreRows, landed.sizeBytes() + moreBytes,
                landed.rowsByStatus(), Duration.ZERO);
    }
}
