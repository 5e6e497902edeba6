package dev.freshet.transform.drift;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.DataType;
import dev.freshet.spec.TimeFormat;
import java.util.Optional;

/** Statistics on the numbers seen at one path. */
final class Numbers {
    private long count;
    private long decimals;
    private long beyondBigint;
    private int leastDigits = Integer.MAX_VALUE;
    private int mostDigits;

    void add(JsonNode number) {
        count++;
        if (!number.isIntegralNumber()) {
            decimals++;
        } else if (!number.canConvertToLong()) {
            beyondBigint++;
        }
        int digits = number.doubleValue() < 0 ? 0 : Long.toString(number.longValue()).length();
        leastDigits = Math.min(leastDigits, digits);
        mostDigits = Math.max(mostDigits, digits);
    }

    void add(Numbers other) {
        count += other.count;
        decimals += other.decimals;
        beyondBigint += other.beyondBigint;
        leastDigits = Math.min(leastDigits, other.leastDigits);
        mostDigits = Math.max(mostDigits, other.mostDigits);
    }

    long count() {
        return count;
    }

    /** Whole numbers beyond 64 bits become text, which keeps all digits. */
    DataType type() {
        return decimals > 0 ? Scalar.DOUBLE : beyondBigint > 0 ? Scalar.VARCHAR : Scalar.BIGINT;
    }

    /**
     * The epoch unit, inferred from the number of digits before the point; empty if they cannot all be times of this
     * century.
     */
    Optional<TimeFormat> epoch() {
        if (beyondBigint > 0 || leastDigits != mostDigits) {
            return Optional.empty();
        }
        return switch (mostDigits) {
            case 10 -> Optional.of(TimeFormat.Epoch.SECONDS);
            case 13 -> Optional.of(TimeFormat.Epoch.MILLIS);
            case 16 -> Optional.of(TimeFormat.Epoch.MICROS);
            case 19 -> decimals == 0 ? Optional.of(TimeFormat.Epoch.NANOS) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
