package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.lakehouse.LocalLakehouse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    @TempDir
    private Path directory;

    @Test
    void eachWorkLeavesARowThatTrinoCanQuery() throws IOException {
        Path lakehouse = directory.resolve("lakehouse.properties");
        try (OutputStream file = Files.newOutputStream(lakehouse)) {
            LocalLakehouse.shared().properties().store(file, null);
        }
        Path spec = Files.writeString(directory.resolve("spec.yaml"), """
                                                                      dataset: worked
                                                                      schema: run_log
                                                                      landing: {root: "local:///landing/worked"}
                                                                      columns: {id: bigint}
                                                                      ingest: {every: PT1M, min_age: PT0S}
                                                                      """);
        TestingFreshet early = freshet(lakehouse, "ingest", spec);
        assertThat(early.exit()).isEqualTo(1);
        assertThat(early.err()).hasLineCount(1);

        land(TODAY.minusDays(1), "{\"id\":1}\n{\"id\":2}\nbroken\n");
        land(TODAY, "{\"id\":3}\n");
        assertThat(freshet(lakehouse, "run", spec).exit()).isZero();
        assertThat(freshet(lakehouse, "query", "--direct",
                "ALTER TABLE lakehouse.run_log_hidden.freshet_runs DROP COLUMN steps").exit()).isZero();
        TestingFreshet ingest = freshet(lakehouse, "ingest", spec); // the log of an earlier version has no steps
        assertThat(ingest.exit()).as(ingest.err()).isZero();
        assertThat(ingest.err()).doesNotContain("warning");
        assertThat(freshet(lakehouse, "maintain", "--retention", "PT1M", spec).exit()).isEqualTo(2);
        assertThat(freshet(lakehouse, "rollback", spec).exit()).isEqualTo(1);
        assertThat(freshet(lakehouse, "maintain", spec).exit()).isZero();

        TestingFreshet log = freshet(lakehouse, "query", "--json",
                """
                SELECT command, boundary, files, rows, rejects, error LIKE '%there is no boundary before%',
                    complete_until BETWEEN started_at - INTERVAL '2' DAY AND ended_at,
                    element_at(steps, 'reconcile') > 0 AND element_at(steps, 'flip') > 0
                      AND reduce(map_values(steps), BIGINT '0', (s, x) -> s + x, s -> s) <= to_milliseconds(ended_at - started_at)
                FROM lakehouse.run_log_hidden.freshet_runs
                WHERE dataset = 'worked' AND bytes >= rows AND ended_at > started_at ORDER BY started_at
                """);
        assertThat(log.exit()).as(log.err()).isZero();
        assertThat(log.json().get("rows").toString())
                .isEqualTo("""
                           [["run","%s",1,2,1,null,true,null],["ingest",null,1,1,0,null,true,true],\
                           ["rollback",null,0,0,0,true,null,null],["maintain",null,0,0,0,null,null,null]]"""
                        .formatted(TODAY));
        assertThat(freshet(lakehouse, "query", "--json",
                "SELECT count(*) FROM lakehouse.run_log_hidden.\"freshet_runs$files\"").json().get("rows").toString())
                .isEqualTo("[[2]]"); // housekeeping joined those before it

        TestingFreshet wrong = freshet(lakehouse, "erase", "--where", "id > 1", spec);
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("Invalid condition: ");
        assertThat(freshet(lakehouse, "erase", "--where", "id = 2", spec).out()).startsWith(
                "worked: would erase 1 line in 1 of 2 raw files (1 row, 0 rejects), 1 landing day of history (--yes erases them)");
        TestingFreshet erase = freshet(lakehouse, "erase", "--where", "id = 2", "--yes", spec);
        assertThat(erase.exit()).as(erase.err()).isZero();
        assertThat(erase.out()).startsWith("worked: erased 1 line in 1 of 2 raw files").contains(
                "left        worked 0, worked_rejects 0, worked_t1 0, by this query:");
        assertThat(freshet(lakehouse, "query", "--json", "SELECT id FROM run_log.worked ORDER BY id").json()
                .get("rows").toString()).isEqualTo("[[1],[3]]");
        assertThat(freshet(lakehouse, "query", "--json",
                "SELECT rows FROM lakehouse.run_log_hidden.freshet_runs WHERE command = 'erase'").json().get("rows"))
                .hasSize(1);
    }

    private static TestingFreshet freshet(Path lakehouse, Object... arguments) {
        Object[] all = new Object[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        all[0] = "--lakehouse";
        all[1] = lakehouse;
        return TestingFreshet.run(all);
    }

    private static void land(LocalDate day, String lines) throws IOException {
        Path landed = LocalLakehouse.shared().directory().resolve("landing/worked/dt=" + day);
        Files.writeString(Files.createDirectories(landed).resolve("a.json"), lines);
    }
}
