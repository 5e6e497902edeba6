package dev.freshet.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.json.PlainForm;
import dev.freshet.spec.json.TypeRule;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the form of plain texts with the rule of the type. */
class PlainFormTest {
    private static final TimeFormat BERLIN = new TimeFormat.Text(Optional.empty(),
            Optional.of(ZoneId.of("Europe/Berlin")));

    @Test
    void plainDatesAreAllDatesOfTwoCenturiesButLeapDays() {
        LocalDate first = LocalDate.of(1900, 1, 1);
        List<String> dates = first.datesUntil(LocalDate.of(2100, 1, 1)).map(LocalDate::toString)
                .filter(date -> !date.endsWith("-02-29")).toList();
        List<String> plain = IntStream.range(1890, 2110).boxed().flatMap(year -> IntStream.range(0, 20).boxed()
                .flatMap(month -> IntStream.range(0, 40).mapToObj(day -> "%d-%02d-%02d".formatted(year, month, day))))
                .filter(text -> isPlain(Scalar.DATE, TimeFormat.ISO8601, text)).toList();
        assertThat(plain).isEqualTo(dates);
    }

    @Test
    void plainTimesAreValid() {
        List<String> times = IntStream.range(0, 100).boxed()
                .flatMap(n -> Stream.of("%02d:00", "23:%02d", "23:59:%02d", "00:00:00.%09d")
                        .map(form -> "2026-11-22T" + form.formatted(n)))
                .toList();
        List<String> zoned = times.stream().flatMap(time -> IntStream.range(0, 100).boxed()
                .flatMap(n -> Stream.of("", "Z", " +%02d", "-%02d:59", "+13%02d", "-14:%02d")
                        .map(form -> time + form.formatted(n))))
                .toList();
        assertThat(times.stream().filter(text -> plainIsValid(Scalar.TIMESTAMP, TimeFormat.ISO8601, text)).count())
                .isEqualTo(24 + 60 + 60 + 100);
        assertThat(times.stream().filter(text -> plainIsValid(Scalar.TIMESTAMP_TZ, BERLIN, text)).count())
                .isEqualTo(24 + 60 + 60 + 100);
        assertThat(zoned.stream().filter(text -> plainIsValid(Scalar.TIMESTAMP_TZ, TimeFormat.ISO8601, text)).count())
                .isEqualTo((24 + 60 + 60 + 100) * (100 + 15 + 14 + 60 + 1));
    }

    @Test
    void plainNumbersAreValid() {
        for (String digit : List.of("0", "1", "8", "9")) {
            for (int digits = 1; digits < 25; digits++) {
                for (String text : List.of(digit.repeat(digits), "-" + digit.repeat(digits),
                        digit + "9".repeat(digits))) {
                    plainIsValid(Scalar.INTEGER, TimeFormat.ISO8601, text);
                    plainIsValid(Scalar.BIGINT, TimeFormat.ISO8601, text);
                    for (TimeFormat format : TimeFormat.Epoch.values()) {
                        plainIsValid(Scalar.TIMESTAMP, format, text);
                    }
                }
            }
        }
        assertThat(isPlain(Scalar.TIMESTAMP, TimeFormat.Epoch.SECONDS, "1795920496")).isTrue();
        assertThat(isPlain(Scalar.TIMESTAMP, TimeFormat.Epoch.MILLIS, "1795920496717")).isTrue();
        assertThat(isPlain(Scalar.TIMESTAMP, TimeFormat.Epoch.NANOS, "1795920496717000000")).isTrue();
    }

    private static boolean plainIsValid(Scalar type, TimeFormat format, String text) {
        boolean plain = isPlain(type, format, text);
        if (plain) {
            assertThat(TypeRule.of(type, format).value(text)).as("%s as %s", text, type).isNotNull();
        }
        return plain;
    }

    private static boolean isPlain(Scalar type, TimeFormat format, String text) {
        return Pattern.matches(PlainForm.of(type, format).orElseThrow(), text);
    }
}
