package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.gateway.TestingDataset;
import dev.freshet.lakehouse.LocalLakehouse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trino's own command line gets the same output through the endpoint as from Trino. */
class TrinoCliTest {
    private static final Path CLI = Path.of("target/command-line/trino-cli-executable.jar");
    /** In seconds. */
    private static final int PATIENCE = 120;

    private static URI trino;
    private static HttpGateway gateway;

    @TempDir
    private Path directory;

    /** The result of one run of the command line. */
    private record End(int status, String out, String err) {}

    @BeforeAll
    static void start() throws SQLException, IOException {
        TestingDataset.create("pipes", "live");
        trino = URI.create("http://" + URI.create(LocalLakehouse.shared().trinoUrl().substring("jdbc:".length()))
                .getAuthority());
        gateway = HttpGateway
                .start(HttpGateway.Options.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), trino));
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    private Process start(Path out, Path err, URI server, String sql, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-jar", CLI.toString(), "--server", server.toString(), "--user", "test", "--catalog", "lakehouse",
                "--schema", TestingDataset.SCHEMA, "--output-format", "CSV", "--execute", sql));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    private End run(URI server, String sql, String... options) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "trino", ".out");
        Path err = Files.createTempFile(directory, "trino", ".err");
        Process process = start(out, err, server, sql, options);
        try {
            assertThat(process.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
            return new End(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private End both(String sql) throws IOException, InterruptedException {
        End through = run(gateway.uri(), sql);
        End direct = run(trino, sql);
        assertThat(through.status()).isEqualTo(direct.status());
        assertThat(through.out().equals(direct.out())).as("the same output").isTrue();
        assertThat(fromTrino(through.err())).isEqualTo(fromTrino(direct.err()));
        return through;
    }

    /** The output without query ids and without the messages of the terminal library. */
    private static List<String> fromTrino(String err) {
        return err.replaceAll("\\d{8}_\\d{6}_\\d{5}_\\w{5}", "ID").lines()
                .filter(line -> !line.startsWith("WARNING: ") && !line.contains("org.jline")).toList();
    }

    @Test
    void answersAndErrorsEqualTrinos() throws Exception {
        assertThat(
                both("SELECT id, device FROM pipes ORDER BY id; SHOW SCHEMAS; USE system.runtime; SHOW TABLES").out())
                .startsWith("\"1\",\"a\"\n\"2\",\"b\"\n\"3\",\"today\"\n");
        End failed = both("SELECT nothing FROM pipes");
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.err()).contains("Column 'nothing' cannot be resolved");
    }

    @Test
    @Tag("slow")
    void aMillionRowsAreForwarded() throws Exception {
        String million = "SELECT x * 1000 + y, 'row ' || CAST(y AS varchar) FROM UNNEST(sequence(1, 1000)) a (x), UNNEST(sequence(1, 1000)) b (y) ORDER BY 1";
        assertThat(both(million).out().lines()).hasSize(1_000_000);
    }

    @Test
    void aClientTagSetsTheFreshness() throws Exception {
        assertThat(run(gateway.uri(), "SELECT count(*) FROM pipes", "--client-tags", "freshness=t-1").out())
                .isEqualTo("\"2\"\n");
        assertThat(run(gateway.uri(), "/*+ freshness(t-1) */ SELECT count(*) FROM pipes").out()).isEqualTo("\"2\"\n");
    }

    @Test
    void itIsPrintedThatT1AnswersBecauseTheLiveViewFails() throws Exception {
        try (HttpGateway fallsBack = HttpGateway.start(
                HttpGateway.Options.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), trino)
                        .with(RequestSettings.of(Map.of("on_live_failure", "t-1"))))) {
            End end = run(fallsBack.uri(), "SELECT 6 / (id - 3) FROM pipes ORDER BY 1");
            assertThat(end.out()).as(end.err()).isEqualTo("\"-6\"\n\"-3\"\n");
            assertThat(end.err()).containsOnlyOnce("lakehouse.telemetry.pipes is read t-1, data as of ");
        }
    }

    @Test
    void ctrlCCancelsTheQuery() throws Exception {
        Process process = start(directory.resolve("out"), directory.resolve("err"), gateway.uri(),
                "SELECT count(*) AS given_up FROM UNNEST(sequence(1, 10000)) a (x), UNNEST(sequence(1, 10000)) b (y), UNNEST(sequence(1, 10000)) c (z) WHERE x + y * z < 0");
        String running = "SELECT count(*) FROM system.runtime.queries WHERE query LIKE '%AS given' || '_up%' AND state = 'RUNNING'";
        await(running, "\"1\"\n");
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
        assertThat(process.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
        await(running, "\"0\"\n");
    }

    private void await(String sql, String answer) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (!run(trino, sql).out().equals(answer)) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }
}
