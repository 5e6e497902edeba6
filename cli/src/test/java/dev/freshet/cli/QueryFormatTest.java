package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.lakehouse.LocalLakehouse;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What programs read of a query's answer: rows alone, however many, and never a part of them as if it were all. */
@Timeout(180)
class QueryFormatTest {
    private static final String VALUES = """
                                         SELECT 1 AS "a,b", 'say "hi", you' AS text, CAST(NULL AS varchar) AS nothing, '' AS empty,
                                         ARRAY[1, NULL] AS list, CAST(ROW('S4') AS ROW(model varchar)) AS device, U&'two\\000Alines \\00E9' AS lines,
                                         DECIMAL '0.0000000000' AS zero, DATE '2026-11-22' AS day, true AS yes, X'CAFE' AS bytes""";
    private static final String MILLION = "SELECT x * 1000 + y AS id, 'row ' || CAST(y AS varchar) AS text FROM UNNEST(sequence(1, 1000)) a (x), UNNEST(sequence(1, 1000)) b (y)";
    private static final String ENDLESS = "SELECT x, y, z FROM UNNEST(sequence(1, 10000)) a (x), UNNEST(sequence(1, 10000)) b (y), UNNEST(sequence(1, 10000)) c (z)";

    @TempDir
    private Path directory;
    private Path lakehouse;
    private Path file;

    @BeforeEach
    void connect() throws IOException {
        lakehouse = directory.resolve("lakehouse.properties");
        file = Files.createDirectory(directory.resolve("answers")).resolve("rows.csv");
        try (OutputStream out = Files.newOutputStream(lakehouse)) {
            LocalLakehouse.shared().properties().store(out, null);
        }
    }

    @Test
    void csvIsRfc4180AndTellsNullFromAnEmptyText() {
        TestingFreshet csv = query("--format", "csv", VALUES);
        assertThat(csv.exit()).as(csv.err()).isZero();
        assertThat(csv.out()).isEqualTo("\"a,b\",text,nothing,empty,list,device,lines,zero,day,yes,bytes\r\n"
                + "1,\"say \"\"hi\"\", you\",,\"\",\"[1,null]\",\"{\"\"model\"\":\"\"S4\"\"}\",\"two\nlines \u00e9\","
                + "0.0000000000,2026-11-22,true,cafe\r\n");
        assertThat(csv.err()).startsWith("(1 row, ");
    }

    @Test
    void anUnknownFormatIsRefusedWithThoseThatThereAre() {
        assertThat(query("--format", "CSV", "SELECT 1 AS a").out()).isEqualTo("a\r\n1\r\n");
        TestingFreshet xml = query("--format", "xml", "SELECT 1");
        assertThat(xml.exit()).isEqualTo(2);
        assertThat(xml.err()).contains("'xml' is no format (use table, csv or ndjson)");
    }

    @Test
    void ndjsonIsOneObjectForEachRow() {
        TestingFreshet ndjson = query("--format", "ndjson", VALUES + " UNION ALL " + VALUES);
        assertThat(ndjson.out().lines()).hasSize(2).allMatch(
                line -> line.startsWith("{\"a,b\":1,\"text\":\"say \\\"hi\\\", you\",\"nothing\":null,\"empty\":\"\","
                        + "\"list\":[1,null],\"device\":{\"model\":\"S4\"},\"lines\":\"two\\nlines \u00e9\",")
                        && line.endsWith("\"day\":\"2026-11-22\",\"yes\":true,\"bytes\":\"cafe\"}"));
        assertThat(ndjson.err()).startsWith("(2 rows, ");
        TestingFreshet twice = query("--format", "ndjson", "SELECT 1 AS id, 2 AS other, 3 AS id");
        assertThat(twice.exit()).isEqualTo(2);
        assertThat(twice.out()).isEmpty();
        assertThat(twice.err()).contains("two columns are named id (rename one of them with AS)").hasLineCount(1);
    }

    @Test
    void aFileIsReplacedByACompleteAnswerOnly() throws IOException {
        assertThat(query("-o", file, "SELECT 1 AS id").out()).isEmpty();
        assertThat(file).hasContent("id\n--\n 1\n");
        assertThat(query("--format", "csv", "-o", file, "SELECT 2 AS id").err()).startsWith("(1 row, ");
        assertThat(file).hasContent("id\n2\n");
        String failing = "SELECT 1 / (id - 999999) FROM (" + MILLION + ")";
        TestingFreshet failed = query("--format", "csv", "-o", file, failing);
        assertThat(failed.exit()).isEqualTo(5);
        assertThat(failed.err()).contains("Division by zero").doesNotContain("rows, ");
        assertThat(file).hasContent("id\n2\n");
        assertThat(answers()).containsExactly("rows.csv");
        TestingFreshet onScreen = query("--format", "ndjson", failing);
        assertThat(onScreen.exit()).isEqualTo(5);
        assertThat(onScreen.err()).contains("Division by zero").doesNotContain("rows, ");
    }

    @Test
    @Tag("slow")
    void aMillionRowsNeedLittleMemory() throws Exception {
        Process process = start("--format", "csv", "-o", file, MILLION);
        assertThat(exit(process)).as(err()).isZero();
        assertThat(err()).startsWith("(1,000,000 rows, ");
        try (Stream<String> lines = Files.lines(file)) {
            assertThat(lines.distinct().count()).isEqualTo(1_000_001);
        }
    }

    @Test
    void aReaderThatClosesThePipeEndsTheQueryQuietly() throws Exception {
        Process process = start("--format", "csv", ENDLESS);
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("x,y,z");
            assertThat(running(ENDLESS)).isEqualTo(1);
        }
        assertThat(exit(process)).as(err()).isEqualTo(141);
        assertThat(err()).isEmpty();
        assertThat(running(ENDLESS)).isZero();
    }

    @Test
    void ctrlCLeavesTheFileAsItWas() throws Exception {
        Files.writeString(file, "old");
        Process process = start("--format", "csv", "-o", file, ENDLESS + " WHERE x > 0");
        while (Stream.of(file.getParent().toFile().listFiles()).mapToLong(File::length).sum() < 10_000) {
            assertThat(process.isAlive()).as(err()).isTrue();
            Thread.sleep(50);
        }
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
        assertThat(exit(process)).isEqualTo(130);
        assertThat(answers()).containsExactly("rows.csv");
        assertThat(file).hasContent("old");
    }

    private List<String> answers() {
        return List.of(file.getParent().toFile().list());
    }

    private TestingFreshet query(Object... arguments) {
        return TestingFreshet.run(command(arguments).toArray());
    }

    private List<String> command(Object... arguments) {
        List<String> words = new ArrayList<>(List.of("--lakehouse", lakehouse.toString(), "query"));
        Stream.of(arguments).map(Object::toString).forEach(words::add);
        return words;
    }

    /** In a process of its own, as the launcher starts it, with a small heap. */
    private Process start(Object... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx64m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"),
                FreshetCommand.class.getName()));
        words.addAll(command(arguments));
        return new ProcessBuilder(words).redirectError(directory.resolve("err").toFile()).start();
    }

    private static int exit(Process process) throws InterruptedException {
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String err() throws IOException {
        return Files.readString(directory.resolve("err"));
    }

    /** How many queries of this text Trino runs. */
    private long running(String sql) {
        JsonNode answer = query("--direct", "--json",
                "SELECT count(*) FROM system.runtime.queries WHERE query = '%s' AND state NOT IN ('FINISHED', 'FAILED')"
                        .formatted(sql.replace("'", "''")))
                .json();
        return answer.at("/rows/0/0").asLong();
    }
}
