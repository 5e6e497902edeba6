package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.before;
import static dev.freshet.transform.TestingLandingZone.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.LandingPartition;
import dev.freshet.transform.DailyBatch.Repair;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaChangeTest {
    private static final String BEFORE = """
                                         columns:
                                           id: integer
                                           size: integer
                                           note: varchar
                                         """;

    @Test
    void aSpecChangeDoesNotDisturbReaders() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("shape", BEFORE)) {
            zone.land("2026-11-21", "a.json", "{\"id\":1,\"size\":10,\"note\":\"x\"}");
            zone.land("2026-11-22", "a.json", "{\"id\":2,\"size\":20,\"note\":\"y\",\"host\":\"h2\"}");
            zone.run();
        }
        // id is wider, size is renamed, note is dropped, host is new and in the middle.
        String after = """
                       columns:
                         id: bigint
                         host: varchar
                         bytes: {type: bigint, path: $.size, renamed_from: size}
                       history:
                         dropped: [note]
                         sort_by: [bytes]
                       """;
        try (TestingLandingZone zone = new TestingLandingZone("shape", after)) {
            zone.land("2026-11-21", "late.json", "{\"id\":3000000000}");
            assertThatThrownBy(() -> zone.batch().repair(Optional.empty(), Repair.LATE))
                    .hasMessage("Cannot repair shape: the columns of its spec have changed (run it first)");
            assertThat(rows("SELECT sum(id) FROM shape")).as("no value is there that the views do not fit")
                    .containsExactly("3");
            Files.delete(zone.directory().resolve("landing/shape/dt=2026-11-21/late.json"));
            List<String> plan = zone.batch().plan(Optional.empty());
            assertThat(plan).containsSubsequence(
                    "ALTER TABLE \"lakehouse\".\"test_hidden\".\"shape_history\" ADD COLUMN \"host\" varchar",
                    "ALTER TABLE \"lakehouse\".\"test_hidden\".\"shape_history\" ALTER COLUMN \"id\" SET DATA TYPE bigint",
                    "ALTER TABLE \"lakehouse\".\"test_hidden\".\"shape_history\" ALTER COLUMN \"size\" SET DATA TYPE bigint");
            assertThat(plan).filteredOn(step -> step.startsWith("CREATE OR REPLACE VIEW \"lakehouse\".\"test\"."))
                    .as("the quarantine view has none of these columns").hasSize(2);

            try (Readers readers = Readers.querying("SELECT count(*), sum(id) FROM shape", "2|3")) {
                readers.watching();
                zone.run();
            }
            assertThat(rows("SELECT id, host, bytes, served_from FROM shape ORDER BY id")).containsExactly(
                    "1|null|10|history", "2|h2|20|tail");

            zone.land("2026-11-22", "b.json", "{\"id\":3000000000,\"size\":30,\"host\":\"h3\"}");
            zone.now("2026-11-23T00:05:00Z");
            try (Readers readers = Readers.querying("SELECT count(*), sum(id) FROM shape", "3|3000000003")) {
                readers.watching();
                zone.run();
            }
            assertThat(rows("SELECT id, host, bytes, served_from FROM shape ORDER BY id")).containsExactly(
                    "1|null|10|history", "2|h2|20|history", "3000000000|h3|30|history");
            assertThat(rows("SELECT note FROM test_hidden.shape_history ORDER BY id")).containsExactly("x", "null",
                    "null");
            assertThat(zone.run().flipped()).isFalse();

            zone.batch().repair(Optional.of(LandingPartition.parse("2026-11-22")), Repair.FORCE);
            assertThat(rows("SELECT id, host, bytes FROM shape ORDER BY id")).as("ingested again").containsExactly(
                    "1|null|10", "2|h2|20", "3000000000|h3|30");
        }
    }

    @Test
    void viewsOfUsersThatAChangeBreaksAreNamedWithTheStatementThatFixesThem() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("read", BEFORE)) {
            zone.land("2026-11-21", "a.json", "{\"id\":1,\"size\":10,\"note\":\"x\"}");
            zone.run();
            for (String view : List.of("read_all COMMENT 'mine' AS SELECT * FROM lakehouse.test.read_t1",
                    "read_count AS SELECT count(*) AS files, sum(size) * 2 AS twice FROM lakehouse.test.read",
                    "read_ids AS SELECT id FROM lakehouse.test.\"read\"", "reader AS SELECT 1 AS read_too")) {
                execute(zone, "CREATE VIEW lakehouse.test." + view);
            }
        }
        try (TestingLandingZone zone = new TestingLandingZone("read", BEFORE.replace("id: integer", "id: bigint")
                + "  host: varchar\n")) {
            assertThat(zone.batch().plan(Optional.empty())).filteredOn(step -> step.contains("Create it again"))
                    .singleElement().asString().matches(
                            "(?s)-- then queries of \"lakehouse\"\\.\"test\"\\.\"read_all\" fail, because it selects all columns\\. Create it again:\n"
                                    + "-- CREATE OR REPLACE VIEW \"lakehouse\"\\.\"test\"\\.\"read_all\" COMMENT 'mine' .*\n-- FROM.*read_t1");
            List<String> warnings = broken(zone.run());
            assertThat(warnings).extracting(warning -> warning.split(" ")[2]).containsExactlyInAnyOrder(
                    "\"lakehouse\".\"test\".\"read_all\"", "\"lakehouse\".\"test\".\"read_ids\"");
            for (String warning : warnings) {
                execute(zone, warning.substring(warning.indexOf("CREATE OR REPLACE")));
            }
            assertThat(zone.query("SELECT id, size, note, host FROM read_all")).containsExactly("1|10|x|null");
            assertThat(zone.query("SELECT id FROM read_ids")).containsExactly("1");
            assertThat(broken(zone.run())).isEmpty();
        }
    }

    private static List<String> broken(BatchReport report) {
        return report.warnings().stream().filter(warning -> warning.contains("Create it again")).toList();
    }

    private static void execute(TestingLandingZone zone, String sql) throws SQLException {
        try (Statement statement = zone.lakehouse.trino().createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aDayCommittedWithAnotherSpecIsIngestedAgainBeforeTheFlip() throws IOException, SQLException {
        try (TestingLandingZone zone = new TestingLandingZone("halfway", BEFORE)) {
            zone.run();
            zone.land("2026-11-22", "a.json", "{\"id\":1,\"host\":\"h\"}");
            zone.now("2026-11-23T00:05:00Z");
            assertThatThrownBy(() -> zone.run(before(Step.FLIP, () -> {
                throw new IllegalStateException("stopped");
            }))).hasMessage("stopped");
        }
        try (TestingLandingZone zone = new TestingLandingZone("halfway", BEFORE + "  host: varchar\n")) {
            zone.now("2026-11-23T00:10:00Z");
            zone.run();
            assertThat(rows("SELECT id, host, served_from FROM halfway")).containsExactly("1|h|history");
        }
    }

    @Test
    void aSpecChangeThatCouldLoseValuesIsRejected() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("refused", BEFORE)) {
            zone.run();
        }
        refused("columns: {id: integer, size: varchar, note: varchar}",
                "Cannot change column size of lakehouse.test_hidden.refused_history from int to string: values could be "
                        + "lost, or running queries could fail (declare a column with another name that reads $.size, and list "
                        + "size under history.dropped)");
        refused("columns: {id: integer, size: integer}",
                "Cannot leave out column note: lakehouse.test_hidden.refused_history has its values (if it was renamed, "
                        + "add renamed_from: note to the new column; if it is no longer needed, list it under "
                        + "history.dropped)");
        refused("columns: {id: integer, size: integer, text: {type: varchar, renamed_from: nota}}",
                "Cannot find column nota in lakehouse.test_hidden.refused_history, from which text is renamed (existing columns: "
                        + "id, size, note, landed_on)");
    }

    private static void refused(String columns, String message) throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("refused", columns)) {
            assertThatThrownBy(zone::run).isInstanceOf(LakehouseException.class).hasMessage(message);
            assertThatThrownBy(() -> zone.batch().plan(Optional.empty())).hasMessage(message);
        }
    }
}
