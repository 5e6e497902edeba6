package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lakehouse in the background, in a process of its own. */
class UpCommandTest {
    @TempDir
    private Path parent;

    @Test
    void itRunsUntilDownAndASecondUpFindsIt() throws Exception {
        Path directory = parent.resolve("lakehouse");
        TestingFreshet up = TestingFreshet.run("up", "--json", "--directory", directory);
        assertThat(up.exit()).as(up.err()).isZero();
        long pid = up.json().get("pid").asLong();
        Path file = Path.of(up.json().get("lakehouse").asText());
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            JsonNode again = TestingFreshet.run("up", "--json", "--directory", directory).json();
            assertThat(again.get("alreadyRunning").asBoolean()).isTrue();
            assertThat(again.get("pid").asLong()).isEqualTo(pid);
            TestingFreshet foreground = TestingFreshet.run("up", "--foreground", "--directory", directory);
            assertThat(foreground.exit()).isEqualTo(1);
            assertThat(foreground.err()).contains("another one lives there").hasLineCount(1);
            TestingFreshet query = TestingFreshet.run("query", "--json", "--lakehouse", file, "SELECT 1");
            assertThat(query.json().get("rows").toString()).as(query.err()).isEqualTo("[[1]]");
        } finally {
            TestingFreshet down = TestingFreshet.run("down", "--delete", "--json", "--directory", directory);
            assertThat(down.exit()).as(down.err()).isZero();
            assertThat(down.json().get("stopped").asBoolean()).isTrue();
        }
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(directory).doesNotExist();
    }

    @Test
    void aHostThatCannotStartReportsWhy() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestingFreshet up = TestingFreshet.run("up", "--port", taken.getLocalPort(), "--directory",
                    parent.resolve("lakehouse"));
            assertThat(up.exit()).isEqualTo(1);
            assertThat(up.err()).contains("Cannot start Trino: port " + taken.getLocalPort()).hasLineCount(1);
        }
        TestingFreshet old = TestingFreshet.run("up", "--trino", 475, "--directory", parent.resolve("lakehouse"));
        assertThat(old.exit()).isEqualTo(1);
        assertThat(old.err()).contains("Cannot start Trino 475: use 476, or the number of a newer version")
                .hasLineCount(1);
        assertThat(TestingFreshet.run("up", "--port", 70_000, "--directory", parent.resolve("lakehouse")).exit())
                .isEqualTo(2);
    }
}
