package dev.freshet.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.json.TypeRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {
    private static final String HEAD = """
                                       dataset: a
                                       schema: b
                                       landing: {root: "local:///a"}
                                       columns:
                                       """;

    /** {@code DateTimeFormatter} has the same letters, so what it writes is read as the time that it wrote. */
    @ParameterizedTest
    @ValueSource(strings = {"dd/MMM/yyyy:HH:mm:ss Z", "yyyy-MM-dd HH:mm:ss,SSS", "yyyyMMdd'T'HHmmss",
            "MM/dd/yyyy hh:mm a", "EEE, dd MMM yyyy HH:mm:ss Z", "EEE MMM dd HH:mm:ss Z yyyy", "EEEE d MMMM uuuu H:mm",
            "yy/MM/dd HH:mm:ss", "M/d/yyyy h:mm:ss a", "yyyyMMddHHmmssSSSSSSSSSXX", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
            "''yyyy''MM'o''clock'dd HHX", "'{'yyyy'}['MM']#'%(dd)\\$^*+?.|/-&~`HH:mm:ss'%s'"})
    void aPatternReadsWhatDateTimeFormatterWrites(String pattern) {
        boolean offset = pattern.matches(".*[ZX].*");
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        TypeRule rule = TypeRule.of(offset ? Scalar.TIMESTAMP_TZ : Scalar.TIMESTAMP,
                new TimeFormat.Text(Optional.of(TimePattern.parse(pattern)), Optional.empty()));
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            LocalDateTime time = LocalDateTime.ofEpochSecond(946_684_800L + random.nextInt(1_000_000_000),
                    random.nextInt(1_000_000_000), ZoneOffset.UTC);
            String text = formatter.format(time.atOffset(ZoneOffset.ofHours(random.nextInt(29) - 14)));
            Instant wrote = offset ? Instant.from(formatter.parse(text))
                    : LocalDateTime.parse(text, formatter).toInstant(ZoneOffset.UTC);
            assertThat(rule.value(text)).as(text).isEqualTo(
                    ChronoUnit.MICROS.between(Instant.EPOCH, wrote.plusNanos(500).truncatedTo(ChronoUnit.MICROS)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"dd.MM.yyyy | 22.11.2026 | 2026-11-22", "dd.MM.yyyy | 30.02.2026 |",
            "dd.MM.yyyy | 2.11.2026 |", "d.M.yy | 2.1.26 | 2026-01-02", "dd-MMM-yyyy | 22-nov-2026 | 2026-11-22",
            "dd-MMM-yyyy | 22-NOV-2026 | 2026-11-22", "dd-MMM-yyyy | 22-Now-2026 |", "dd MMM yyyy | 22 Mär 2026 |",
            "dd MMM yyyy | 22 ſep 2026 |", "dd.MM.yyyy | 22x11x2026 |",
            "EEE dd MMM yyyy | Mon 22 Nov 2026 | 2026-11-22",
            "EEE dd MMM yyyy | Xyz 22 Nov 2026 |", "dd.MM.yyyy | 22.11.2026x |", "yyyyMMdd | ٢٠٢٦١١٢٢ |"})
    void aDateIsExact(String pattern, String text, String date) {
        TypeRule rule = TypeRule.of(Scalar.DATE,
                new TimeFormat.Text(Optional.of(TimePattern.parse(pattern)), Optional.empty()));
        assertThat(rule.value(text)).isEqualTo(date == null ? null : (int) LocalDate.parse(date).toEpochDay());
    }

    @Test
    void everyMonthIsReadByItsName() {
        TypeRule rule = TypeRule.of(Scalar.DATE,
                new TimeFormat.Text(Optional.of(TimePattern.parse("dd MMMM yyyy")), Optional.empty()));
        for (Month month : Month.values()) {
            assertThat(rule.value("01 " + month + " 2026"))
                    .isEqualTo((int) LocalDate.of(2026, month, 1).toEpochDay());
        }
    }

    @Test
    void aSkippedTimeMovesOnAndARepeatedTimeIsTheFirst() {
        TypeRule rule = TypeRule.of(Scalar.TIMESTAMP_TZ,
                new TimeFormat.Text(Optional.empty(), Optional.of(ZoneId.of("Europe/Berlin"))));
        assertThat(instant(rule, "2026-07-01T12:00")).isEqualTo("2026-07-01T10:00:00Z");
        assertThat(instant(rule, "2026-03-29T02:30:00")).isEqualTo("2026-03-29T01:30:00Z");
        assertThat(instant(rule, "2026-03-29T03:30:00")).isEqualTo("2026-03-29T01:30:00Z");
        assertThat(instant(rule, "2026-10-25T02:30:00")).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(rule.value("2026-10-25T02:30:00Z")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"SECONDS,1588205199.82437,2020-04-30T00:06:39.824370Z",
            "SECONDS,1.58820519982437E9,2020-04-30T00:06:39.824370Z",
            "SECONDS,1588205199.8243704999999999999,2020-04-30T00:06:39.824370Z",
            "SECONDS,1588205199.8243705,2020-04-30T00:06:39.824371Z", "SECONDS,-0.0000005,1969-12-31T23:59:59.999999Z",
            "MILLIS,1588205199824.37,2020-04-30T00:06:39.824370Z",
            "MICROS,1588205199824370.5,2020-04-30T00:06:39.824371Z",
            "NANOS,1588205199824370500,2020-04-30T00:06:39.824371Z",
            "NANOS,1588205199824370499,2020-04-30T00:06:39.824370Z",
            "SECONDS,1588205199.,", "SECONDS,1e99,", "SECONDS,9223372036.854776,", "NANOS,1588205199824370499.5,",
            "NANOS,1.5e18,", "NANOS,9223372036854775807,"})
    void anEpochIsRoundedHalfUpToMicroseconds(TimeFormat.Epoch format, String text, String instant) {
        assertThat(instant(TypeRule.of(Scalar.TIMESTAMP_TZ, format), text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource({"+02:00", "+0200", "+02"})
    void anOffsetHasAnyForm(String offset) {
        assertThat(instant(TypeRule.of(Scalar.TIMESTAMP_TZ, TimeFormat.ISO8601), "2026-11-22T10:00:00" + offset))
                .isEqualTo("2026-11-22T08:00:00Z");
    }

    @Test
    void aFormatThatIsNotReadIsReportedWithTheLetterAndTheFix() {
        assertThat(formatMistakes("timestamp(6)", "yyyy-MM-ddTHH:mm", "YYYY-MM-dd HH:mm", "yyyy-DDD HH:mm",
                "yyyy-MM-dd kk:mm", "yyyy-MM-dd HH:mm z", "yyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm[:ss]",
                "yyyy-MM-dd'T HH:mm", "yyyy-MM-dd hh:mm", "yyyy-MM-dd HH:mm a", "yyyy-MM-dd a", "yyyy-dd HH:mm",
                "yyyy-MM-dd HH:ss", "yyyy-MM-dd HH:mm.SSS", "yyyy-MM-dd mm:ss", "yyyy-MM-dd MM HH", "yyyyMd HH",
                "yyyy-MM-d1 HH", "epoch_milis", "unix", "MM/dd HH:mm")).containsExactly(
                        "Invalid format \"yyyy-MM-ddTHH:mm\": T is not read (write 'T' if the text has it)",
                        "Invalid format \"YYYY-MM-dd HH:mm\": YYYY is not read (write yyyy)",
                        "Invalid format \"yyyy-DDD HH:mm\": DDD is not read (write dd)",
                        "Invalid format \"yyyy-MM-dd kk:mm\": kk is not read (write HH)",
                        "Invalid format \"yyyy-MM-dd HH:mm z\": z is not read "
                                + "(write Z for an offset; a name that is always the same is quoted, such as 'UTC')",
                        "Invalid format \"yyy-MM-dd HH:mm\": yyy is not read (write yyyy)",
                        "Invalid format \"yyyy-MM-dd HH:mm[:ss]\": [ is not in quotes "
                                + "(write '['; a pattern has no optional parts)",
                        "Invalid format \"yyyy-MM-dd'T HH:mm\": a quote is not closed "
                                + "(write 'T' for a letter, '' for a quote)",
                        "Invalid format \"yyyy-MM-dd hh:mm\": there is no a (add a)",
                        "Invalid format \"yyyy-MM-dd HH:mm a\": there is no hh (add hh)",
                        "Invalid format \"yyyy-MM-dd a\": there is no hh (add hh)",
                        "Invalid format \"yyyy-dd HH:mm\": there is no MM (add MM)",
                        "Invalid format \"yyyy-MM-dd HH:ss\": there is no mm (add mm)",
                        "Invalid format \"yyyy-MM-dd HH:mm.SSS\": there is no ss (add ss)",
                        "Invalid format \"yyyy-MM-dd mm:ss\": there is no HH (add HH)",
                        "Invalid format \"yyyy-MM-dd MM HH\": MM has a second one (name each part once)",
                        "Invalid format \"yyyyMd HH\": M has a digit beside it "
                                + "(write MM, or something else between them)",
                        "Invalid format \"yyyy-MM-d1 HH\": d has a digit beside it "
                                + "(write dd, or something else between them)",
                        "Unknown format \"epoch_milis\" (did you mean epoch_millis?)",
                        "Unknown format \"unix\" (use iso8601, epoch_seconds, epoch_millis, epoch_micros, epoch_nanos, "
                                + "or a pattern such as yyyy-MM-dd HH:mm:ss)",
                        "Unknown format \"MM/dd HH:mm\" (use iso8601, epoch_seconds, epoch_millis, epoch_micros, "
                                + "epoch_nanos, or a pattern such as yyyy-MM-dd HH:mm:ss)");
    }

    @Test
    void aFormatThatYamlSplitsAtItsCommaIsReported() {
        assertThat(messages("  a: {type: timestamp(6), format: yyyy-MM-dd HH:mm:ss,SSS}")).containsExactly(
                "a.SSS: Unknown key \"SSS\" (inside { } put a value with a comma in quotes)");
    }

    @Test
    void formatZoneAndTypeMustFit() {
        assertThat(messages("  a: {type: varchar, format: \"yyyy-MM-dd\", zone: UTC}",
                "  b: {type: date, format: epoch_millis}",
                "  c: {type: date, format: \"yyyy-MM-dd HH:mm\"}", "  d: {type: timestamp(6), format: yyyy-MM-dd}",
                "  e: {type: timestamp(6), format: \"yyyy-MM-dd HH:mm Z\"}", "  f: {type: timestamp(6), zone: UTC}",
                "  g: {type: timestamp(6) with time zone, format: \"yyyy-MM-dd HH:mm\"}",
                "  h: {type: timestamp(6) with time zone, format: \"yyyy-MM-dd HH:mm Z\", zone: UTC}",
                "  i: {type: timestamp(6) with time zone, format: epoch_millis, zone: UTC}",
                "  j: {type: timestamp(6) with time zone, format: \"yyyy-MM-dd HH:mm\", zone: CET}",
                "  k: {type: timestamp(6) with time zone, zone: Europe/Berln}",
                "  l: {rescue: true, format: iso8601, zone: UTC}")).containsExactly(
                        "a.format: Invalid format \"yyyy-MM-dd\" of a varchar column "
                                + "(only dates and timestamps have one: remove it, or change the type)",
                        "a.zone: Invalid zone of a varchar column "
                                + "(only a timestamp(6) with time zone has one: remove it, or change the type)",
                        "b.format: Invalid format \"epoch_millis\" of a date column "
                                + "(change the type to timestamp(6) with time zone)",
                        "c.format: Invalid format \"yyyy-MM-dd HH:mm\" of a date column "
                                + "(remove the time, or change the type to timestamp(6))",
                        "d.format: Invalid format \"yyyy-MM-dd\" of a timestamp(6) column "
                                + "(add HH, or change the type to date)",
                        "e.format: Invalid format \"yyyy-MM-dd HH:mm Z\" of a timestamp(6) column "
                                + "(change the type to timestamp(6) with time zone)",
                        "f.zone: Invalid zone of a timestamp(6) column "
                                + "(only a timestamp(6) with time zone has one: remove it, or change the type)",
                        "g.format: Invalid format \"yyyy-MM-dd HH:mm\" of a timestamp(6) with time zone column "
                                + "(add Z for an offset, or zone: UTC, or another zone of the times)",
                        "h.zone: Invalid zone beside format \"yyyy-MM-dd HH:mm Z\" "
                                + "(the values have one already: remove it)",
                        "i.zone: Invalid zone beside format \"epoch_millis\" (the values have one already: remove it)",
                        "j.zone: Invalid zone \"CET\" "
                                + "(use UTC, an area and a city such as Europe/Berlin, or an offset such as +02:00)",
                        "k.zone: Unknown time zone \"Europe/Berln\" (did you mean Europe/Berlin?)",
                        "l.format: Invalid key of a rescue column (it keeps whatever the spec does not name: remove it)",
                        "l.zone: Invalid key of a rescue column (it keeps whatever the spec does not name: remove it)");
    }

    @Test
    void aWrittenFormatParsesToAnEqualFormat() {
        DatasetSpec spec = SpecReader.parse("a",
                HEAD + """
                         a: {type: date, format: "dd.MM.yyyy 'é'':,😀#'"}
                         b: {type: timestamp(6), format: "yyyy-MM-dd HH:mm:ss,SSS"}
                         c: {type: timestamp(6) with time zone, zone: "+02:00"}
                         d: {type: timestamp(6) with time zone, format: epoch_nanos}
                         e: {type: timestamp(6) with time zone, format: "yy-M-d H", zone: Europe/Berlin}
                       """);
        assertThat(spec.columns()).extracting(column -> column.format().spec()).containsExactly(
                "dd.MM.yyyy 'é'':,😀#'", "yyyy-MM-dd HH:mm:ss,SSS", "iso8601", "epoch_nanos", "yy-M-d H");
        assertThat(SpecReader.parse("again", SpecWriter.write(spec))).isEqualTo(spec);
    }

    private static String instant(TypeRule rule, String text) {
        Object micros = rule.value(text);
        return micros == null ? null
                : DateTimeFormatter.ISO_INSTANT.format(Instant.EPOCH.plus((long) micros, ChronoUnit.MICROS));
    }

    private static List<String> formatMistakes(String type, String... formats) {
        return Arrays.stream(formats)
                .map(format -> messages("  a: {type: " + type + ", format: \"" + format + "\"}").get(0)
                        .substring("a.format: ".length()))
                .toList();
    }

    private static List<String> messages(String... columns) {
        SpecException thrown = catchThrowableOfType(SpecException.class,
                () -> SpecReader.parse("x", HEAD + String.join("\n", columns) + "\n"));
        return thrown.getMessage().lines().map(line -> line.replaceFirst("x:\\d+: columns\\.", "")).toList();
    }
}
