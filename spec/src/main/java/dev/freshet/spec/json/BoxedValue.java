package dev.freshet.spec.json;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Holds the value as an object: bytes as a {@link ByteBuffer}, the others as they are. */
final class BoxedValue implements ValueSink {
    private Object value;

    Object get() {
        return value;
    }

    @Override
    public void bool(boolean written) {
        value = written;
    }

    @Override
    public void int32(int written) {
        value = written;
    }

    @Override
    public void int64(long written) {
        value = written;
    }

    @Override
    public void float32(float written) {
        value = written;
    }

    @Override
    public void float64(double written) {
        value = written;
    }

    @Override
    public void decimal(BigDecimal written) {
        value = written;
    }

    @Override
    public void text(String written) {
        value = written;
    }

    @Override
    public void bytes(byte[] written) {
        value = ByteBuffer.wrap(written);
    }

    @Override
    public void uuid(UUID written) {
        value = written;
    }
}
