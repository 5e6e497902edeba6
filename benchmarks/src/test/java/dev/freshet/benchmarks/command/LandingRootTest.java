package dev.freshet.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.lakehouse.LocalLakehouse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A benchmark removes what an earlier one left, so none may run beside it. */
@Isolated
class LandingRootTest {
    @TempDir
    private Path directory;

    @Test
    void aRootThatTheLakehouseCannotReadIsRefusedWithAnExample() throws IOException {
        Path lakehouse = directory.resolve("lakehouse.properties");
        try (OutputStream out = Files.newOutputStream(lakehouse)) {
            LocalLakehouse.shared().properties().store(out, null);
        }
        for (String bench : new String[]{"bench", "bench scan", "bench tail", "bench history", "bench growth",
                "bench cutover"}) {
            for (String root : new String[]{"file:///x", "s3://bucket/x", "nonsense", "", "/x"}) {
                TestingBench run = TestingBench.run((Object[]) (bench + " --lakehouse " + lakehouse
                        + " --landing-root=" + root).split(" "));
                assertThat(run.exit()).as(bench + " " + root + ": " + run.err()).isEqualTo(3);
                assertThat(run.err()).as(bench + " " + root)
                        .contains("Invalid value for option '--landing-root': ", "local:///landing/");
            }
        }
    }
}
