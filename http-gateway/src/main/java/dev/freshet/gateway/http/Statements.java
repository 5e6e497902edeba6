package dev.freshet.gateway.http;

import dev.freshet.gateway.Plan;
import dev.freshet.gateway.Session;
import dev.freshet.gateway.Settings;
import dev.freshet.gateway.SharedGateway;
import dev.freshet.gateway.ViewTexts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Plans each posted statement and sends the planned SQL to the coordinator. */
final class Statements {
    /** Longest statement that is held in memory, in bytes. A longer one has too many characters to be parsed. */
    private static final int LONGEST = 3 * SharedGateway.LONGEST;

    /** A longer statement needs room in memory before the rest of it is read. */
    private static final int SMALL = 16_384;
    /** At most an eighth of the heap is for the texts of statements that are not small. */
    private static final Semaphore ROOM = new Semaphore(
            Math.clamp(Runtime.getRuntime().maxMemory() / 8 / LONGEST, 1, 1_000), true);
    private static final int PATIENCE_IN_SECONDS = 30;

    private final Relay relay;
    private final RequestSettings settings;
    private final Identity identity;
    private final Observer observer;
    private final SharedGateway gateway;
    private final LiveFallback live;

    Statements(Relay relay, RequestSettings settings, Identity identity, Observer observer, InstantSource clock) {
        this.relay = relay;
        this.settings = settings;
        this.identity = identity;
        this.observer = observer;
        this.gateway = new SharedGateway(clock);
        this.live = new LiveFallback(relay.coordinator(), this::planWithoutLive, observer);
    }

    static boolean isPosted(Exchange exchange) {
        return exchange.method().equals("POST")
                && exchange.path().matches(Relay.STATEMENT + "/?");
    }

    /** Whether a client fetches the error of a statement that was not sent to Trino. */
    static boolean isFailed(Exchange exchange) {
        return exchange.path().startsWith(FailedQuery.PATH);
    }

    void answerFailed(Exchange exchange) throws IOException, Refusal {
        FailedQuery failed = FailedQuery.at(exchange.path());
        if (exchange.method().equals("DELETE")) {
            exchange.answer(204);
            return;
        }
        write(exchange, failed.failed(exchange.base()));
    }

    /** Whether it is about a query that must keep to limits, and has no row yet. */
    boolean isWatched(Exchange exchange) {
        boolean fetches = exchange.method().equals("GET") && exchange.path().startsWith(Relay.STATEMENT);
        return (fetches || exchange.method().equals("DELETE")) && live.isWatched(exchange.path());
    }

    void answerWatched(Exchange exchange) throws IOException, Refusal {
        Map<String, List<String>> headers = PassedHeaders.ofRequest(exchange.headers());
        if (exchange.method().equals("GET")) {
            relay.answer(exchange, live.fetch(exchange.target(), headers, exchange.base()));
            return;
        }
        Answer answer = relay.send(exchange, headers, BodyPublishers.noBody());
        if (answer.status() < 300) {
            live.cancelled(exchange.path(), headers);
        }
        relay.answer(exchange, answer);
    }

    void answer(Exchange exchange) throws IOException, Refusal {
        byte[] beginning = exchange.body().readNBytes(SMALL);
        if (beginning.length < SMALL) {
            answer(exchange, beginning);
            return;
        }
        waitForRoom();
        try {
            exchange.hurry();
            byte[] rest = exchange.body().readNBytes(LONGEST + 1 - SMALL);
            byte[] posted = Arrays.copyOf(beginning, SMALL + rest.length);
            System.arraycopy(rest, 0, posted, SMALL, rest.length);
            answer(exchange, posted);
        } finally {
            ROOM.release();
        }
    }

