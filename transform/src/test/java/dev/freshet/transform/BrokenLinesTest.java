package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lands lines of which one in a hundred is broken, in every way. */
class BrokenLinesTest {
    private static final String COLUMNS = """
                                          columns:
                                            id: {type: bigint, required: true}
                                            size: {type: bigint, invalid: reject}
                                            at: {type: timestamp(6) with time zone, invalid: reject}
                                            ratio: double
                                            tags: {type: array(varchar), invalid: reject}
                                            device: row(model varchar)
                                            other: {rescue: true}
                                          event_time: at
                                          allowed_lateness: P2D
                                          """;
    private static final String MALFORMED = "malformed JSON";
    private static final String DEEP = "beyond the limits of JSON readers";
    private static final String LONG_NUMBER = DEEP;
    private static final String ARRAY = "a JSON array, not an object";
    private static final String NO_OBJECT = "not a JSON object";
    private static final String NO_ID = "required column id is missing, null or not a valid bigint";
    private static final String BAD_SIZE = "column size is not a valid bigint";
    private static final String BAD_TIME = "column at is not a valid timestamp(6) with time zone";
    private static final String LATE = "event time at is more than PT48H before the landing day begins";
    private static final String BAD_TAGS = "column tags is not a valid array(varchar)";

    /** Broken lines and the expected reject reason, written by hand. */
    private static final String[][] BROKEN = {{"{\"id\":1,\"size\":2", MALFORMED}, {"{\"id\":1}}", MALFORMED},
            {"{\"id\":1} {\"id\":2}", MALFORMED}, {"{\"id\":1}{\"id\":2}", MALFORMED},
            {"{\"id\":1}\u0001{\"id\":2}", MALFORMED}, {"{\"id\":1}\u0001", MALFORMED}, {"\u0001", MALFORMED},
            {"{\"id\":1,}", MALFORMED}, {"{'id':1}", MALFORMED}, {"{id:1}", MALFORMED}, {"{\"id\":01}", MALFORMED},
            {"{\"id\":NaN}", MALFORMED}, {"{\"id\":1}//", MALFORMED}, {"/**/{\"id\":1}", MALFORMED},
            {"{\"id\":1,\"a\":\"\u0000\"}", MALFORMED}, {"{\"id\":1,\"a\":\"\t\"}", MALFORMED},
            {"{\"id\":1,\"a\":\"\\x\"}", MALFORMED}, {"{\"id\":1,\"a\":tru}", MALFORMED}, {"hello", MALFORMED},
            {"\ufeff{\"id\":1}", MALFORMED}, {"\u00a0{\"id\":1}", MALFORMED}, {"{", MALFORMED}, {"\"", MALFORMED},
            {"<html>", MALFORMED}, {"id,size", MALFORMED}, {"\\N", MALFORMED}, {"{\"id\":1,\"a\":[1}", MALFORMED},
            {"{\"id\":1,\"tags\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}", DEEP},
            {"{\"id\":1,\"device\":" + "{\"model\":".repeat(2_000) + "1" + "}".repeat(2_000) + "}", DEEP},
            {"{\"id\":1,\"ratio\":" + "9".repeat(10_001) + "}", LONG_NUMBER},
            {"{\"id\":1,\"x\":[0." + "1".repeat(20_000) + "]}", LONG_NUMBER},
            {"{\"id\":1,\"x\":\"\\\"" + "9".repeat(20_000) + "\",\"size\":1e}", MALFORMED},
            {"{\"x\":\"\\\"" + "9".repeat(20_000) + "\"}", NO_ID},
            {"9".repeat(10_001), LONG_NUMBER}, {"9".repeat(10_000), NO_OBJECT},
            {"[".repeat(100_000), MALFORMED}, {"[".repeat(1_001) + "]".repeat(1_001), DEEP},
            {"[".repeat(1_000) + "]".repeat(1_000), ARRAY}, {"[]", ARRAY}, {"[{\"id\":1}]", ARRAY},
            {"1", NO_OBJECT}, {"\"x\"", NO_OBJECT},
            {"null", NO_OBJECT}, {" true ", NO_OBJECT}, {"{}", NO_ID}, {"{\"ID\":1}", NO_ID}, {"{\"id\":null}", NO_ID},
            {"{\"id\":\"x\"}", NO_ID}, {"{\"id\":1.5}", NO_ID}, {"{\"id\":9223372036854775808}", NO_ID},
            {"{\"id\":{\"id\":1}}", NO_ID}, {"{\"id\":null,\"id\":1}", NO_ID}, {"{\"id\":1,\"size\":1.5}", BAD_SIZE},
            {"{\"id\":1,\"size\":\"\"}", BAD_SIZE}, {"{\"id\":1,\"size\":[]}", BAD_SIZE},
            {"{\"id\":1,\"size\":{}}", BAD_SIZE}, {"{\"id\":1,\"size\":1e999999}", BAD_SIZE},
            {"{\"id\":1,\"size\":[1e999]}", BAD_SIZE}, {"{\"id\":1,\"size\":\"x\",\"at\":\"x\"}", BAD_SIZE},
            {"{\"id\":1,\"at\":\"2026-02-30T00:00:00Z\"}", BAD_TIME}, {"{\"id\":1,\"at\":0}", BAD_TIME},
            {"{\"id\":1,\"at\":\"2026-11-22T10:00:00\"}", BAD_TIME}, {"{\"id\":1,\"tags\":\"a\"}", BAD_TAGS},
            {"{\"id\":1,\"tags\":{\"a\":1}}", BAD_TAGS}, {"{\"id\":1,\"tags\":true}", BAD_TAGS},
            {"{\"id\":1,\"at\":\"2026-11-19T23:59:59.999999Z\"}", LATE},
            {"{\"id\":1,\"at\":\"2026-11-20T00:00:00+00:01\"}", LATE}};
    private static final int EACH = 2;
    private static final List<String> QUERIES = List.of("SELECT count(*) FROM broken",
            "SELECT count(*), sum(size), min(at), max(ratio), count(other) FROM broken",
            "SELECT device.model, count(*), sum(size) FROM broken GROUP BY 1 ORDER BY 1",
            "SELECT id, size, at, ratio, json_format(CAST(tags AS json)), device.model, other FROM broken WHERE size BETWEEN 100 AND 200 ORDER BY id",
            "SELECT to_hex(checksum(ROW(id, size, at, ratio, tags, device, other))) FROM broken",
            "SELECT count(*) FROM broken WHERE cardinality(tags) > 0 AND json_format(CAST(tags AS json)) <> '' AND other LIKE '%x%'",
            "SELECT count(*) FROM broken, UNNEST(tags) t(tag) WHERE tag = 't1'",
            "SELECT landed_on, reason, count(*) FROM broken_rejects GROUP BY 1, 2 ORDER BY 2",
            "SELECT regexp_extract(file, '[^/]+$'), line, reason FROM broken_rejects ORDER BY 1, 2, 3");

