package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.MaxRejects;
import dev.freshet.spec.sql.SetAside;
import dev.freshet.transform.DatasetStatus;
import dev.freshet.transform.history.TableSize;
import dev.freshet.transform.DatasetStatus.Lines;
import dev.freshet.transform.DatasetStatus.RawPartition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusLimitsTest {
    private static final LandingPartition DAY = LandingPartition.parse("2026-11-22");
    private static final LandingPartition NEXT = LandingPartition.parse("2026-11-23");
    private static final DatasetStatus STATUS = status(Optional.of(Duration.parse("PT26H0.001S")), 3,
            new Lines(DAY, 99, 1), new Lines(NEXT, 1_900, 100));

    private static DatasetStatus status(Optional<Duration> lag, int late, Lines... lines) {
        return new DatasetStatus("backups", Optional.empty(), Optional.empty(), 0, TableSize.NONE, lag, List.of(lines),
                List.of(),
                Optional.empty(), List.of(), 32,
                List.of(new RawPartition(DAY, late, 1, Optional.empty(), Optional.empty())), List.of(), List.of(),
                List.of(), SetAside.NONE, 0, List.of());
    }

    private static List<String> exceeded(DatasetStatus status, String lag, Integer late, String rejects) {
        return new StatusLimits(Optional.ofNullable(lag).map(Duration::parse), Optional.ofNullable(late),
                Optional.ofNullable(rejects).map(MaxRejects::parse)).exceeded(status).stream().map(Object::toString)
                .toList();
    }

    @Test
    void whatIsAtTheLimitDoesNotExceedIt() {
        assertThat(exceeded(STATUS, "PT26H0.001S", 3, "5%")).isEmpty();
        assertThat(exceeded(status(Optional.of(Duration.ZERO), 0), "PT0S", 0, "0%")).isEmpty();
    }

    @Test
    void whatIsBeyondALimitIsNamedWithIt() {
        assertThat(exceeded(STATUS, "P1DT2H", 2, "0.5%")).containsExactly(
                "--max-lag PT26H: its lag is PT26H0.001S", "--max-late 2: 3 files came late",
                "--max-rejects 0.5%: 1 of 100 lines of 2026-11-22",
                "--max-rejects 0.5%: 100 of 2,000 lines of 2026-11-23");
        assertThat(exceeded(STATUS, null, null, "1%"))
                .containsExactly("--max-rejects 1%: 100 of 2,000 lines of 2026-11-23");
    }

    @Test
    void aDatasetThatIsNotPublishedExceedsAnyLag() {
        assertThat(exceeded(status(Optional.empty(), 0), "P365D", 0, "0%"))
                .containsExactly("--max-lag PT8760H: it is not published yet");
    }

    @Test
    void noLimitIsExceededIfThereIsNone() {
        assertThat(exceeded(STATUS, null, null, null)).isEmpty();
        assertThat(exceeded(status(Optional.empty(), 0), null, null, null)).isEmpty();
    }
}
