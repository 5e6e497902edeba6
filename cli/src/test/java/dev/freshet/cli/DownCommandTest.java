package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownCommandTest {
    @TempDir
    private Path directory;

    @Test
    void downReportsThatNothingRuns() {
        TestingFreshet down = TestingFreshet.run("down", "--directory", directory.resolve("none"));
        assertThat(down.exit()).isZero();
        assertThat(down.out()).contains("No lakehouse is running");
    }

    @Test
    void downDeletesNoDirectoryThatIsNotALakehouse() throws IOException {
        Path mine = Files.writeString(directory.resolve("lakehouse.properties"), "trino.url=mine");
        TestingFreshet down = TestingFreshet.run("down", "--delete", "--directory", directory);
        assertThat(down.exit()).isEqualTo(6);
        assertThat(down.err()).contains("Cannot delete " + directory).hasLineCount(1);
        assertThat(mine).hasContent("trino.url=mine");
    }

    @Test
    void whatACrashLeftBehindIsForgottenAndDeletedOnDemand() throws IOException {
        Files.createFile(directory.resolve("lakehouse.lock"));
        Files.writeString(directory.resolve("lakehouse.pid"), "4194303\n2026-01-01T00:00:00Z\n");
        Path file = Files.writeString(directory.resolve("lakehouse.properties"), "");
        assertThat(TestingFreshet.run("down", "--directory", directory).exit()).isZero();
        assertThat(file).doesNotExist();
        assertThat(TestingFreshet.run("down", "--delete", "--directory", directory).out()).contains("deleted");
        assertThat(directory).doesNotExist();
        Files.createDirectory(directory);
    }
}