    @Test
    void everyQuerySucceedsAndEveryLineIsARowOrAReject() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("broken", COLUMNS)) {
            zone.run();
            int bad = BROKEN.length * EACH;
            int good = 99 * bad;
            land(zone, good);

            List<List<String>> live = answers(zone);
            assertThat(live.get(0)).containsExactly(String.valueOf(good));
            Map<String, Integer> reasons = new TreeMap<>();
            Stream.of(BROKEN).forEach(line -> reasons.merge(line[1], EACH, Integer::sum));
            assertThat(live.get(7)).containsExactlyElementsOf(
                    reasons.entrySet().stream().map(r -> "2026-11-22|" + r.getKey() + "|" + r.getValue()).toList());
            assertThat(live.get(8)).hasSize(bad);

            zone.now("2026-11-23T00:05:00Z");
            zone.run();
            assertThat(zone.query("SELECT DISTINCT served_from FROM broken")).containsExactly("history");
            assertThat(answers(zone)).isEqualTo(live);
        }
    }

    private static List<List<String>> answers(TestingLandingZone zone) throws SQLException {
        List<List<String>> answers = new ArrayList<>();
        for (String query : QUERIES) {
            answers.add(zone.query(query));
        }
        return answers;
    }

    private static void land(TestingLandingZone zone, int good) throws IOException {
        int broken = 0;
        for (int file = 0; file < EACH; file++) {
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (int i = 0; i < good / EACH; i++) {
                int id = file * good / EACH + i;
                line(lines,
                        "{\"id\":%d,\"size\":%s,\"at\":\"2026-11-%02dT00:00:00Z\",\"ratio\":%d.5,\"tags\":[\"t%d\"],\"device\":{\"model\":\"m%d\",\"os\":%d},\"x%d\":[%d, {\"b\":1.0,\"a\":null}]}"
                                .formatted(id, id % 5 == 0 ? "null" : id, 20 + id % 4, id, id % 3, id % 7, id, id % 4,
                                        id));
                if (i % 99 == 0) {
                    line(lines, BROKEN[broken++ % BROKEN.length][0]);
                }
                if (i % 500 == 0) {
                    line(lines, " \t");
                }
            }
            zone.land("2026-11-22", "part" + file + ".json", lines.toByteArray());
        }
    }

    private static void line(ByteArrayOutputStream lines, String line) {
        lines.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
