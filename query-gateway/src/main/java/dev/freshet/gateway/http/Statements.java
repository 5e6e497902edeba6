package dev.freshet.gateway.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.freshet.core.Freshness;
import dev.freshet.gateway.DatasetMemory;
import dev.freshet.gateway.Datasets;
import dev.freshet.gateway.Gateway;
import dev.freshet.gateway.Plan;
import dev.freshet.gateway.PublishedDatasets;
import dev.freshet.gateway.sql.Execution;
import dev.freshet.gateway.sql.Execution.Immediate;
import dev.freshet.gateway.sql.Execution.OfPrepared;
import dev.freshet.gateway.sql.ParsedSql;
import dev.freshet.gateway.sql.ParsedStatements;
import dev.freshet.gateway.sql.SqlSyntaxException;
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
import java.util.regex.Pattern;

/** Plans each statement that is posted and sends to the coordinator what the plan makes of it. */
final class Statements {
    /** Trino takes a million characters unless it is told otherwise. */
    private static final int LONGEST = 16 << 20;
    private static final Pattern EXECUTE = Pattern.compile("\\bEXECUTE\\b", Pattern.CASE_INSENSITIVE);

    private final Relay relay;
    private final Optional<Freshness> freshness;
    private final InstantSource clock;
    private final DatasetMemory memory;
    private final ParsedStatements statements = new ParsedStatements();

    /** @param plan of the SQL that reads data, which may stand in a header or in a literal */
    private record Planned(Plan plan, String posted, Map<String, List<String>> headers) {}

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
        Planned planned;
        try {
            planned = plan(sql, exchange.getRequestHeaders());
        } catch (SQLException e) {
            refuseUnreachable(e);
            write(exchange, FailedQuery.of(e).accepted(Relay.ownBase(exchange)));
            return;
        } catch (IllegalArgumentException e) {
            write(exchange, FailedQuery.invalid(e.getMessage()).accepted(Relay.ownBase(exchange)));
            return;
        }
        HttpResponse<InputStream> response = relay.send(exchange, planned.headers,
                BodyPublishers.ofString(planned.posted, StandardCharsets.UTF_8));
        relay.answer(exchange, response, headers -> RouteHeaders.add(planned.plan, headers));
    }

    private static String sql(HttpExchange exchange) throws IOException, Refusal {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            throw new Refusal(413, "Cannot take the statement: it is longer than %d bytes".formatted(LONGEST));
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private Planned plan(String posted, Headers request) throws SQLException, Refusal {
        Map<String, List<String>> headers = PassedHeaders.ofRequest(request);
        Optional<Freshness> asked = AskedFreshness.in(request).or(() -> freshness);
        LookUpHeaders lookUps = LookUpHeaders.of(headers);
        Datasets datasets = memory.of(lookUps.caller(),
                new PublishedDatasets(new HttpViewTexts(relay.coordinator(), lookUps)));
        try {
            return plan(posted, asked, headers, new Session(new Gateway(statements, datasets, clock), request));
        } catch (SQLException e) {
            if (LookUpException.UNAUTHORIZED.equals(e.getSQLState())) {
                // Trino refuses the statement as well, and in a way that the client knows how to answer.
                return new Planned(Plan.untouched(posted, "Trino asks who is there"), posted, headers);
            }
            throw e;
        }
    }

    private Planned plan(String posted, Optional<Freshness> asked, Map<String, List<String>> headers,
            Session session) throws SQLException {
        Optional<ParsedSql> parsed = parsedExecute(posted);
        Optional<Freshness> execute = parsed.flatMap(ParsedSql::hint).or(() -> asked);
        Execution execution = parsed.flatMap(ParsedSql::execution).orElse(null);
        if (execution instanceof Immediate immediate) {
            Plan plan = session.plan(immediate.sql(), execute);
            return new Planned(plan, immediate.executing(plan.sql(), posted), headers);
        }
        if (execution instanceof OfPrepared prepared) {
            PreparedStatements statements = PreparedStatements.in(headers);
            Optional<String> sql = statements.sql(prepared.name());
            if (sql.isPresent()) {
                Plan plan = session.plan(sql.get(), execute);
                if (!plan.sql().equals(sql.get())) {
                    headers.put(PreparedStatements.HEADER, statements.with(prepared.name(), plan.sql()));
                }
                return new Planned(plan, posted, headers);
            }
        }
        Plan plan = session.plan(posted, asked);
        return new Planned(plan, plan.sql(), headers);
    }

    private Optional<ParsedSql> parsedExecute(String posted) {
        if (!EXECUTE.matcher(posted).find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(statements.parse(posted));
        } catch (SqlSyntaxException e) {
            return Optional.empty(); // Trino says what is wrong with it
        }
    }

    /** What the names of a statement are resolved by. */
    private record Session(Gateway gateway, Headers headers) {
        Plan plan(String sql, Optional<Freshness> asked) throws SQLException {
            return gateway.plan(sql, asked, name("X-Trino-Catalog"), name("X-Trino-Schema"));
        }

        private String name(String header) {
            String name = headers.getFirst(header);
            return name == null || name.isBlank() ? null : name.strip();
        }
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
