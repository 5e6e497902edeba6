package dev.freshet.gateway.http;

import dev.freshet.gateway.LivePolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A query through the live view that has no row yet, and what it takes to send it once more. */
final class LiveQuery implements WatchedQuery {
    /** Clients send them with each request, so they need not stay in memory. */
    private static final Set<String> CREDENTIALS = Set.of("Authorization", "Cookie");

    private final String posted;
    private final String sent;
    private final Map<String, List<String>> headers;
    private final LivePolicy policy;
    private final long start = System.nanoTime();
    private volatile boolean cancelled;
    private volatile Optional<Instead> instead = Optional.empty();

    /**
     * The query that T-1 answers instead.
     *
     * @param page its first page, for a client that fetches it again
     */
    record Instead(String id, Answer first, byte[] page, String warning) {
        Answer answer() throws IOException {
            return first.with(page).warning(warning);
        }
    }

    /**
     * @param posted the statement as the client posted it
     * @param sent the statement as Trino executes it
     * @param headers those that were passed on with it
     */
    LiveQuery(String posted, String sent, Map<String, List<String>> headers, LivePolicy policy) {
        this.posted = posted;
        this.sent = sent;
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.headers.putAll(headers);
        CREDENTIALS.forEach(this.headers::remove);
        this.policy = policy;
    }

    String posted() {
        return posted;
    }

    /** Whether another text would do the same. */
    boolean isSameAs(String sql) {
        return sent.equals(sql);
    }

    /**
     * Those of the statement, to send it again.
     *
     * @param poll the headers of a request that fetches the next page, by name in any case
     */
    Map<String, List<String>> headersWithCredentialsOf(Map<String, List<String>> poll) {
        Map<String, List<String>> both = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        both.putAll(headers);
        CREDENTIALS.forEach(name -> Optional.ofNullable(poll.get(name)).ifPresent(value -> both.put(name, value)));
        return both;
    }

    /** Why T-1 should answer, or the query should end; empty as long as it may go on. */
    Optional<FailedQuery> failure(Page page) {
        if (page.error().isPresent() || page.nextUri().isEmpty()) {
            return page.error();
        }
        return policy.isLate(Duration.ofNanos(System.nanoTime() - start))
                ? Optional.of(FailedQuery.late(page.id(), policy.late()))
                : policy.isLarge(page.processedBytes())
                        ? Optional.of(FailedQuery.large(page.id(), policy.large()))
                        : Optional.empty();
    }

    boolean fallsBack(FailedQuery failure) {
        return policy.fallsBack() && !cancelled && !failure.errorName().equals("USER_CANCELED");
    }

    Optional<Instead> instead() {
        return instead;
    }

    void answeredBy(Instead other) {
        instead = Optional.of(other);
    }

    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    @Override
    public long bytes() {
        return 2L * (posted.length() + (sent.equals(posted) ? 0 : sent.length()))
                + headers.values().stream().flatMap(List::stream).mapToLong(String::length).sum() + 1_000;
    }
}
