package dev.freshet.transform.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadAheadTest {
    /** Fails when it is read. */
    private static final class Failing extends InputStream {
        private final Exception failure;

        private Failing(Exception failure) {
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            if (failure instanceof IOException e) {
                throw e;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            return read();
        }
    }

    /** Never ends. */
    private static final class Endless extends InputStream {
        private final CountDownLatch asked = new CountDownLatch(3);
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read() {
            return 'x';
        }

        @Override
        public byte[] readNBytes(int length) {
            asked.countDown();
            return new byte[length];
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @Test
    void hasTheSameBytes() throws IOException {
        for (int count : new int[]{0, 1, 65_535, 65_536, 65_537, 3_000_000}) {
            try (ReadAhead ahead = new ReadAhead(new ByteArrayInputStream(bytes(count)))) {
                assertThat(ahead.readAllBytes()).isEqualTo(bytes(count));
                assertThat(ahead.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void failsWhereTheInputFails() throws IOException {
        for (Exception failure : new Exception[]{new EOFException("cut"),
                new UncheckedIOException(new IOException())}) {
            try (ReadAhead ahead = new ReadAhead(new SequenceInputStream(
                    new ByteArrayInputStream(bytes(1 << 17)), new Failing(failure)))) {
                assertThat(ahead.readNBytes(1 << 17)).isEqualTo(bytes(1 << 17));
                assertThatThrownBy(ahead::read).isSameAs(failure);
                assertThatThrownBy(ahead::read).isSameAs(failure);
            }
        }
    }

    @Test
    void readsBeforeItIsAskedAndEndsWhenItIsClosed() throws InterruptedException {
        Endless input = new Endless();
        ReadAhead ahead = new ReadAhead(input);
        assertThat(input.asked.await(30, TimeUnit.SECONDS)).as("read ahead").isTrue();
        ahead.close();
        assertThat(input.closed.await(30, TimeUnit.SECONDS)).as("closed").isTrue();
    }
}
