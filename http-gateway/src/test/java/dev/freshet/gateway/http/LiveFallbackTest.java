package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.gateway.TestingDataset;
import dev.freshet.lakehouse.LocalLakehouse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query through the live view fails or exceeds a limit. The third row, in the tail, causes it. */
class LiveFallbackTest {
    private static final String FAILS_IN_THE_TAIL = "SELECT 6 / (id - 3) AS x FROM gauges ORDER BY 1";
    /** Counts two rows of T-1, and takes for ever with the third one. */
    private static final String ENDLESS_IN_THE_TAIL = "SELECT count(*) FROM gauges CROSS JOIN %1$s a (x) "
            .formatted("UNNEST(if(id = 3, sequence(1, 10000), ARRAY[1]))")
            + "CROSS JOIN UNNEST(if(id = 3, sequence(1, 10000), ARRAY[1])) b (y) "
            + "CROSS JOIN UNNEST(if(id = 3, sequence(1, 10000), ARRAY[1])) c (z) WHERE x + y * z > id - 9";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void createDataset() throws SQLException, IOException {
        TestingDataset.create("gauges", "live");
    }

    private final AtomicInteger fallbacks = new AtomicInteger();

    /** @param settings such as {@code live_bytes=1B} */
    private HttpGateway gateway(String... settings) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (String setting : settings) {
            texts.put(setting.split("=")[0], setting.split("=")[1]);
        }
        URI trino = URI.create("http://"
                + URI.create(LocalLakehouse.shared().trinoUrl().substring("jdbc:".length())).getAuthority());
        return HttpGateway.start(HttpGateway.Options
                .of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), trino).with(RequestSettings.of(texts))
                .with(
                        new Observer() {
                            @Override
                            public void fellBack() {
                                fallbacks.incrementAndGet();
                            }
                        }));
    }

    private static Connection connect(HttpGateway gateway) throws SQLException {
        return DriverManager.getConnection("jdbc:trino://" + gateway.uri().getAuthority() + "/lakehouse/"
                + TestingDataset.SCHEMA, "test", null);
    }

    private static List<Long> rows(ResultSet answer) throws SQLException {
        try (answer) {
            List<Long> rows = new ArrayList<>();
            while (answer.next()) {
                rows.add(answer.getLong(1));
            }
            return rows;
        }
    }

    private static List<String> warnings(Statement statement) throws SQLException {
        List<String> warnings = new ArrayList<>();
        for (SQLWarning next = statement.getWarnings(); next != null; next = next.getNextWarning()) {
            warnings.add(next.getMessage());
        }
        return warnings;
    }

    private static JsonNode json(HttpResponse<String> page) throws IOException {
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return JSON.readTree(page.body());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.header("X-Trino-User", "test").build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(HttpGateway gateway, String sql) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(gateway.uri().resolve("/v1/statement"))
                .POST(HttpRequest.BodyPublishers.ofString(sql)).header("X-Trino-Catalog", "lakehouse")
                .header("X-Trino-Schema", TestingDataset.SCHEMA));
    }

    private static HttpResponse<String> next(HttpResponse<String> page) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(json(page).get("nextUri").asText())));
    }

    @Test
    void aFailedQueryFailsUnlessAFallBackIsSet() throws Exception {
        try (HttpGateway gateway = gateway("live_timeout=PT5M");
                Connection connection = connect(gateway);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> rows(statement.executeQuery(FAILS_IN_THE_TAIL)))
                    .hasStackTraceContaining("Division by zero");
        }
    }

    @Test
    void t1AnswersWithAWarningIfTheLiveViewFails() throws Exception {
        try (HttpGateway gateway = gateway("on_live_failure=t-1");
                Connection connection = connect(gateway);
                Statement statement = connection.createStatement()) {
            assertThat(rows(statement.executeQuery(FAILS_IN_THE_TAIL))).containsExactly(-6L, -3L);
            assertThat(warnings(statement)).singleElement().asString().contains(
                    "lakehouse.telemetry.gauges is read t-1, data as of ", "the live view failed", "Division by zero");
            try (PreparedStatement prepared = connection
                    .prepareStatement("SELECT ? / (id - 3) FROM gauges WHERE id > ? ORDER BY 1")) {
                prepared.setInt(1, 6);
                prepared.setInt(2, 0);
                assertThat(rows(prepared.executeQuery())).containsExactly(-6L, -3L);
                assertThat(warnings(prepared)).hasSize(1);
            }
            assertThat(rows(statement.executeQuery("SELECT count(*) FROM gauges"))).containsExactly(3L);
            assertThat(fallbacks).hasValue(2);
        }
    }

    @Test
    void theFirstPageOfT1HasItsRouteAndCanBeFetchedAgain() throws Exception {
        try (HttpGateway gateway = gateway("on_live_failure=t-1")) {
            HttpResponse<String> before = post(gateway, FAILS_IN_THE_TAIL);
            String live = json(before).get("id").asText();
            assertThat(before.headers().firstValue("X-Freshet-Route").orElse("")).contains("; view=live; ");
            HttpResponse<String> page = next(before);
            while (json(page).get("id").asText().equals(live)) {
                before = page;
                page = next(before);
            }
            assertThat(page.headers().firstValue("X-Freshet-Route").orElse("")).contains("; view=t-1; ",
                    "the live view failed", "Division by zero");
            assertThat(json(page).at("/warnings/0/warningCode/name").asText()).isEqualTo("LIVE_VIEW_FAILED");
            HttpResponse<String> again = next(before);
            assertThat(again.body()).isEqualTo(page.body());
            List<Long> rows = new ArrayList<>();
            while (json(page).has("nextUri")) {
                page = next(page);
                assertThat(URI.create(json(page).path("nextUri").asText(gateway.uri().toString())).getAuthority())
                        .isEqualTo(gateway.uri().getAuthority());
                json(page).path("data").forEach(row -> rows.add(row.get(0).asLong()));
            }
            assertThat(rows).containsExactly(-6L, -3L);
        }
    }

    @Test
    void aQueryThatSucceedsReturnsAllItsRowsWithoutAWarning() throws Exception {
        try (HttpGateway gateway = gateway("on_live_failure=t-1", "live_timeout=PT5M", "live_bytes=1TB");
                Connection connection = connect(gateway);
                Statement statement = connection.createStatement()) {
            assertThat(rows(statement.executeQuery("SELECT id FROM gauges ORDER BY id"))).containsExactly(1L, 2L, 3L);
            assertThat(rows(statement.executeQuery("SELECT id FROM gauges WHERE id > 3"))).isEmpty();
            assertThat(warnings(statement)).isEmpty();
            assertThat(rows(statement.executeQuery(
                    "SELECT x FROM gauges, UNNEST(sequence(1, 10000)) a (x), UNNEST(sequence(1, 10)) b (y)")))
                    .hasSize(300_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"live_timeout=PT1S", "live_bytes=1B"})
    void aQueryBeyondALimitIsCancelledOrReadsT1(String limit) throws Exception {
        try (HttpGateway gateway = gateway(limit);
                HttpGateway fallsBack = gateway(limit, "on_live_failure=t-1");
                Connection connection = connect(gateway);
                Connection other = connect(fallsBack);
                Statement statement = connection.createStatement();
                Statement otherStatement = other.createStatement()) {
            assertThatThrownBy(() -> rows(statement.executeQuery(ENDLESS_IN_THE_TAIL)))
                    .hasStackTraceContaining("The live view has no answer within ");
            assertThat(rows(otherStatement.executeQuery(ENDLESS_IN_THE_TAIL))).containsExactly(2L);
            assertThat(warnings(otherStatement)).singleElement().asString().contains("no answer within ");
            assertThat(rows(statement.executeQuery("/*+ freshness(t-1) */ " + ENDLESS_IN_THE_TAIL)))
                    .as("nothing limits T-1").containsExactly(2L);
            assertThat(rows(statement.executeQuery(
                    "SELECT count(*) FROM system.runtime.queries WHERE state = 'RUNNING' AND query LIKE '%FROM gauges CROSS' || ' JOIN%'")))
                    .as("cancelled").containsExactly(0L);
        }
    }

    @Test
    void theFirstFailureIsReportedIfT1CannotAnswer() throws Exception {
        try (HttpGateway gateway = gateway("on_live_failure=t-1");
                Connection connection = connect(gateway);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> rows(statement.executeQuery(
                    "SELECT 1 / (3 - count(*)) + CAST(if(count(*) = 2, 'two', '3') AS bigint) FROM gauges")))
                    .hasStackTraceContaining("Division by zero");
            assertThatThrownBy(() -> rows(statement.executeQuery("SELECT nothing FROM gauges")))
                    .hasStackTraceContaining("'nothing' cannot be resolved");
            TestingDataset.run("CREATE TABLE lakehouse.telemetry.gauge_sums (x bigint)");
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO gauge_sums " + FAILS_IN_THE_TAIL))
                    .as("a statement that writes is not repeated").hasStackTraceContaining("Division by zero");
            assertThat(rows(statement.executeQuery("SELECT count(*) FROM gauge_sums"))).containsExactly(0L);
        }
    }

    @Test
    void aTransactionHasNoFallBack() throws Exception {
        try (HttpGateway gateway = gateway("on_live_failure=t-1");
                Connection connection = connect(gateway);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> rows(statement.executeQuery(FAILS_IN_THE_TAIL)))
                    .hasStackTraceContaining("Division by zero");
            connection.rollback();
        }
    }

    @Test
    void aCancelledQueryDoesNotFallBack() throws Exception {
        String marker = "SELECT 'given_up', ";
        try (HttpGateway gateway = gateway("on_live_failure=t-1");
                Connection connection = connect(gateway);
                Statement statement = connection.createStatement();
                Statement look = connection.createStatement()) {
            CompletableFuture<Void> query = CompletableFuture.runAsync(() -> {
                try {
                    rows(statement.executeQuery(ENDLESS_IN_THE_TAIL.replace("SELECT ", marker)));
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            TimeUnit.SECONDS.sleep(2);
            statement.cancel();
            assertThatThrownBy(() -> query.get(1, TimeUnit.MINUTES)).hasStackTraceContaining("SQLException");
            assertThat(rows(look.executeQuery(
                    "SELECT count(*) FROM system.runtime.queries WHERE query LIKE 'SELECT ''given' || '_up%'")))
                    .containsExactly(1L);
        }
    }
}
