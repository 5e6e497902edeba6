package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.local.LakehouseDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class UpOutputTest {
    @TempDir
    private Path directory;

    @AfterEach
    void forgetTheCall() {
        System.clearProperty("freshet.called");
    }

    @Test
    void whatToTryNextIsCalledAsUpWas() throws IOException {
        assertThat(output()).contains("  ./freshet query \"SHOW SCHEMAS\"", "  ./freshet down");
        System.setProperty("freshet.called", "/srv/freshet/freshet");
        assertThat(output()).contains("  /srv/freshet/freshet query \"SHOW SCHEMAS\"", "  /srv/freshet/freshet down")
                .doesNotContain("./freshet");
    }

    private String output() throws IOException {
        LakehouseDirectory lakehouse = new LakehouseDirectory(directory);
        Files.writeString(lakehouse.file(), """
                                            trino.url=jdbc:trino://127.0.0.1:8080
                                            trino.catalog=lakehouse
                                            trino.landing-catalog=landing
                                            iceberg.name=lakehouse
                                            """);
        StringWriter out = new StringWriter();
        new UpOutput(new PrintWriter(out), new CommonOptions(), lakehouse, true).running(false);
        return out.toString();
    }
}
