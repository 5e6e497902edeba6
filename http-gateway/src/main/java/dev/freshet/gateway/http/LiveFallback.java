package dev.freshet.gateway.http;

import dev.freshet.gateway.Plan;
import dev.freshet.gateway.Route;
import dev.freshet.gateway.http.LiveQuery.Instead;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps queries within the limits that are set for the live view, as the JDBC driver does. It reads each page that a
 * client fetches until the first one with rows. If the live view fails or exceeds a limit before, the client gets the
 * first page of the same query through T-1, with a warning, and goes on with its links. All later pages pass unread.
 */
final class LiveFallback {
    private static final Logger log = LoggerFactory.getLogger(LiveFallback.class);

    private final Coordinator coordinator;
    private final Planner planner;
    private final Observer observer;
    private final WatchedQueries queries = new WatchedQueries(Runtime.getRuntime().maxMemory() / 16,
            InstantSource.system());

    /** Plans a statement once more, from T-1. */
    interface Planner {
        /**
         * @param headers those of the client's request, with its credentials
         * @param failure the message of the live view's error
         */
        Plan planWithoutLive(String sql, Map<String, List<String>> headers, String failure) throws SQLException;
    }

    LiveFallback(Coordinator coordinator, Planner planner, Observer observer) {
        this.coordinator = coordinator;
        this.planner = planner;
        this.observer = observer;
    }

    /**
     * Begins to watch a query.
     *
     * @param posted the answer to its statement
     * @return the answer for the client
     */
    Answer start(LiveQuery query, Answer posted) throws IOException {
        if (!posted.isPage()) {
            return posted;
        }
        Page page = Page.read(posted.body());
        if (page.whole() && page.nextUri().isPresent()) {
            queries.put(page.id(), query);
        }
        return posted.with(page);
    }

    boolean isWatched(String path) {
        return queries.find(path).isPresent();
    }

    /**
     * The client has cancelled a query, so nothing may answer instead.
     *
     * @param headers those of the client's request that are passed on
     */
    void cancelled(String path, Map<String, List<String>> headers) {
        queries.find(path).ifPresent(query -> {
            if (query instanceof LiveQuery live) {
                live.cancel();
                live.instead().ifPresent(instead -> cancel(instead.id(), headers));
            }
            queries.remove(WatchedQueries.id(path).orElseThrow());
        });
    }

    /**
     * Fetches the next page of a watched query.
     *
     * @param headers those of the client's request that are passed on
     * @param own the endpoint's address
     * @return the answer for the client
     */
    Answer fetch(String path, Map<String, List<String>> headers, String own) throws IOException, Refusal {
        Optional<WatchedQuery> query = queries.find(path);
        if (query.isEmpty()) {
            return get(path, headers);
        }
        synchronized (query.get()) {
            if (query.get() instanceof LiveQuery live && live.instead().isPresent()) {
                return live.instead().get().answer();
            }
            Answer answer = get(path, headers);
            if (!answer.isPage()) {
                return answer;
            }
            Page page = Page.read(answer.body());
            return switch (query.get()) {
                case LiveQuery live -> live(live, page, answer.with(page), headers, own);
                case T1Query t1 -> t1(t1, page, answer.with(page), own);
            };
        }
    }

    private Answer live(LiveQuery live, Page page, Answer answer, Map<String, List<String>> headers, String own) {
        Optional<FailedQuery> failure = page.whole() ? live.failure(page) : Optional.empty();
        if (failure.isEmpty()) {
            return unlessFinished(page, answer);
        }
        if (page.error().isEmpty()) {
            cancel(page.id(), headers);
        }
        Optional<Answer> instead = live.fallsBack(failure.get()) ? throughT1(live, failure.get(), headers)
                : Optional.empty();
        if (instead.isPresent()) {
            return instead.get();
        }
        queries.remove(page.id());
        return page.error().isPresent() ? answer : answer.with(failure.get().failed(own));
    }

    private Answer t1(T1Query t1, Page page, Answer answer, String own) throws IOException {
        if (page.rows()) {
            t1.rows();
        }
        if (page.nextUri().isEmpty()) {
            queries.remove(page.id());
        }
        boolean failed = page.error().isPresent() && !t1.hasRows();
        return (failed ? answer.with(t1.failure().failed(own)) : answer).warning(t1.warning());
    }

    private Answer unlessFinished(Page page, Answer answer) {
        if (!page.whole() || page.nextUri().isEmpty()) {
            queries.remove(page.id());
        }
        return answer;
    }

    private Optional<Answer> throughT1(LiveQuery live, FailedQuery failure, Map<String, List<String>> poll) {
        try {
            Map<String, List<String>> headers = live.headersWithCredentialsOf(poll);
            Plan plan = planner.planWithoutLive(live.posted(), headers, failure.message());
            if (live.isSameAs(plan.sql())) {
                return Optional.empty();
            }
            Answer answer = Answer.of(coordinator.send("POST", Relay.STATEMENT, headers,
                    BodyPublishers.ofString(plan.sql(), StandardCharsets.UTF_8))).to(plan);
            Page page = answer.isPage() ? Page.read(answer.body()) : null;
            answer.body().close();
            if (page == null || !page.whole() || page.error().isPresent() || page.nextUri().isEmpty()) {
                return Optional.empty();
            }
            if (live.isCancelled()) {
                cancel(page.id(), poll);
                return Optional.empty();
            }
            String warning = plan.routes().stream().map(Route::inWords).collect(Collectors.joining("; "));
            queries.put(page.id(), new T1Query(warning, failure));
            live.answeredBy(new Instead(page.id(), answer, page.read(), warning));
            observer.fellBack();
            return Optional.of(live.instead().get().answer());
        } catch (SQLException | IOException | Refusal e) {
            log.debug("T-1 cannot answer instead of {}: {}", failure.id(), e.getMessage());
            return Optional.empty();
        }
    }

    private Answer get(String path, Map<String, List<String>> headers) throws Refusal {
        return Answer.of(coordinator.send("GET", path, headers, BodyPublishers.noBody()));
    }

    /** Cancels a query whose answer is no longer needed. Trino would drop it by itself, but later. */
    private void cancel(String id, Map<String, List<String>> headers) {
        try {
            coordinator.fetch("DELETE", "/v1/query/" + id, headers, "", Duration.ofSeconds(5));
        } catch (Refusal e) {
            log.debug("Cannot cancel {}: {}", id, e.getMessage());
        }
    }
}
