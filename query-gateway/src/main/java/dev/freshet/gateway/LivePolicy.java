package dev.freshet.gateway;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The limits of a query through the live view, and what happens if it exceeds them or fails.
 *
 * @param timeout time to the first row
 * @param bytes bytes that Trino may read before the first row
 * @param fallsBack whether T-1 answers instead; otherwise the query fails
 */
public record LivePolicy(Optional<Duration> timeout, OptionalLong bytes, boolean fallsBack) {
    /** Whether there is anything to watch. */
    public boolean isAny() {
        return fallsBack || timeout.isPresent() || bytes.isPresent();
    }

    /** Whether the time limit is over, with no row yet. */
    public boolean isLate(Duration passed) {
        return timeout.isPresent() && passed.compareTo(timeout.get()) > 0;
    }

    /** Whether Trino has read more than it may, with no row yet. */
    public boolean isLarge(long read) {
        return bytes.isPresent() && read > bytes.getAsLong();
    }

    /** The error of a query that {@link #isLate}. */
    public String late() {
        return noAnswerWithin(timeout.orElseThrow().toString());
    }

    /** The error of a query that {@link #isLarge}. */
    public String large() {
        return noAnswerWithin("%d bytes".formatted(bytes.orElseThrow()));
    }

    private static String noAnswerWithin(String limit) {
        return "The live view has no answer within " + limit;
    }
}