    private static void waitForRoom() throws Refusal {
        try {
            if (!ROOM.tryAcquire(PATIENCE_IN_SECONDS, TimeUnit.SECONDS)) {
                throw new Refusal(503, "Too many large statements at once. Try again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "The gateway is ending", e);
        }
    }

    /** @param posted the statement, or its beginning if it is too long to be parsed */
    private void answer(Exchange exchange, byte[] posted) throws IOException, Refusal {
        Map<String, List<String>> headers = PassedHeaders.ofRequest(exchange.headers());
        if (posted.length > LONGEST) {
            passOn(exchange, headers, posted);
            return;
        }
        String sql = new String(posted, StandardCharsets.UTF_8);
        Settings asked;
        Plan plan;
        try {
            asked = settings.in(exchange.headers());
            plan = plan(sql, asked, headers);
        } catch (SQLException e) {
            exchange.refused();
            refuseUnreachable(e);
            write(exchange, FailedQuery.of(e).accepted(exchange.base()));
            return;
        } catch (IllegalArgumentException e) {
            exchange.refused();
            write(exchange, FailedQuery.invalid(e.getMessage()).accepted(exchange.base()));
            return;
        }
        exchange.planned(plan);
        Answer answer = relay.send(exchange, headers,
                plan.sql().equals(sql) ? BodyPublishers.ofByteArray(posted)
                        : BodyPublishers.ofString(plan.sql(), StandardCharsets.UTF_8))
                .to(plan);
        boolean watched = asked.live().isAny() && plan.readsLive() && !isInTransaction(headers);
        relay.answer(exchange, watched
                ? live.start(new LiveQuery(sql, plan.sql(), headers, asked.live()), answer)
                : answer);
    }

    /** @param beginning the part of the statement that has been read */
    private void passOn(Exchange exchange, Map<String, List<String>> headers, byte[] beginning)
            throws IOException, Refusal {
        Plan plan = SharedGateway.tooLong();
        exchange.planned(plan);
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(beginning), exchange.body());
        relay.answer(exchange, relay.send(exchange, headers, Relay.body(exchange, all)).to(plan));
    }

    private Plan plan(String posted, Settings asked, Map<String, List<String>> headers) throws SQLException {
        LookUpHeaders lookUps = LookUpHeaders.of(headers);
        try {
            return gateway.plan(posted, asked.freshness(), session(headers),
                    identity.caller(lookUps.headers()), views(lookUps));
        } catch (SQLException e) {
            if (LookUpException.UNAUTHORIZED.equals(e.getSQLState())) {
                // Trino will refuse the statement, too, with a challenge that the client can answer.
                return Plan.unchanged(posted, "Trino requires authentication");
            }
            throw e;
        }
    }

    private ViewTexts views(LookUpHeaders lookUps) {
        return new ObservedViewTexts(new HttpViewTexts(relay.coordinator(), lookUps), observer);
    }

    private Plan planWithoutLive(String posted, Map<String, List<String>> headers, String failure)
            throws SQLException {
        LookUpHeaders lookUps = LookUpHeaders.of(headers);
        return gateway.planWithoutLive(posted, failure, session(headers), identity.caller(lookUps.headers()),
                views(lookUps));
    }

    /** No statement can follow a failed one there. */
    private static boolean isInTransaction(Map<String, List<String>> headers) {
        return !ClientHeaders.list(headers, "X-Trino-Transaction-Id").stream().allMatch("NONE"::equalsIgnoreCase);
    }

    private static Session session(Map<String, List<String>> headers) {
        return new Session(name(headers, "X-Trino-Catalog"), name(headers, "X-Trino-Schema"),
                new PreparedStatements(headers)::sql);
    }

    private static String name(Map<String, List<String>> headers, String header) {
        return headers.getOrDefault(header, List.of()).stream().findFirst().map(String::strip)
                .filter(name -> !name.isEmpty()).orElse(null);
    }

    /** Throws the refusal that caused a failed look-up, if any: Trino gave no answer to pass on. */
    private static void refuseUnreachable(SQLException e) throws Refusal {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                throw refusal;
            }
        }
    }

    private static void write(Exchange exchange, byte[] json) throws IOException {
        exchange.answer(200, "application/json", json);
    }
}
