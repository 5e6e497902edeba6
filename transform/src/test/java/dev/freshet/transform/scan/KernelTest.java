package dev.freshet.transform.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.spec.json.TypeRule;
import dev.freshet.spec.DataType;
import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.TimeFormat;
import dev.freshet.transform.bytes.Words;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a kernel recognizes has the value of the type's rule. */
class KernelTest {
    private static final int TEXTS = 200_000;

    private final Random random = new Random(5);

    /** @param kernel the value of a text with spare bytes and a length; {@code null} if it is not recognized */
    private void check(DataType type, TimeFormat format, Function<Random, String> texts,
            BiFunction<byte[], Integer, Object> kernel) {
        TypeRule rule = TypeRule.of(type, format);
        int recognized = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = texts.apply(random);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Object value = kernel.apply(Arrays.copyOf(bytes, bytes.length + Words.SPARE), bytes.length);
            if (value != null) {
                assertThat(value).as(text).isEqualTo(rule.value(text));
                recognized++;
            }
        }
        assertThat(recognized).isBetween(TEXTS / 10, TEXTS - TEXTS / 20);
    }

    private static Object known(long value) {
        return value == NumberText.UNKNOWN ? null : value;
    }

    private static String number(Random random) {
        String text = switch (random.nextInt(5)) {
            case 0 -> String.valueOf(random.nextLong() >> random.nextInt(64));
            case 1 -> BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(20)).toPlainString();
            case 2 -> BigDecimal.valueOf(random.nextInt(2_000) - 1_000, random.nextInt(4)).toString();
            case 3 -> String.valueOf(random.nextDouble() * Math.pow(10, random.nextInt(8)));
            default -> "0".repeat(random.nextInt(3)) + random.nextInt(100) + "." + random.nextInt(1_000) + "5";
        };
        return random.nextInt(4) == 0 ? damaged(random, text, "0123456789.-+eE ") : text;
    }

    private static String damaged(Random random, String text, String with) {
        StringBuilder damaged = new StringBuilder(text);
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(3)) {
            case 0 -> damaged.insert(at, with.charAt(random.nextInt(with.length())));
            case 1 -> damaged.delete(Math.max(0, at - 1), at);
            default -> damaged.replace(Math.max(0, at - 1), at,
                    String.valueOf(with.charAt(random.nextInt(with.length()))));
        }
        return damaged.toString();
    }

    private static String time(Random random) {
        String text = "%04d-%02d-%02d%c%02d:%02d:%02d".formatted(
                random.nextInt(5) == 0 ? random.nextInt(10_000) : 1960 + random.nextInt(80), 1 + random.nextInt(12),
                1 + random.nextInt(31), random.nextBoolean() ? 'T' : ' ', random.nextInt(24), random.nextInt(60),
                random.nextInt(60));
        if (random.nextBoolean()) {
            text += "." + String.valueOf(2_000_000_000L + random.nextInt(1_000_000_000)).substring(1,
                    2 + random.nextInt(9));
        }
        text += switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> "Z";
            case 2 -> "+00:00";
            default -> "%c%02d:%02d".formatted(random.nextBoolean() ? '+' : '-', random.nextInt(16),
                    random.nextInt(66));
        };
        return random.nextInt(4) == 0 ? damaged(random, text, "0123456789.-+:TZ t") : text;
    }

    @Test
    void wholeNumbers() {
        check(Scalar.BIGINT, TimeFormat.ISO8601, KernelTest::number,
                (text, length) -> known(NumberText.whole(text, 0, length)));
    }

    @Test
    void doubles() {
        check(Scalar.DOUBLE, TimeFormat.ISO8601, KernelTest::number, (text, length) -> {
            double value = NumberText.float64(text, 0, length);
            return Double.isNaN(value) ? null : value;
        });
    }

    @Test
    void floats() {
        check(Scalar.REAL, TimeFormat.ISO8601, KernelTest::number, (text, length) -> {
            float value = NumberText.float32(text, 0, length);
            return Float.isNaN(value) ? null : value;
        });
    }

    @Test
    void decimals() {
        check(new DataType.Decimal(18, 3), TimeFormat.ISO8601, KernelTest::number, (text, length) -> {
            long value = NumberText.scaled(text, 0, length, 3);
            return Math.abs((double) value) < 1e17 ? BigDecimal.valueOf(value, 3) : null;
        });
    }

    @Test
    void timesInUtc() {
        ClockText clock = new ClockText();
        check(Scalar.TIMESTAMP_TZ, TimeFormat.ISO8601, KernelTest::time,
                (text, length) -> known(clock.utc(text, 0, length)));
    }

    @Test
    void localTimes() {
        ClockText clock = new ClockText();
        check(Scalar.TIMESTAMP, TimeFormat.ISO8601, KernelTest::time,
                (text, length) -> known(clock.local(text, 0, length)));
    }

    @Test
    void dates() {
        ClockText clock = new ClockText();
        check(Scalar.DATE, TimeFormat.ISO8601, texts -> time(texts).replaceFirst("[T ].*", ""), (text, length) -> {
            long day = clock.day(text, 0, length);
            return day == ClockText.UNKNOWN ? null : (int) day;
        });
    }

    @Test
    void uuids() {
        UuidText uuid = new UuidText();
        check(Scalar.UUID, TimeFormat.ISO8601, texts -> {
            String text = new UUID(texts.nextLong(), texts.nextLong()).toString();
            return texts.nextBoolean() ? text : damaged(texts, text, "0aAfFgG-{é");
        }, (text, length) -> uuid.read(text, 0, length) ? new UUID(uuid.high, uuid.low) : null);
    }

    /** As Java's decoder, which replaces what is invalid. */
    @Test
    void validUtf8() {
        int valid = 0;
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = "aé€😀\u07ff\u0800\ud7ff\ue000\udbff\udfff".getBytes(StandardCharsets.UTF_8);
            for (int changes = random.nextInt(2); changes >= 0; changes--) {
                text[random.nextInt(text.length)] = (byte) (random.nextBoolean() ? 0x80 | random.nextInt(0x80)
                        : random.nextInt(256));
            }
            boolean isValid = Utf8.isValid(text, 0, text.length);
            String decoded = new String(text, StandardCharsets.UTF_8);
            assertThat(isValid).isEqualTo(!decoded.contains("\ufffd")
                    || Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), text));
            valid += isValid ? 1 : 0;
        }
        assertThat(valid).isBetween(TEXTS / 20, TEXTS - TEXTS / 20);
    }
}
