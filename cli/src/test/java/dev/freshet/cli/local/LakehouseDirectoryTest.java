package dev.freshet.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakehouseDirectoryTest {
    @TempDir
    private Path path;
    private LakehouseDirectory directory;

    @BeforeEach
    void open() {
        directory = new LakehouseDirectory(path);
    }

    @Test
    void theProcessThatClaimsTheDirectoryIsTheHost() throws IOException {
        assertThat(directory.host()).isEmpty();
        directory.claim();
        assertThat(directory.host()).contains(ProcessHandle.current());
        directory.forget();
        assertThat(directory.host()).isEmpty();
    }

    @Test
    void anotherProgramWithTheHostsIdIsNoHost() throws IOException {
        Files.writeString(path.resolve("lakehouse.pid"),
                ProcessHandle.current().pid() + "\n" + Instant.now().minusSeconds(86_400) + "\n");
        assertThat(directory.host()).isEmpty();
    }

    @Test
    void aDeadProcessOrAnInvalidFileIsNoHost() throws IOException {
        for (String content : new String[]{"", "4194303\n" + Instant.now(), "x\n" + Instant.now(), "1\nyesterday"}) {
            Files.writeString(path.resolve("lakehouse.pid"), content);
            assertThat(directory.host()).isEmpty();
        }
    }
}
