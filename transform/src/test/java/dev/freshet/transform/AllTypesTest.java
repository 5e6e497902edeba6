package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Compares the values of every column type in the tail, which Trino reads from raw JSON, with those in history. */
class AllTypesTest {
    private static final String COLUMNS = """
                                          columns:
                                            id: {type: bigint, required: true}
                                            flag: boolean
                                            small: integer
                                            ratio: real
                                            exact: double
                                            price: decimal(10, 2)
                                            text: varchar
                                            bytes: varbinary
                                            day: date
                                            at: timestamp(6)
                                            seen: timestamp(6) with time zone
                                            millis: {type: timestamp(6) with time zone, format: epoch_millis}
                                            log: {type: timestamp(6) with time zone, format: "MM/dd/yyyy hh:mm a", zone: America/New_York}
                                            key: {type: uuid, path: $.nested.key}
                                            device: row(model varchar, disks array(row(gb bigint, ok boolean)))
                                            tags: array(varchar)
                                            counts: map(varchar, bigint)
                                            rest: json
                                          """;
    private static final String[] LINES = {
            """
            {"id":1,"flag":true,"small":-7,"ratio":0.5,"exact":1e3,"price":12.345,"text":"a\\"ü\\u20ac😀\\n","bytes":"aGk=","day":"2026-02-28","at":"2026-11-22T10:00:00.123456","seen":"2026-11-22T10:00:00.123456+02:00","millis":1446249499322,"log":"11/22/2026 10:00 AM","nested":{"key":"2549961e-0000-1111-2222-0123456789ab"},"device":{"model":"S4","disks":[{"gb":500,"ok":true},{"gb":"7"},null]},"tags":["x",null,"y"],"counts":{"a.b":1,"c":null},"rest":{"z": [1, 2.50, "q"], "a":null}}""",
            """
            {"id":2,"flag":"false","small":"12","ratio":"x","exact":"2.5","price":"7","text":12,"bytes":"?","day":"2026-02-30","at":"2026-11-22 10:00","seen":"2026-11-22T10:00:00","millis":"soon","log":"22/11/2026 10:00 AM","nested":[],"device":[],"tags":{},"counts":[],"rest":"s"}""",
            """
            {"id":"3","flag":1,"small":2147483648,"ratio":1e60,"exact":1e400,"price":123456789012,"text":{},"bytes":12,"day":20260228,"at":"2026-11-22T10:00:00Z","seen":"2026-11-22T10:00:00.1234567Z","millis":"1446249499322","nested":{"key":"no"},"device":{},"tags":[],"counts":{},"rest":null}""",
            "{\"id\":4}", "{\"id\":5,\"flag\":null,\"tags\":null,\"device\":null,\"counts\":null,\"rest\":1.0}"};

    @Test
    void tailAndHistoryShowTheSameValues() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("types", COLUMNS)) {
            zone.run();
            zone.land("2026-11-22", "plain.json", LINES[0], LINES[1]);
            zone.land("2026-11-22", "one.json.gz", gzip(LINES[2] + "\r\n" + LINES[3]));
            zone.land("2026-11-22", "two.json.zst", Zstd.compress(LINES[4].getBytes(StandardCharsets.UTF_8)));
            String columns = "SELECT id, flag, small, ratio, exact, price, text, to_hex(bytes), day, at, seen, millis, log, key, "
                    + "json_format(CAST(device AS json)), json_format(CAST(tags AS json)), "
                    + "json_format(CAST(map_from_entries(array_sort(map_entries(counts))) AS json)), rest FROM types ORDER BY id";
            var tail = rows(columns);
            assertThat(rows("SELECT DISTINCT served_from FROM types")).containsExactly("tail");
            zone.now("2026-11-23T00:05:00Z");
            zone.run();

            assertThat(rows("SELECT DISTINCT served_from FROM types")).containsExactly("history");
            assertThat(rows(columns)).isEqualTo(tail);
            assertThat(tail).containsExactly("1|true|-7|0.5|1000.0|12.35|a\"ü€😀\n|6869|2026-02-28|"
                    + "2026-11-22 10:00:00.123456|2026-11-22 08:00:00.123456|2015-10-30 23:58:19.322|2026-11-22 15:00:00.0|"
                    + "2549961e-0000-1111-2222-0123456789ab|"
                    + "{\"model\":\"S4\",\"disks\":[{\"gb\":500,\"ok\":true},{\"gb\":7,\"ok\":null},null]}|"
                    + "[\"x\",null,\"y\"]|{\"a.b\":1,\"c\":null}|{\"z\":[1,2.5,\"q\"],\"a\":null}",
                    "2|false|12|null|2.5|7.00|12|null|null|2026-11-22 10:00:00.0|null|null|null|null|null|null|null|\"s\"",
                    "3|null|null|null|null|null|null|null|null|null|2026-11-22 10:00:00.123457|2015-10-30 23:58:19.322|"
                            + "null|null|{\"model\":null,\"disks\":null}|[]|{}|null",
                    "4" + "|null".repeat(17), "5" + "|null".repeat(16) + "|1.0");
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
