package dev.freshet.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLakehouseTest {
    /** Kills a JVM that runs a lakehouse, starts another on its data, and a temporary one beside that. */
    @Test
    @Tag("slow")
    void aKilledParentLeavesNoProcessesAndItsDataServeTheNextLakehouse(@TempDir Path directory)
            throws Exception {
        Process parent = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "--enable-native-access=ALL-UNNAMED",
                StartAndWait.class.getName(), directory.toString()).redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var output = new BufferedReader(new InputStreamReader(parent.getInputStream()))) {
            assertThat(output.readLine()).startsWith("jdbc:trino:");
        }
        List<ProcessHandle> processes = processes(parent.toHandle(), directory);
        assertThat(processes).hasSizeGreaterThan(2).allMatch(LocalLakehouseTest::runs);
        parent.destroyForcibly().waitFor();
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (Instant.now().isBefore(end) && processes.stream().anyMatch(LocalLakehouseTest::runs)) {
            Thread.sleep(100);
        }
        assertThat(processes).noneMatch(LocalLakehouseTest::runs);

        List<String> steps = new ArrayList<>();
        try (LocalLakehouse lakehouse = LocalLakehouse.start(directory, recording(steps))) {
            assertThat(steps).endsWith("starting PostgreSQL", "starting Trino " + LocalLakehouse.TRINO_VERSION, "end");
            assertThat(value(lakehouse, "SELECT x FROM lakehouse.a.t")).isEqualTo("1");
            processes = processes(ProcessHandle.current(), directory);
            Path temporary;
            try (LocalLakehouse another = LocalLakehouse.start(StartProgress.NONE)) {
                temporary = another.directory().getParent();
                assertThat(value(another, "SELECT count(*) FROM lakehouse.information_schema.schemata "
                        + "WHERE schema_name = 'a'")).isEqualTo("0");
            }
            assertThat(temporary).doesNotExist();
            assertThat(value(lakehouse, "SELECT x FROM lakehouse.a.t")).isEqualTo("1");
        }
        assertThat(processes).noneMatch(LocalLakehouseTest::runs);
    }

    private static StartProgress recording(List<String> steps) {
        return new StartProgress() {
            @Override
            public void at(String step, long done, long total) {
                steps.add(step);
            }

            @Override
            public void end() {
                steps.add("end");
            }
        };
    }

    @Test
    void aPortInUseIsReportedByNumber() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = socket.getLocalPort();
            assertThatThrownBy(() -> LocalLakehouse.start(LocalLakehouse.Options.TEMPORARY.withPort(port),
                    StartProgress.NONE)).isInstanceOf(StartException.class)
                    .hasMessageStartingWith("Cannot start Trino: port " + port + " of 127.0.0.1 is in use (");
        }
    }

    @Test
    void aFailedStartOfTrinoIsExplainedAndLeavesNoProcess(@TempDir Path directory) {
        LocalLakehouse.Options tooSmall = LocalLakehouse.Options.in(directory).withJvm(List.of("-Xmx1k"));
        assertThatThrownBy(() -> LocalLakehouse.start(tooSmall, StartProgress.NONE)).isInstanceOf(StartException.class)
                .hasMessageStartingWith(
                        "Cannot start Trino: it ended with code 1: Error occurred during initialization of VM");
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)
                .map(process -> process.info().commandLine().orElse("")))
                .noneMatch(line -> line.contains(directory.toString()));
    }

    @Test
    void dataStayOnDiskOrInS3AsAtTheFirstStart(@TempDir Path disk, @TempDir Path objects) throws IOException {
        Files.createDirectories(disk.resolve("data"));
        assertThatThrownBy(() -> LocalLakehouse.start(LocalLakehouse.Options.in(disk).withS3(true), StartProgress.NONE))
                .isInstanceOf(StartException.class).hasMessageStartingWith("Cannot keep the data in S3: those in ");

        Files.createDirectories(objects.resolve("s3"));
        LocalLakehouse.Options tooSmall = LocalLakehouse.Options.in(objects).withJvm(List.of("-Xmx1k"));
        List<String> steps = new ArrayList<>();
        assertThatThrownBy(() -> LocalLakehouse.start(tooSmall, recording(steps))).isInstanceOf(StartException.class);
        assertThat(steps).contains("starting " + S3Server.NAME);
        assertThat(objects.resolve("data")).doesNotExist();
        assertThat(ProcessHandle.current().descendants().map(process -> process.info().commandLine().orElse("")))
                .noneMatch(line -> line.contains(objects.toString()));
    }

    /** The parent to kill. It restarts PostgreSQL once. */
    static final class StartAndWait {
        public static void main(String[] args) throws Exception {
            LocalLakehouse lakehouse = LocalLakehouse.start(Path.of(args[0]), StartProgress.NONE);
            execute(lakehouse, "CREATE SCHEMA lakehouse.a");
            execute(lakehouse, "CREATE TABLE lakehouse.a.t AS SELECT 1 AS x");
            lakehouse.killPostgres();
            lakehouse.startPostgres();
            System.out.println(lakehouse.trinoUrl());
            Thread.sleep(Duration.ofMinutes(5).toMillis());
        }
    }

    /** Trino and the watchdog are children of the JVM; PostgreSQL detaches itself. */
    private static List<ProcessHandle> processes(ProcessHandle parent, Path directory) throws IOException {
        long postgres = Long.parseLong(Files.readAllLines(directory.resolve("postgres/data/postmaster.pid")).get(0));
        return Stream.concat(parent.descendants(), ProcessHandle.of(postgres).stream()).toList();
    }

    /**
     * A process that has ended counts as alive until its parent has waited for it, but no longer has a command.
     */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static void execute(LocalLakehouse lakehouse, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(lakehouse.trinoUrl(), "test", null);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(LocalLakehouse lakehouse, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(lakehouse.trinoUrl(), "test", null);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getString(1);
        }
    }
}
