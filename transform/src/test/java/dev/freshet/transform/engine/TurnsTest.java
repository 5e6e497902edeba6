package dev.freshet.transform.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnsTest {
    @Test
    void aSmallUnitDoesNotWaitForALargeOneButALargeOneDoes() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        Thread large = Thread.ofPlatform().start(() -> Turns.take(false, () -> await(end)));
        while (large.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(Turns.take(true, () -> 1)).isEqualTo(1);
        Thread.ofPlatform().start(() -> Turns.take(false, () -> {
            second.countDown();
            return null;
        }));
        assertThat(second.await(300, TimeUnit.MILLISECONDS)).isFalse();
        end.countDown();
        assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static Object await(CountDownLatch end) {
        try {
            return end.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
