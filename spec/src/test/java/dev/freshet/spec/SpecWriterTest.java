package dev.freshet.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.Freshness;
import dev.freshet.spec.DataType.Field;
import dev.freshet.spec.DataType.Scalar;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpecWriterTest {
    @Test
    void defaultsAreOmittedAndColumnsAreShort() {
        DatasetSpec spec = new DatasetSpec("backups", "telemetry", new Landing("s3://b/x", Landing.DEFAULT_LAYOUT),
                ZoneId.of("UTC"),
                List.of(new Column("id", Scalar.UUID, JsonPath.of("id"), false, TimeFormat.ISO8601),
                        new Column("at", Scalar.TIMESTAMP_TZ, JsonPath.of("time"), true, TimeFormat.Epoch.MILLIS)),
                Optional.empty(), Optional.empty(), Optional.empty(), EngineMode.LOCAL, ReconcileMode.SAMPLED,
                DatasetSpec.History.DEFAULT,
                new DatasetSpec.Tail(Duration.ofDays(3), Duration.ofHours(1)), Optional.empty(), Freshness.LIVE,
                Optional.empty());
        assertThat(SpecWriter.write(spec))
                .isEqualTo("""
                           dataset: backups
                           schema: telemetry
                           landing:
                             root: s3://b/x
                           columns:
                             id: uuid
                             at: {type: timestamp(6) with time zone, path: $.time, required: true, format: epoch_millis}
                           """);
        assertThat(SpecReader.parse("again", SpecWriter.write(spec))).isEqualTo(spec);
    }

    @Test
    void aWrittenSpecParsesToAnEqualSpec() {
        List<Column> columns = new ArrayList<>();
        for (String key : List.of("a: b", "#", "a #b", "{x}", "\"", "\\", "it's", "é 😀", "\u0007\n\t", "\u0085\ufeff",
                "null", "-", "a, b", "%", " ", "x:", "key".repeat(2_000))) {
            String name = "c" + columns.size();
            DataType row = new DataType.Row(List.of(new Field(key, new DataType.Decimal(20, 4))));
            columns.add(new Column(name, row, JsonPath.of(name), false, TimeFormat.ISO8601));
            columns.add(new Column(name + "_path", row, JsonPath.of(key.substring(0, Math.min(key.length(), 300)), "x"),
                    true, TimeFormat.ISO8601));
        }
        for (String name : List.of("null", "on", "y", "true", "off")) {
            columns.add(new Column(name, Scalar.VARCHAR, JsonPath.of(name), false, true, TimeFormat.ISO8601,
                    name + "_old"));
        }
        columns.add(new Column("year", Scalar.INTEGER, new PartitionKey("year"), true, TimeFormat.ISO8601));
        columns.add(new Column("others", Scalar.JSON, new Source.Unnamed(), false, TimeFormat.ISO8601));
        for (String zone : List.of("Europe/Berlin", "+01:00", "Z", "Etc/GMT+5")) {
            for (String layout : List.of("year={yyyy}/{MM}/{dd}", "a b/year={yyyy}/{MM}: #{dd}/{HH}")) {
                DatasetSpec spec = new DatasetSpec("on", "null",
                        new Landing("file:/a:b,c#{d}'\"", new Layout(layout), true, Optional.of(Duration.ofDays(400))),
                        ZoneId.of(zone), columns, Optional.empty(), Optional.empty(),
                        Optional.of(new MaxRejects(new BigDecimal("0.5"))), EngineMode.TRINO, ReconcileMode.FULL,
                        new DatasetSpec.History(List.of("bucket(on, 16)", "null"), List.of("y desc", "on"),
                                List.of("on"), ParquetProfile.COMPATIBLE, List.of("no", "legacy")),
                        new DatasetSpec.Tail(Duration.ofDays(31), Duration.ofMinutes(90)),
                        Optional.of(new DatasetSpec.Intraday(Duration.ofSeconds(30), Duration.ofMinutes(10))),
                        Freshness.parse("PT15M"), Optional.of("on"));
                assertThat(SpecReader.parse("again", SpecWriter.write(spec))).isEqualTo(spec);
            }
        }
    }
}
