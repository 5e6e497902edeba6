package dev.freshet.spec.json;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * Receives one value of a column in the form that a column of a file stores, so that a writer needs no object per
 * value.
 */
public interface ValueSink {
    void bool(boolean value);

    /** An integer, or a date as days since 1970-01-01. */
    void int32(int value);

    /** A bigint, or a timestamp as microseconds since 1970-01-01T00:00, in UTC if it has a time zone. */
    void int64(long value);

    void float32(float value);

    void float64(double value);

    /** Has the scale of the column's type. */
    void decimal(BigDecimal value);

    void text(String value);

    void bytes(byte[] value);

    void uuid(UUID value);
}
