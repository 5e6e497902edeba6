package dev.freshet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LandingPartitionTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void aPartitionIsParsedFromItsText() {
        for (String text : List.of("2026-11-22", "2026-11-22T05", "2026-02-28T23")) {
            LandingPartition partition = LandingPartition.parse(text);
            assertThat(partition).hasToString(text);
            assertThat(LandingPartition.ofDigits(partition.digits())).isEqualTo(partition);
        }
        for (String text : List.of("2026-11-22T5", "2026-11-22T05:30", "2026-02-30", "yesterday", "")) {
            assertThatThrownBy(() -> LandingPartition.parse(text)).as(text).isInstanceOf(DateTimeException.class);
        }
    }

    @Test
    void aDateWithAnEmptyHourIsRejected() {
        assertThatThrownBy(() -> LandingPartition.parse("2026-11-22T")).isInstanceOf(DateTimeParseException.class);
    }

    @Test
    void theBoundaryIsParsedFromTheViewText() {
        for (String text : List.of("2026-11-22", "2026-11-22T05", "2026-11-22T00")) {
            Boundary boundary = new Boundary(LandingPartition.parse(text));
            assertThat(Boundary.inViewText("WHERE (" + boundary.historyPredicate() + ")")).contains(boundary);
        }
    }

    @Test
    void theZoneDeterminesTheLengthOfADay() {
        assertThat(length("2026-03-29", ZoneId.of("Europe/Berlin"))).isEqualTo(Duration.ofHours(23));
        assertThat(length("2026-10-25", ZoneId.of("Europe/Berlin"))).isEqualTo(Duration.ofHours(25));
        assertThat(length("2026-11-22", ZoneId.of("Pacific/Kiritimati"))).isEqualTo(Duration.ofHours(24));
        // Clocks went from 23:59 to 01:00.
        assertThat(length("2018-11-04", ZoneId.of("America/Sao_Paulo"))).isEqualTo(Duration.ofHours(23));
    }

    private static Duration length(String day, ZoneId zone) {
        LandingPartition partition = LandingPartition.parse(day);
        return Duration.between(partition.startsAt(zone), partition.next().startsAt(zone));
    }

    @Test
    void theLandingDayDependsOnTheZone() {
        Instant instant = Instant.parse("2026-11-22T11:00:00Z");
        assertThat(LandingPartition.at(instant, ZoneId.of("Pacific/Kiritimati"), Cadence.DAILY))
                .hasToString("2026-11-23");
        assertThat(LandingPartition.at(instant, ZoneId.of("Etc/GMT+12"), Cadence.DAILY)).hasToString("2026-11-21");
    }

    @Test
    void aRepeatedHourIsOnePartitionThatEndsAfterTheSecondOccurrence() {
        LandingPartition two = LandingPartition.parse("2026-10-25T02");
        for (String first : List.of("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")) {
            assertThat(LandingPartition.at(Instant.parse(first), BERLIN, Cadence.HOURLY)).isEqualTo(two);
        }
        assertThat(two.next().startsAt(BERLIN)).isEqualTo("2026-10-25T02:00:00Z");
    }

    @Test
    void aSkippedHourBeginsWithTheNextHour() {
        LandingPartition two = LandingPartition.parse("2026-03-29T02");
        assertThat(two.startsAt(BERLIN)).isEqualTo(two.next().startsAt(BERLIN));
    }

    @Test
    void aRangeExcludesItsEnd() {
        assertThat(LandingPartition.parse("2026-10-24T23").until(LandingPartition.parse("2026-10-25T02")))
                .extracting(Object::toString).containsExactly("2026-10-24T23", "2026-10-25T00", "2026-10-25T01");
    }
}
