package dev.freshet.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.telemetry.Backups;
import dev.freshet.lakehouse.io.LocalFileIO;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanderTest {
    @TempDir
    private Path root;

    @Test
    void aSlowReaderGetsNoMoreFiles() throws InterruptedException {
        LocalFileIO io = new LocalFileIO();
        io.initialize(Map.of(LocalFileIO.LOCATION, root.toString()));
        Feed feed = new Feed(Backups.spec(), io, 42);
        try (Lander lander = Lander.start(feed, Clock.systemUTC(), 100, Duration.ofMillis(2))) {
            for (int round = 1; round <= 4; round++) {
                assertThat(lander.next().truth().lines()).isEqualTo(100);
                TimeUnit.MILLISECONDS.sleep(150); // time for dozens of files
                assertThat(feed.truth().lines()).isBetween(round * 100L, round * 300L);
            }
        }
    }
}
