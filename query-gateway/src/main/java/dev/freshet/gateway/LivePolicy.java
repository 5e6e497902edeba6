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
record LivePolicy(Optional<Duration> timeout, OptionalLong bytes, boolean fallsBack) {
    /** Whether there is anything to watch. */
    boolean isAny() {
        return fallsBack || timeout.isPresent() || bytes.isPresent();
    }
}
