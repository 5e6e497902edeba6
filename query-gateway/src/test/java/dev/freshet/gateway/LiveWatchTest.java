package dev.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What trino-jdbc does only by chance: a cancelled query whose first row never comes, and which never fails. */
@Timeout(60)
class LiveWatchTest {
    private static final LivePolicy SHORT = new LivePolicy(Optional.of(Duration.ofMillis(1)), OptionalLong.empty(),
            false);

    @Test
    void aReaderThatWaitsAfterACancelIsInterrupted() {
        assertThatThrownBy(() -> {
            try (LiveWatch watch = LiveWatch.over(deaf(), SHORT)) {
                watch.reading();
                watch.requireWithin(waitForever());
            }
        }).isInstanceOf(SQLException.class).hasMessage("The live view has no answer within PT0.001S")
                .hasRootCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void theLongestTimeoutNeverPasses() throws SQLException {
        LivePolicy longest = new LivePolicy(Optional.of(Duration.ofSeconds(Long.MAX_VALUE)), OptionalLong.empty(),
                false);
        try (LiveWatch watch = LiveWatch.over(deaf(), longest)) {
            watch.reading();
            watch.end();
        }
    }

    /** As trino-jdbc waits for rows. */
    private static SQLException waitForever() {
        try {
            new Semaphore(0).acquire();
            throw new IllegalStateException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SQLException("Interrupted", e);
        }
    }

    /** A statement on which a cancel has no effect. */
    private static Statement deaf() {
        return (Statement) Proxy.newProxyInstance(LiveWatchTest.class.getClassLoader(), new Class<?>[]{Statement.class},
                (statement, method, arguments) -> method.getReturnType() == boolean.class ? false : null);
    }
}
