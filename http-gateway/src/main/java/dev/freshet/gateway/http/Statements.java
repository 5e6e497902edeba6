package dev.freshet.gateway.http;

import dev.freshet.core.Freshness;
import dev.freshet.gateway.Plan;
import dev.freshet.gateway.Session;
import dev.freshet.gateway.SharedGateway;
import dev.freshet.gateway.ViewTexts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Optional<Freshness> freshness;
    private final Identity identity;
    private final Observer observer;
    private final SharedGateway gateway;

    Statements(Relay relay, Optional<Freshness> freshness, Identity identity, Observer observer, InstantSource clock) {
        this.relay = relay;
        this.freshness = freshness;
        this.identity = identity;
        this.observer = observer;
        this.gateway = new SharedGateway(clock);
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
        Plan plan;
        try {
            plan = plan(sql, exchange.headers(), headers);
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
        HttpResponse<InputStream> response = relay.send(exchange, headers,
                plan.sql().equals(sql) ? BodyPublishers.ofByteArray(posted)
                        : BodyPublishers.ofString(plan.sql(), StandardCharsets.UTF_8));
        relay.answer(exchange, response, answered -> RouteHeaders.add(plan, answered));
    }

    /** @param beginning the part of the statement that has been read */
    private void passOn(Exchange exchange, Map<String, List<String>> headers, byte[] beginning)
            throws IOException, Refusal {
        Plan plan = SharedGateway.tooLong();
        exchange.planned(plan);
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(beginning), exchange.body());
        HttpResponse<InputStream> response = relay.send(exchange, headers, Relay.body(exchange, all));
        relay.answer(exchange, response, answered -> RouteHeaders.add(plan, answered));
    }

    private Plan plan(String posted, Map<String, List<String>> request, Map<String, List<String>> headers)
            throws SQLException {
        LookUpHeaders lookUps = LookUpHeaders.of(headers);
        try {
            return gateway.plan(posted, RequestFreshness.in(request).or(() -> freshness), session(request, headers),
                    identity.caller(lookUps.headers()), observed(new HttpViewTexts(relay.coordinator(), lookUps)));
        } catch (SQLException e) {
            if (LookUpException.UNAUTHORIZED.equals(e.getSQLState())) {
                // Trino will refuse the statement, too, with a challenge that the client can answer.
                return Plan.unchanged(posted, "Trino requires authentication");
            }
            throw e;
        }
    }

    private ViewTexts observed(ViewTexts views) {
        return sql -> {
            long began = System.nanoTime();
            boolean answered = false;
            try {
                Optional<String> text = views.find(sql);
                answered = true;
                return text;
            } catch (LookUpException e) {
                // That there is no such view is an answer.
                answered = e.errorType().equals("USER_ERROR");
                throw e;
            } finally {
                observer.lookedUp(Duration.ofNanos(System.nanoTime() - began), answered);
            }
        };
    }

    private static Session session(Map<String, List<String>> request, Map<String, List<String>> headers) {
        return new Session(name(request, "X-Trino-Catalog"), name(request, "X-Trino-Schema"),
                new PreparedStatements(headers)::sql);
    }

    private static String name(Map<String, List<String>> request, String header) {
        return request.getOrDefault(header, List.of()).stream().findFirst().map(String::strip)
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
