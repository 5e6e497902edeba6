package dev.freshet.gateway;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a query through the live view may cost, and what happens when it costs more or fails.
 *
 * @param timeout until the first row
 * @param bytes that Trino reads until the first row
 * @param fallsBack whether T-1 answers in its place; otherwise the query fails
 */
record LivePolicy(Optional<Duration> timeout, OptionalLong bytes, boolean fallsBack) {
    /** Whether there is anything to watch for. */
    boolean isAny() {
        return fallsBack || timeout.isPresent() || bytes.isPresent();
    }
}
