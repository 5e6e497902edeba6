package dev.freshet.gateway.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.freshet.core.Freshness;
import dev.freshet.gateway.DatasetMemory;
import dev.freshet.gateway.Datasets;
import dev.freshet.gateway.Gateway;
import dev.freshet.gateway.Plan;
import dev.freshet.gateway.PublishedDatasets;
import dev.freshet.gateway.Session;
import dev.freshet.gateway.sql.ParsedStatements;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans each statement that is posted and sends to the coordinator what the plan makes of it. */
final class Statements {
    /** Trino takes a million characters unless it is told otherwise. */
    private static final int LONGEST = 16 << 20;

    private final Relay relay;
    private final Optional<Freshness> freshness;
    private final InstantSource clock;
    private final DatasetMemory memory;
    private final ParsedStatements statements = new ParsedStatements();

    Statements(Relay relay, Optional<Freshness> freshness, InstantSource clock) {
        this.relay = relay;
        this.freshness = freshness;
        this.clock = clock;
        this.memory = new DatasetMemory(clock);
    }

    static boolean isPosted(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("POST")
                && exchange.getRequestURI().getRawPath().matches(Relay.STATEMENT + "/?");
    }

    /** Whether a client comes for the error of a statement that was not sent to Trino. */
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
        String sql = sql(exchange);
        Map<String, List<String>> headers = PassedHeaders.ofRequest(exchange.getRequestHeaders());
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
                BodyPublishers.ofString(plan.sql(), StandardCharsets.UTF_8));
        relay.answer(exchange, response, answered -> RouteHeaders.add(plan, answered));
    }

    private static String sql(HttpExchange exchange) throws IOException, Refusal {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            throw new Refusal(413, "Cannot take the statement: it is longer than %d bytes".formatted(LONGEST));
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private Plan plan(String posted, Headers request, Map<String, List<String>> headers) throws SQLException {
        Optional<Freshness> asked = AskedFreshness.in(request).or(() -> freshness);
        LookUpHeaders lookUps = LookUpHeaders.of(headers);
        Datasets datasets = memory.of(lookUps.caller(),
                new PublishedDatasets(new HttpViewTexts(relay.coordinator(), lookUps)));
        try {
            return new Gateway(statements, datasets, clock).plan(posted, asked, session(request, headers));
        } catch (SQLException e) {
            if (LookUpException.UNAUTHORIZED.equals(e.getSQLState())) {
                // Trino refuses the statement as well, and in a way that the client knows how to answer.
                return Plan.untouched(posted, "Trino asks who is there");
            }
            throw e;
        }
    }

    private static Session session(Headers request, Map<String, List<String>> headers) {
        return new Session(name(request, "X-Trino-Catalog"), name(request, "X-Trino-Schema"),
                PreparedStatements.in(headers));
    }

    private static String name(Headers request, String header) {
        String name = request.getFirst(header);
        return name == null || name.isBlank() ? null : name.strip();
    }

    /** Where there is no Trino there is no answer of Trino's either. */
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
