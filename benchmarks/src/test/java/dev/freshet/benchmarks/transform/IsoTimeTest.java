package dev.freshet.benchmarks.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {
    @ParameterizedTest
    @ValueSource(strings = {"2026-11-22T10:00:00Z", "2026-11-22T10:00:00.123Z", "2026-11-22T10:00:00.123456+01:00",
            "1969-12-31T23:59:59.999999999-05:30", "2026-11-22T10:00Z", "2026-11-22T10:00+01:00"})
    void timesAreThoseOfTheJdk(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        assertThat(IsoTime.micros(text)).isEqualTo(
                ChronoUnit.MICROS.between(OffsetDateTime.parse("1970-01-01T00:00Z"), time.truncatedTo(
                        ChronoUnit.MICROS)));
    }
}
