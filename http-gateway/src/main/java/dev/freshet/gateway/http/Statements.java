package dev.freshet.gateway.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.freshet.core.Freshness;
import dev.freshet.gateway.Plan;
import dev.freshet.gateway.Session;
import dev.freshet.gateway.SharedGateway;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
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
    private final SharedGateway gateway;

    Statements(Relay relay, Optional<Freshness> freshness, Identity identity, InstantSource clock) {
        this.relay = relay;
        this.freshness = freshness;
        this.identity = identity;
        this.gateway = new SharedGateway(clock);
    }

    static boolean isPosted(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("POST")
                && exchange.getRequestURI().getRawPath().matches(Relay.STATEMENT + "/?");
    }

    /** Whether a client fetches the error of a statement that was not sent to Trino. */
    static boolean isFailed(HttpExchange exchange) {
        return exchange.getRequestURI().getRawPath().startsWith(FailedQuery.PATH);
    }

    void answerFailed(HttpExchange exchange) throws IOException, Refusal {
        FailedQuery failed = FailedQuery.at(exchange.getRequestURI().getRawPath());
        if (exchange.getRequestMethod().equals("DELETE")) {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            return;
        }
        write(exchange, failed.failed(Relay.ownBase(exchange)));
    }

    void answer(HttpExchange exchange) throws IOException, Refusal {
        byte[] beginning = exchange.getRequestBody().readNBytes(SMALL);
        if (beginning.length < SMALL) {
            answer(exchange, beginning);
            return;
        }
        waitForRoom();
        try {
            byte[] rest = exchange.getRequestBody().readNBytes(LONGEST + 1 - SMALL);
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
    private void answer(HttpExchange exchange, byte[] posted) throws IOException, Refusal {
        Map<String, List<String>> headers = PassedHeaders.ofRequest(exchange.getRequestHeaders());
        if (posted.length > LONGEST) {
            passOn(exchange, headers, posted);
            return;
        }
        String sql = new String(posted, StandardCharsets.UTF_8);
        Plan plan;
        try {
            plan = plan(sql, exchange.getRequestHeaders(), headers);
        } catch (SQLException e) {
            refuseUnreachable(e);
            write(exchange, FailedQuery.of(e).accepted(Relay.ownBase(exchange)));
            return;
        } catch (IllegalArgumentException e) {
            write(exchange, FailedQuery.invalid(e.getMessage()).accepted(Relay.ownBase(exchange)));
            return;
        }
        HttpResponse<InputStream> response = relay.send(exchange, headers,
                plan.sql().equals(sql) ? BodyPublishers.ofByteArray(posted)
                        : BodyPublishers.ofString(plan.sql(), StandardCharsets.UTF_8));
        relay.answer(exchange, response, answered -> RouteHeaders.add(plan, answered));
    }

    /** @param beginning the part of the statement that has been read */
    private void passOn(HttpExchange exchange, Map<String, List<String>> headers, byte[] beginning)
            throws IOException, Refusal {
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(beginning), exchange.getRequestBody());
        HttpResponse<InputStream> response = relay.send(exchange, headers, Relay.body(exchange, all));
        relay.answer(exchange, response, answered -> RouteHeaders.add(SharedGateway.tooLong(), answered));
    }

    private Plan plan(String posted, Headers request, Map<String, List<String>> headers) throws SQLException {
        LookUpHeaders lookUps = LookUpHeaders.of(headers);
        try {
            return gateway.plan(posted, RequestFreshness.in(request).or(() -> freshness), session(request, headers),
                    identity.caller(lookUps.headers()), new HttpViewTexts(relay.coordinator(), lookUps));
        } catch (SQLException e) {
            if (LookUpException.UNAUTHORIZED.equals(e.getSQLState())) {
                // Trino will refuse the statement, too, with a challenge that the client can answer.
                return Plan.unchanged(posted, "Trino requires authentication");
            }
            throw e;
        }
    }

    private static Session session(Headers request, Map<String, List<String>> headers) {
        return new Session(name(request, "X-Trino-Catalog"), name(request, "X-Trino-Schema"),
                new PreparedStatements(headers)::sql);
    }

    private static String name(Headers request, String header) {
        String name = request.getFirst(header);
        return name == null || name.isBlank() ? null : name.strip();
    }

    /** Throws the refusal that caused a failed look-up, if any: Trino gave no answer to pass on. */
    private static void refuseUnreachable(SQLException e) throws Refusal {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                throw refusal;
            }
        }
    }

    private static void write(HttpExchange exchange, byte[] json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, json.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(json);
        }
    }
}
