package dev.freshet.cli.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Generates events of finished backups as devices report them: most complete, some with missing or odd values. */
final class BackupEvent {
    private static final List<String> CUSTOMERS = List.of("Acme Corp", "Müller & Söhne", "株式会社みどり", "Ærø Bådværft",
            "Кафе «Берёзка»", "Señor Niño S.A.", "O\\\"Neill Ltd", "Ζεύς ΑΕ", "Tab\\tand\\\\slash",
            "\\u00dcber \\ud83d\\ude80",
            "مخبز النور", "Rocket 🚀 Foods");
    private static final List<String> MODELS = List.of("S5-2", "S5-4", "S5-X", "A4");
    private static final List<String> SYSTEMS = List.of("linux", "windows", "macos");
    private static final List<String> TAGS = List.of("nightly", "weekly", "größer", "東京", "off-site", "déjà-vu");
    private static final long MAX_SIZE = 2_000_000_000_000L;

    /** The form of the value at {@code size_bytes}. */
    private enum SizeForm {
        NUMBER,
        DIGITS_IN_QUOTES,
        NOT_A_NUMBER,
        NULL,
        MISSING
    }

    private final SplittableRandom random;
    private final Instant arrival;
    private String id;
    private String time;
    private int device;
    private Optional<String> status;
    private SizeForm sizeForm;
    private long size;

    BackupEvent(long seed, Instant arrival) {
        this.random = new SplittableRandom(seed);
        this.arrival = arrival.truncatedTo(ChronoUnit.MICROS);
    }

    void next() {
        String hex = HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
        id = hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + hex.substring(12, 16) + "-"
                + hex.substring(16, 20) + "-" + hex.substring(20);
        time = time();
        device = random.nextInt(500);
        int percent = random.nextInt(100);
        status = percent < 1 ? Optional.empty()
                : Optional.of(
                        percent < 80 ? "completed" : percent < 90 ? "partial" : percent < 98 ? "failed" : "skipped");
        size = random.nextLong(MAX_SIZE);
        int odd = random.nextInt(200);
        sizeForm = odd < 4 ? SizeForm.values()[odd + 1] : SizeForm.NUMBER;
    }

    /** Microseconds, milliseconds or whole seconds, mostly in UTC; one in fifty is a day late. */
    private String time() {
        Instant at = arrival.minusNanos(1_000 * random.nextLong(Duration.ofHours(1).toNanos() / 1_000));
        if (random.nextInt(50) == 0) {
            at = at.minus(Duration.ofDays(1));
        }
        return switch (random.nextInt(10)) {
            case 0 -> at.atOffset(ZoneOffset.ofHours(1)).toString();
            case 1 -> at.truncatedTo(ChronoUnit.SECONDS).toString();
            case 2, 3, 4 -> at.truncatedTo(ChronoUnit.MILLIS).toString();
            default -> at.toString();
        };
    }

    String id() {
        return id;
    }

    int device() {
        return device;
    }

    /** Empty if the event has none. */
    Optional<String> status() {
        return status;
    }

    /** The event's part of the sum of {@code size_bytes}: 0 if that is NULL. */
    long countedSize() {
        return sizeForm == SizeForm.NUMBER || sizeForm == SizeForm.DIGITS_IN_QUOTES ? size : 0;
    }

    void writeTo(StringBuilder line) {
        line.append("{\"id\":\"").append(id).append("\",");
        writeRest(time, line);
    }

    void writeWithoutId(StringBuilder line) {
        writeRest(time, line.append('{'));
    }

    void writeWithTime(String text, StringBuilder line) {
        line.append("{\"id\":\"").append(id).append("\",");
        writeRest(text, line);
    }

    private void writeRest(String time, StringBuilder line) {
        line.append("\"time\":\"").append(time).append("\",\"started\":")
                .append(arrival.toEpochMilli() - random.nextInt(7_200_000));
        line.append(",\"customer\":\"").append(one(CUSTOMERS)).append('"');
        writeDevice(line);
        line.append(",\"agent\":{\"address\":\"10.").append(device % 8).append('.').append(device / 8).append(".1\"}");
        status.ifPresentOrElse(s -> line.append(",\"status\":\"").append(s).append('"'),
                () -> line.append(",\"status\":null"));
        writeSize(line);
        line.append(",\"files\":").append(random.nextInt(1_000_000));
        long cost = random.nextLong(10_000_000);
        line.append(",\"cost\":").append(cost / 10_000).append('.')
                .append(Long.toString(10_000 + cost % 10_000), 1, 5);
        line.append(",\"encrypted\":").append(random.nextBoolean());
        writeTags(line);
        line.append(",\"metrics\":{\"read_mb_s\":").append(random.nextInt(8_000) / 8.0).append(",\"cpu\":")
                .append(random.nextInt(64) / 64.0).append(random.nextInt(20) == 0 ? ",\"gpu\":null}" : "}");
        line.append(random.nextInt(100) == 0 ? ",\"debug\":{\"trace\":[1,2,{\"a\":\"b\"}]}}" : "}");
    }

    private void writeDevice(StringBuilder line) {
        if (random.nextInt(200) == 0) {
            return;
        }
        line.append(",\"device\":{\"id\":\"dev-").append(10_000 + device).append("\",\"model\":\"")
                .append(MODELS.get(device % MODELS.size())).append("\",\"os\":{\"name\":\"")
                .append(SYSTEMS.get(device % SYSTEMS.size())).append("\",\"version\":\"").append(device % 5 + 6)
                .append('.').append(random.nextInt(20)).append("\"}}");
    }

    private void writeSize(StringBuilder line) {
        switch (sizeForm) {
            case NUMBER -> line.append(",\"size_bytes\":").append(size);
            case DIGITS_IN_QUOTES -> line.append(",\"size_bytes\":\"").append(size).append('"');
            case NOT_A_NUMBER -> line.append(",\"size_bytes\":\"n/a\"");
            case NULL -> line.append(",\"size_bytes\":null");
            case MISSING -> {
            }
        }
    }

    private void writeTags(StringBuilder line) {
        if (random.nextInt(50) == 0) {
            line.append(",\"tags\":null");
            return;
        }
        line.append(",\"tags\":[");
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            line.append(i == 0 ? "\"" : ",\"").append(one(TAGS)).append('"');
        }
        line.append(']');
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
