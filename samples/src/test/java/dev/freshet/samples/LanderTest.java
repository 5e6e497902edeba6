package dev.freshet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanderTest {
    @TempDir
    private Path root;

    @Test
    void aSlowReaderGetsNoMoreFiles() throws InterruptedException {
        Feed feed = new Feed(Backups.spec(), LandingFilesTest.io(root), 42);
        try (Lander lander = Lander.start(feed, Clock.systemUTC(), 100, Duration.ofMillis(2))) {
            for (int round = 1; round <= 4; round++) {
                assertThat(lander.next().truth().lines()).isEqualTo(100);
                TimeUnit.MILLISECONDS.sleep(150); // time for dozens of files
                assertThat(feed.truth().lines()).isBetween(round * 100L, round * 300L);
            }
        }
    }
}
