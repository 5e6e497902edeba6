package dev.freshet.benchmarks.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AmountTest {
    @Test
    void sizesAndRatesHaveDecimalUnits() {
        assertThat(Amount.size("--x", "10MB")).isEqualTo(10_000_000);
        assertThat(Amount.size("--x", "1.5 gb")).isEqualTo(1_500_000_000);
        assertThat(Amount.dataRate("--x", "6MB/min")).isEqualTo(100_000);
        assertThat(Amount.dataRate("--x", "86.4GB/d")).isEqualTo(1_000_000);
        assertThat(Amount.rate("--x", "30/min")).isEqualTo(0.5);
        assertThat(Amount.rate("--x", "2/s")).isEqualTo(2);
    }

    @Test
    void aMisspelledUnitIsRefusedWithAnExample() {
        for (String size : new String[]{"10", "10Mb/s", "10MiB", "MB", "-1MB", "0MB", ""}) {
            assertThatThrownBy(() -> Amount.size("--file-size", size)).as(size).hasMessage(
                    "Invalid value for option '--file-size': '%s' is no size such as 10MB or 500kB".formatted(size));
        }
        for (String rate : new String[]{"5MB", "5MB/minute", "5MB per min", "5MB/"}) {
            assertThatThrownBy(() -> Amount.dataRate("--ingest-rate", rate)).as(rate).hasMessage(
                    "Invalid value for option '--ingest-rate': '%s' is no rate such as 5MB/min or 2GB/h; the times are s, min, h and d"
                            .formatted(rate));
        }
        for (String rate : new String[]{"2", "2/sec", "two/s", "/s"}) {
            assertThatThrownBy(() -> Amount.rate("--queries", rate)).as(rate).hasMessageContaining("'" + rate
                    + "' is no rate such as 2/s or 30/min");
        }
    }
}
