package dev.freshet.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpperBoundsTest {
    private static List<UpperBound> bounds(String sql) throws SqlSyntaxException {
        return ParsedSql.parse(sql).references().get(0).bounds();
    }

    private static List<UpperBound> where(String predicate) throws SqlSyntaxException {
        return bounds("SELECT * FROM backups b WHERE " + predicate);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            landed_on < DATE '2026-11-20'                              | 2026-11-20T00:00 | false
                                            landed_on <= DATE '2026-11-20'                             | 2026-11-20T00:00 | true
                                            landed_on = date '2026-11-20'                              | 2026-11-20T00:00 | true
                                            DATE '2026-11-20' > landed_on                              | 2026-11-20T00:00 | false
                                            DATE '2026-11-20' >= "landed_on"                           | 2026-11-20T00:00 | true
                                            (B.LANDED_ON < (DATE '2026-11-20'))                        | 2026-11-20T00:00 | false
                                            landed_on < CAST('2026-11-20' AS date)                     | 2026-11-20T00:00 | false
                                            landed_on < TIMESTAMP '2026-11-20 10:30:00.123'            | 2026-11-20T10:30:00.123 | false
                                            landed_on BETWEEN x AND DATE '2026-11-20'                  | 2026-11-20T00:00 | true
                                            landed_on IN (DATE '2026-11-20', DATE '2026-11-18')        | 2026-11-20T00:00 | true
                                            landed_on < DATE '2026-11-18' OR landed_on = DATE '2026-11-20' | 2026-11-20T00:00 | true
                                            x = 1 AND landed_on < DATE '2026-11-20' AND y LIKE 'a'     | 2026-11-20T00:00 | false
                                            landed_on < DATE '2026-11-21' AND landed_on < DATE '2026-11-20' AND landed_on <= DATE '2026-11-20' | 2026-11-20T00:00 | false
                                            (landed_on < DATE '2026-11-18' AND landed_on < DATE '2026-11-19') OR (landed_on < DATE '2026-11-21' AND landed_on < DATE '2026-11-20') | 2026-11-20T00:00 | false
                                            x = 1 AND (y OR z) AND (landed_on < DATE '2026-11-20' OR landed_on < DATE '2026-11-19') | 2026-11-20T00:00 | false
                                            CAST(landed_on AS date) <= DATE '2026-11-20'               | 2026-11-21T00:00 | false
                                            CAST(landed_on AS date) < DATE '2026-11-20'                | 2026-11-20T00:00 | false
                                            TRY_CAST(landed_on AS date) = DATE '2026-11-20'            | 2026-11-21T00:00 | false""")
    void aComparisonWithALiteralGivesABound(String predicate, LocalDateTime time, boolean inclusive)
            throws SqlSyntaxException {
        assertThat(where(predicate)).singleElement().satisfies(bound -> {
            assertThat(bound.column()).isEqualTo("landed_on");
            assertThat(bound.time()).isEqualTo(time);
            assertThat(bound.inclusive()).isEqualTo(inclusive);
            assertThat(bound.zone()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"landed_on > DATE '2026-11-20'", "landed_on <> DATE '2026-11-20'",
            "NOT landed_on < DATE '2026-11-20'", "landed_on < DATE '2026-11-20' OR x = 1", "landed_on < current_date",
            "landed_on < ?", "landed_on < DATE '2026-11-20' + INTERVAL '1' DAY", "landed_on < '2026-11-20'",
            "landed_on NOT BETWEEN x AND DATE '2026-11-20'", "landed_on BETWEEN SYMMETRIC x AND DATE '2026-11-20'",
            "landed_on NOT IN (DATE '2026-11-20')", "landed_on IN (DATE '2026-11-20', x)",
            "landed_on IN (SELECT DATE '2026-11-20')", "landed_on IS DISTINCT FROM DATE '2026-11-20'",
            "landed_on < ALL (SELECT DATE '2026-11-20')", "(landed_on < DATE '2026-11-20') IS NULL",
            "coalesce(landed_on < DATE '2026-11-20', true)", "landed_on < DATE '2026-02-30'",
            "landed_on < DATE '2026-11-20 10:00:00'", "landed_on < TIMESTAMP '2026-11-20 10:00:00.1234567891'",
            "landed_on < TIME '10:00:00'", "f(landed_on) < DATE '2026-11-20'", "other.landed_on < DATE '2026-11-20'",
            "backups.landed_on < DATE '2026-11-20'", "CAST(landed_on AS date) < TIMESTAMP '2026-11-20 10:00:00'",
            "landed_on + INTERVAL '1' DAY < DATE '2026-11-20'", "true", "landed_on < TIMESTAMP '2026-11-20 25:00:00'",
            "landed_on < DATE '2026-11-20' OR b.landed_on < DATE '2026-11-21'",
            "landed_on < TIMESTAMP '2026-11-20 00:00:00' OR landed_on < TIMESTAMP '2026-11-20 00:00:00 UTC'"})
    void anUncertainPredicateGivesNoBound(String predicate) throws SqlSyntaxException {
        assertThat(where(predicate)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"date(landed_on) < DATE '2026-11-20'", "DATE(landed_on) = DATE '2026-11-20'",
            "date(b.landed_on) BETWEEN DATE '2026-11-19' AND DATE '2026-11-20'", "landed_on < date('2026-11-20')",
            "landed_on IN (DATE '2026-11-19', date('2026-11-20'))", "\"date\"(landed_on) < DATE '2026-11-20'",
            "CAST(date(landed_on) AS date) < DATE '2026-11-20'", "landed_on < CAST(date('2026-11-20') AS date)",
            "lake.sql.date(landed_on) < DATE '2026-11-20'", "landed_on < from_iso8601_date('2026-11-20')"})
    void aFunctionGivesNoBoundBecauseItCanBeRedefined(String predicate) throws SqlSyntaxException {
        assertThat(where(predicate)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM backups b JOIN c USING (id) WHERE b.landed_on < DATE '2026-11-20'",
            "SELECT * FROM (backups b RIGHT JOIN c ON true), d WHERE b.landed_on < DATE '2026-11-20'",
            "SELECT * FROM c.d.backups WHERE backups.landed_on < DATE '2026-11-20'",
            "EXPLAIN SELECT count(*) FROM (SELECT * FROM backups WHERE landed_on < DATE '2026-11-20') ORDER BY 1",
            "WITH w AS (SELECT * FROM backups WHERE landed_on < DATE '2026-11-20') SELECT * FROM w",
            "INSERT INTO x SELECT * FROM backups WHERE landed_on < DATE '2026-11-20'"})
    void aBoundBelongsToTheTableOfItsColumn(String sql) throws SqlSyntaxException {
        assertThat(bounds(sql)).hasSize(1);
    }

    @Test
    void aColumnMayBeQualifiedByTheSchema() throws SqlSyntaxException {
        for (String column : new String[]{"s.backups.landed_on", "\"S\".\"Backups\".\"LANDED_ON\"",
                "c.s.backups.landed_on"}) {
            assertThat(bounds("SELECT * FROM c.s.backups, t.backups WHERE %s < DATE '2026-11-20'".formatted(column)))
                    .as(column).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM backups b, c WHERE landed_on < DATE '2026-11-20'",
            "SELECT * FROM c.s.backups, t.backups WHERE backups.landed_on < DATE '2026-11-20'",
            "SELECT * FROM c.s.backups, t.backups WHERE t.backups.landed_on < DATE '2026-11-20'",
            "SELECT * FROM c.s.backups, s.backups WHERE s.backups.landed_on < DATE '2026-11-20'",
            "SELECT * FROM s.backups WHERE c.s.backups.landed_on < DATE '2026-11-20'",
            "SELECT * FROM s.backups AS backups WHERE s.backups.landed_on < DATE '2026-11-20'",
            "SELECT * FROM backups b, c b WHERE b.landed_on < DATE '2026-11-20'",
            "SELECT * FROM backups AS b (landed_on, id) WHERE landed_on < DATE '2026-11-20'",
            "SELECT * FROM (SELECT * FROM backups) b WHERE b.landed_on < DATE '2026-11-20'",
            "SELECT * FROM backups b LEFT JOIN c ON b.landed_on < DATE '2026-11-20'",
            "SELECT landed_on < DATE '2026-11-20' FROM backups",
            "SELECT count(*) FILTER (WHERE landed_on < DATE '2026-11-20') FROM backups",
            "SELECT landed_on FROM backups GROUP BY 1 HAVING landed_on < DATE '2026-11-20'",
            "SELECT * FROM backups b JOIN c USING (landed_on) WHERE landed_on < DATE '2026-11-20'",
            "SELECT * FROM backups, UNNEST(ARRAY[DATE '2000-01-01']) AS u (landed_on) WHERE landed_on < DATE '2026-11-20'",
            "SELECT * FROM backups b, LATERAL (SELECT DATE '2000-01-01' AS landed_on) c WHERE c.landed_on < DATE '2026-11-20'",
            "SELECT * FROM backups b WHERE EXISTS (SELECT 1 FROM c b WHERE b.landed_on < DATE '2026-11-20')",
            "SELECT * FROM backups WHERE any_match(x, landed_on -> landed_on < DATE '2026-11-20')",
            "SELECT * FROM (backups b CROSS JOIN c) d WHERE d.landed_on < DATE '2026-11-20'",
            "SELECT * FROM backups TABLESAMPLE BERNOULLI (10) WHERE landed_on < DATE '2026-11-20'",
            "SELECT * FROM backups MATCH_RECOGNIZE (MEASURES last(x) AS landed_on PATTERN (a) DEFINE a AS true) WHERE landed_on < DATE '2026-11-20'"})
    void aPredicateOnAnotherRelationGivesNoBound(String sql) throws SqlSyntaxException {
        assertThat(bounds(sql)).isEmpty();
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anOrOfManyBoundsKeepsOne() throws SqlSyntaxException {
        String two = "(b.landed_on < DATE '2026-11-20' AND b.landed_on < TIMESTAMP '2026-11-20 00:00:00 UTC' AND b.landed_on <= DATE '2026-11-21')";
        assertThat(where((two + " OR ").repeat(200) + two)).hasSize(2);
    }

    private static List<UpperBound> given(String sql, Value... values) throws SqlSyntaxException {
        return ParsedSql.parse(sql).references().stream().filter(table -> table.name().last().equals("backups"))
                .findFirst().orElseThrow().given(List.of(values)).bounds();
    }

    private static Value day(String day) {
        return new Value.Day(LocalDate.parse(day));
    }

    @ParameterizedTest
    @ValueSource(strings = {"landed_on < ?", "? > landed_on", "(b.landed_on) < (?)", "landed_on < CAST(? AS date)",
            "CAST(landed_on AS date) < ?", "landed_on < ? OR landed_on < DATE '2026-11-18'",
            "x = '?' /* ? */ AND landed_on < ?", "'\uD83D\uDE00' <> \"?\" AND landed_on < ?",
            "landed_on < ? AND landed_on < DATE '2026-12-01'"})
    void aParameterGivesABoundOnceItsValueIsKnown(String predicate) throws SqlSyntaxException {
        String sql = "SELECT * FROM backups b WHERE " + predicate;
        assertThat(given(sql, day("2026-11-20"))).contains(
                new UpperBound("landed_on", LocalDateTime.parse("2026-11-20T00:00"), Optional.empty(), false));
        assertThat(given(sql)).isEqualTo(bounds(sql)).isNotEqualTo(given(sql, day("2026-11-20")));
        assertThat(given(sql, Value.UNKNOWN)).isEqualTo(bounds(sql));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT ?, (SELECT max(x) FROM c WHERE y < ?) FROM backups WHERE landed_on <= ? LIMIT ?",
            "WITH w AS (SELECT ? AS a) SELECT ? FROM w, backups b WHERE b.landed_on BETWEEN DATE '2000-01-01' AND ?",
            "SELECT * FROM (VALUES (?, ?)) v (a, b) JOIN backups ON true WHERE backups.landed_on IN (?, ?)",
            "SELECT * FROM backups TABLESAMPLE BERNOULLI (?), c WHERE x = ? AND landed_on <= ?",
            "SELECT * FROM backups WHERE x = ? AND y = ? AND landed_on = ? AND z = ?"})
    void parametersAreNumberedByTheirPlace(String sql) throws SqlSyntaxException {
        List<UpperBound> bounds = given(sql, day("2026-11-01"), day("2026-11-02"), day("2026-11-03"),
                day("2026-10-04"));
        if (sql.contains("TABLESAMPLE")) {
            assertThat(bounds).as("not a plain table").isEmpty();
        } else {
            assertThat(bounds).contains(
                    new UpperBound("landed_on", LocalDateTime.parse("2026-11-03T00:00"), Optional.empty(), true));
        }
    }

    @Test
    void aValueThatMayMeanSomethingElseGivesNoBound() throws SqlSyntaxException {
        String before = "SELECT * FROM backups WHERE landed_on < ?";
        assertThat(given(before, new Value.Text("2026-11-20"))).as("Trino compares no date with a text").isEmpty();
        assertThat(given("SELECT * FROM backups WHERE landed_on < CAST(? AS date)", new Value.Text("2026-11-20")))
                .hasSize(1);
        assertThat(given("SELECT * FROM backups WHERE landed_on < CAST(? AS date)", new Value.Text(" 2026-11-20")))
                .isEmpty();
        assertThat(given("SELECT * FROM backups WHERE landed_on < ? + INTERVAL '1' DAY", day("2026-11-20"))).isEmpty();
        assertThat(given("SELECT * FROM backups WHERE f(landed_on) < ?", day("2026-11-20"))).isEmpty();
        assertThat(given("SELECT * FROM backups WHERE CAST(landed_on AS date) <= ?", new Value.Day(LocalDate.MAX)))
                .isEmpty();
        assertThat(given(
                "SELECT * FROM backups MATCH_RECOGNIZE (PATTERN (a? b) DEFINE a AS true) m, backups b WHERE b.landed_on < ?",
                day("2026-11-20"), day("2026-11-20"))).as("a question mark that is a quantifier").isEmpty();
    }

    @Test
    void anExecuteKnowsTheValuesOfItsParameters() throws SqlSyntaxException {
        assertThat(ParsedSql.parse("EXECUTE mine USING DATE '2026-11-20', 'it', TIMESTAMP '2026-11-20 10:00:00 UTC', "
                + "CAST('2026-11-21' AS date), 1, NULL, DATE '2026-11-20' + INTERVAL '1' DAY, current_date, date('2026-11-20')")
                .parameters()).containsExactly(day("2026-11-20"), new Value.Text("it"),
                        new Value.Moment(LocalDateTime.parse("2026-11-20T10:00"), Optional.of(ZoneId.of("UTC"))),
                        day("2026-11-21"), Value.UNKNOWN, Value.UNKNOWN, Value.UNKNOWN, Value.UNKNOWN, Value.UNKNOWN);
    }

    @Test
    void aTimestampWithAZoneIsAnInstant() throws SqlSyntaxException {
        UpperBound bound = where("at < TIMESTAMP '2026-11-20 01:00:00 Europe/Berlin'").get(0);
        assertThat(bound.isBefore(Instant.parse("2026-11-20T00:00:00Z"))).isTrue();
        assertThat(bound.isBefore(Instant.parse("2026-11-19T23:59:59Z"))).isFalse();
        assertThat(bound.isBefore(LocalDateTime.MAX)).as("the session's zone would decide").isFalse();
        assertThat(
                where("at <= TIMESTAMP '2026-11-20 00:00:00Z'").get(0).isBefore(Instant.parse("2026-11-20T00:00:00Z")))
                .isFalse();
        assertThat(where("at < TIMESTAMP '2026-10-25 02:30:00 Europe/Berlin'").get(0)
                .isBefore(Instant.parse("2026-10-25T01:29:59Z"))).as("the hour comes twice").isFalse();
    }

    @Test
    void aTimestampWithoutAZoneMayBeInAnyZone() throws SqlSyntaxException {
        UpperBound bound = where("at < DATE '2026-11-20'").get(0);
        assertThat(bound.isBefore(Instant.parse("2026-11-20T14:00:00Z"))).isTrue();
        assertThat(bound.isBefore(Instant.parse("2026-11-20T13:59:59Z"))).isFalse();
    }
}
