package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each failure is one message and one exit code. */
class FailureTest {
    @TempDir
    private Path directory;
    private Path spec;

    @BeforeEach
    void writeSpec() throws IOException {
        spec = Files.writeString(directory.resolve("backups.yaml"), """
                                                                    dataset: backups
                                                                    schema: telemetry
                                                                    landing:
                                                                      root: local:///landing/backups
                                                                    columns:
                                                                      id: bigint
                                                                    """);
    }

    /** Later loggers read it. */
    @AfterEach
    void resetTheLogLevel() {
        System.clearProperty("org.slf4j.simpleLogger.log.dev.freshet");
    }

    @Test
    void aMissingSpecIsNamed() {
        TestingFreshet missing = TestingFreshet.run("status", directory.resolve("none.yaml"));
        assertThat(missing.exit()).isEqualTo(3);
        assertThat(missing.err()).isEqualToIgnoringNewLines(
                directory.resolve("none.yaml") + ":1: Cannot read spec: there is no such file (check the path)");
        assertThat(missing.out()).isEmpty();
    }

    @Test
    void allMistakesOfAllSpecsAreListedWithFileAndLine() throws IOException {
        Path other = Files.writeString(directory.resolve("other.yaml"), """
                                                                        dataset: other
                                                                        shcema: telemetry
                                                                        schema: telemetry
                                                                        landing: {root: local:///landing/other}
                                                                        columns:
                                                                          id: bigintt
                                                                        """);
        TestingFreshet run = TestingFreshet.run("run", directory.resolve("none.yaml"), other);
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err().lines()).hasSize(3).anyMatch(line -> line.startsWith(other + ":2: shcema: "))
                .anyMatch(line -> line.startsWith(other + ":6: columns.id: ") && line.contains("bigint"));
    }

    @Test
    void mistakesOfASpecAreJsonToo() throws IOException {
        Files.writeString(spec, "dataset: backups\nschema: s\nlanding: {root: local:///l}\ncolumns: {id: bigintt}\n");
        TestingFreshet run = TestingFreshet.run("run", "--json", spec);
        assertThat(run.exit()).isEqualTo(3);
        JsonNode error = run.json().get("error");
        assertThat(error.get("kind").asText()).isEqualTo("spec");
        assertThat(error.get("exit").asInt()).isEqualTo(3);
        assertThat(error.get("message").asText()).contains("bigintt");
        JsonNode problem = error.get("problems").get(0);
        assertThat(problem.get("file").asText()).isEqualTo(spec.toString());
        assertThat(problem.get("line").asInt()).isEqualTo(4);
        assertThat(problem.get("key").asText()).isEqualTo("columns.id");
    }

    @Test
    void anUnreachableTrinoIsReportedWithoutAStackTrace() throws IOException {
        for (String[] command : new String[][]{{"run"}, {"plan"}, {"status"}}) {
            TestingFreshet unreachable = TestingFreshet.run(command[0], "--lakehouse", nowhere(), spec);
            assertThat(unreachable.exit()).isEqualTo(1);
            assertThat(unreachable.err())
                    .startsWith("freshet: Cannot reach Trino at jdbc:trino://127.0.0.1:1/lakehouse")
                    .hasLineCount(1);
            assertThat(unreachable.out()).isEmpty();
        }
        for (String way : new String[]{"--direct", "--freshness=live"}) {
            TestingFreshet query = TestingFreshet.run("query", way, "--lakehouse", nowhere(), "SELECT 1");
            assertThat(query.exit()).as(query.err()).isEqualTo(1);
            assertThat(query.err()).startsWith("freshet: Cannot reach Trino at jdbc:").contains("127.0.0.1:1/lakehouse")
                    .hasLineCount(1);
        }
    }

    @Test
    void theFirstFailureIsTheExitCodeAndAllAreReported() throws IOException {
        TestingFreshet run = TestingFreshet.run("run", "--lakehouse", nowhere(), spec, directory.resolve("none.yaml"));
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err().lines()).hasSize(2).first().asString().contains("none.yaml:1: Cannot read spec");
        assertThat(run.err()).contains("freshet: Cannot reach Trino");
    }

    @Test
    void twoSpecsOfOneDatasetAreRefusedAndTheOthersGoOn() throws IOException {
        Path copy = Files.copy(spec, directory.resolve("copy.yaml"));
        Path other = Files.writeString(directory.resolve("other.yaml"),
                Files.readString(spec).replace("dataset: backups", "dataset: other"));
        for (String command : new String[]{"run", "plan", "repair", "maintain", "check", "status"}) {
            TestingFreshet run = TestingFreshet.run(command, "--lakehouse", nowhere(), spec, other, copy);
            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.err().lines()).hasSize(3)
                    .anyMatch(line -> line.startsWith(spec + ":1: dataset: Two specs claim the view telemetry.backups"))
                    .anyMatch(line -> line.startsWith(copy + ":1: dataset: Two specs claim the view telemetry.backups"))
                    .anyMatch(line -> line.startsWith("freshet: Cannot reach Trino"));
        }
    }

    @Test
    void aFileThatIsNamedTwiceIsOneSpec() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link.yaml"), spec);
        Path longer = directory.resolve("../" + directory.getFileName() + "/backups.yaml");
        TestingFreshet run = TestingFreshet.run("run", "--lakehouse", nowhere(), spec, spec, longer, link);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).startsWith("freshet: Cannot reach Trino").hasLineCount(1);
    }

    @Test
    void verboseShowsWhereItFailed() throws IOException {
        TestingFreshet unreachable = TestingFreshet.run("status", "--verbose", "--lakehouse", nowhere(), spec);
        assertThat(unreachable.err()).contains("freshet: Cannot reach Trino",
                "\tat dev.freshet.transform.connect.LakehouseConnection");
    }

    @Test
    void aMissingLakehouseFileIsReportedWithTheFix() {
        TestingFreshet missing = TestingFreshet.run("--json", "status", "--lakehouse", directory.resolve("none"), spec);
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).contains("Cannot read the lakehouse file", "./freshet up").hasLineCount(1);
        assertThat(missing.json().get("error").get("kind").asText()).isEqualTo("lakehouse");
    }

    @Test
    void wrongUsageIsReportedWithTheHelpCommand() {
        TestingFreshet option = TestingFreshet.run("run", "--dayy", "2026-11-22", spec);
        assertThat(option.exit()).isEqualTo(2);
        assertThat(option.err()).contains("--dayy", "freshet run --help");
        assertThat(TestingFreshet.run("rnu").exit()).isEqualTo(2);
        assertThat(TestingFreshet.run("run").exit()).isEqualTo(2);
        assertThat(TestingFreshet.run("run", "--day", "22.11.2026", spec).exit()).isEqualTo(2);
        for (String size : List.of("1", "300m", "g", "0g", "1t", "1.5g")) {
            TestingFreshet memory = TestingFreshet.run("run", "--memory", size, spec);
            assertThat(memory.exit()).as(size).isEqualTo(2);
            assertThat(memory.err()).contains("'" + size + "' is not a size from 512m on, such as 2g");
        }
        assertThat(TestingFreshet.run("run", "--cores=0", spec).exit()).isEqualTo(2);
        assertThat(TestingFreshet.run("run", "--parallel", "0", spec).err())
                .contains("'--parallel': '0' is not a number of datasets from 1 to 99");
        assertThat(TestingFreshet.run("status", "--max-lag", "2h", spec).err())
                .contains("'--max-lag': '2h' is no duration such as PT2H or P1D");
        assertThat(TestingFreshet.run("status", "--max-rejects", "1", spec).err())
                .contains("'--max-rejects': '1' is no part of the lines such as 1% or 0.5%");
        TestingFreshet json = TestingFreshet.run("query", "--json", "--freshness", "soon", "SELECT 1", "--lakehouse",
                directory);
        assertThat(json.exit()).isEqualTo(2);
        assertThat(json.json().get("error").get("kind").asText()).isEqualTo("usage");
        assertThat(json.err()).contains("soon", "PT15M");
    }

    @Test
    void anAnswerIsOneJsonObjectOrRows() {
        for (String[] rows : new String[][]{{"--format", "csv"}, {"-o", directory.resolve("rows.csv").toString()}}) {
            TestingFreshet both = TestingFreshet.run("query", "--json", rows[0], rows[1], "SELECT 1");
            assertThat(both.exit()).isEqualTo(2);
            assertThat(both.err()).contains("--json with --format or --output", "--format ndjson");
        }
        TestingFreshet unknown = TestingFreshet.run("query", "--format", "xml", "SELECT 1");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("'--format'", "table, csv or ndjson", "'xml'");
    }

    @Test
    void anAnswerIsWrittenOnlyWhereAFileCanBe() throws IOException {
        Path missing = directory.resolve("none/rows.csv");
        for (Path output : List.of(directory, missing)) {
            TestingFreshet refused = TestingFreshet.run("query", "-o", output, "--lakehouse", nowhere(), "SELECT 1");
            assertThat(refused.exit()).isEqualTo(6);
            assertThat(refused.err()).startsWith("freshet: Cannot write " + output + " (").hasLineCount(1);
        }
        TestingFreshet unreachable = TestingFreshet.run("query", "-o", directory.resolve("rows.csv"), "--lakehouse",
                nowhere(), "SELECT 1");
        assertThat(unreachable.exit()).isEqualTo(1);
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("backups.yaml", "lakehouse.properties");
    }

    @Test
    void aLakehouseThatCannotBeReachedIsOneFailureForAllDatasets() throws IOException {
        Path other = Files.writeString(directory.resolve("other.yaml"),
                Files.readString(spec).replace("backups", "other"));
        TestingFreshet run = TestingFreshet.run("run", "--parallel", "2", "--lakehouse", nowhere(), spec, other);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1);
    }

    @Test
    void aDayThatIsNotOverIsWrongUsage() {
        TestingFreshet run = TestingFreshet.run("run", "--day", LocalDate.now().plusDays(1), spec);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--day", "it is not over in UTC");
    }

    @Test
    void anUnexpectedExceptionIsAFaultOfFreshet() {
        Failure failure = Failure.of(new IllegalStateException("x"));
        assertThat(failure.exit()).isEqualTo(ExitCode.UNEXPECTED);
        assertThat(failure.text(false)).contains("IllegalStateException: x", "--verbose");
    }

    /** A lakehouse file with a port on which nothing listens. */
    private Path nowhere() throws IOException {
        return Files.writeString(directory.resolve("lakehouse.properties"), """
                                                                            trino.url=jdbc:trino://127.0.0.1:1/lakehouse
                                                                            trino.catalog=lakehouse
                                                                            trino.landing-catalog=landing
                                                                            iceberg.name=lakehouse
                                                                            """);
    }
}
