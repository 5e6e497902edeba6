package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A column may have any name: words of SQL, and names that the generated SQL itself uses. */
class SqlWordsTest {
    private static final String COLUMNS = """
                                          columns:
                                            order: {type: bigint, required: true}
                                            user: {type: timestamp(6) with time zone, required: true}
                                            line: {type: varchar, invalid: reject}
                                            rest: {type: integer, invalid: reject}
                                            select: {type: "array(row(from bigint, file varchar))", invalid: reject}
                                            table: {type: "map(varchar, bigint)", path: $.group}
                                            group: {type: "row(table varchar, order bigint)", path: $.row}
                                            file: varchar
                                            reason: {type: varchar, required: true}
                                            path: {type: json, path: $.path}
                                            start: date
                                            e0: array(bigint)
                                            values: {rescue: true}
                                          event_time: user
                                          allowed_lateness: P2D
                                          history:
                                            partition_by: [bucket(order, 2), day(user)]
                                            sort_by: [reason desc, file]
                                          """;
    private static final String ALL = """
                                      SELECT "order", "user", "line", "rest", json_format(CAST("select" AS json)),
                                        json_format(CAST("table" AS json)), "group"."table", "group"."order", "file",
                                        "reason", "path", "start", json_format(CAST(e0 AS json)), "values"
                                      FROM words ORDER BY 1""";

    @Test
    void bothRoutesReadColumnsNamedLikeWordsOfSql() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("words", COLUMNS)) {
            zone.run();
            zone.land("2026-11-22", "a.json",
                    """
                    {"order":1,"user":"2026-11-22T10:00:00Z","line":"l","rest":7,"select":[{"from":1,"file":"f"}],"group":{"k0":1},"row":{"table":"t","order":2},"file":"x","reason":"why","path":{"where":1},"start":"2026-11-22","e0":[1],"union":1}""",
                    "{\"order\":2,\"user\":\"2026-11-22T10:00:00Z\",\"reason\":\"r\"}",
                    "{\"order\":3,\"user\":\"2026-11-22T10:00:00Z\",\"reason\":\"r\",\"rest\":\"x\"}",
                    "{\"order\":4,\"user\":\"2026-11-22T10:00:00Z\",\"reason\":\"r\",\"line\":{}}",
                    "{\"order\":5,\"user\":\"2026-11-22T10:00:00Z\"}",
                    "{\"order\":6,\"user\":\"2026-11-01T10:00:00Z\",\"reason\":\"r\"}",
                    "{\"order\":7,\"user\":\"2026-11-22T10:00:00Z\",\"reason\":\"r\",\"select\":1}", "{\"line\":1}");
            var tail = rows(ALL);
            var rejects = rows("SELECT line, reason FROM words_rejects ORDER BY line");
            assertThat(rows("SELECT DISTINCT served_from FROM words")).containsExactly("tail");
            zone.now("2026-11-23T00:05:00Z");
            zone.run();

            assertThat(rows("SELECT DISTINCT served_from FROM words")).containsExactly("history");
            assertThat(rows(ALL)).isEqualTo(tail).containsExactly(
                    "1|2026-11-22 10:00:00.0|l|7|[{\"from\":1,\"file\":\"f\"}]|{\"k0\":1}|t|2|x|why|{\"where\":1}|"
                            + "2026-11-22|[1]|{\"union\":1}",
                    "2|2026-11-22 10:00:00.0|null|null|null|null|null|null|null|r|null|null|null|null");
            assertThat(rows("SELECT line, reason FROM words_rejects ORDER BY line")).isEqualTo(rejects);
            assertThat(rejects).extracting(reject -> reject.substring(reject.indexOf('|') + 1)).containsExactly(
                    "required column order is missing, null or not a valid bigint",
                    "column rest is not a valid integer", "column line is not a valid varchar",
                    "required column reason is missing, null or not a valid varchar",
                    "event time user is more than PT48H before the landing day begins",
                    "column select is not a valid array(row(from bigint, file varchar))");

            zone.land("2026-11-22", "late.json", "{\"order\":8,\"user\":\"2026-11-22T10:00:00Z\",\"reason\":\"late\"}");
            zone.run();
            zone.maintenance().run(Duration.ofDays(7));
            assertThat(rows(
                    "SELECT \"reason\" FROM words WHERE \"order\" = 8 AND \"user\" > TIMESTAMP '2026-11-22 09:00:00 UTC'"))
                    .containsExactly("late");
        }
    }
}
