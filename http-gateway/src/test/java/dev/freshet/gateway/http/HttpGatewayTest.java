package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.gateway.Settings;
import dev.freshet.gateway.TestingDataset;
import dev.freshet.lakehouse.LocalLakehouse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint in front of a real Trino. The live view of a dataset has three rows, its T-1 view two. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HttpGatewayTest {
    private static final String MIDNIGHT = TestingDataset.TODAY.atStartOfDay(ZoneOffset.UTC).toInstant().toString();
    private static final String COUNT = "SELECT count(*) FROM drives";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static HttpGateway gateway;
    private static HttpClient client;
    /** How long the endpoint keeps clients that send a byte a second, in a header and in a body. */
    private static List<Future<Duration>> slow;

    @BeforeAll
    static void start() throws SQLException, IOException {
        TestingDataset.create("drives", "live");
        TestingDataset.create("racks", "t-1");
        gateway = HttpGateway.start(options(trino()));
        client = HttpClient.newHttpClient();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        slow = Stream.of("X-Slow: ", "Content-Length: 1000\r\n\r\n").map(head -> threads.submit(() -> drip(head)))
                .toList();
    }

    private static Duration drip(String head) throws IOException {
        long began = System.nanoTime();
        try (Socket socket = new Socket(gateway.uri().getHost(), gateway.uri().getPort())) {
            socket.getOutputStream().write(("POST /v1/statement HTTP/1.1\r\nHost: x\r\n" + head)
                    .getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(1_000);
            while (isOpen(socket)) {
                socket.getOutputStream().write('x');
            }
        } catch (SocketException e) {
            // closed while a byte was on its way
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Waits a second. */
    private static boolean isOpen(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    private static HttpGateway.Options options(URI trino) {
        return HttpGateway.Options.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), trino);
    }

    private static URI trino() {
        URI jdbc = URI.create(LocalLakehouse.shared().trinoUrl().substring("jdbc:".length()));
        return URI.create("http://" + jdbc.getAuthority());
    }

    private static Connection connect(URI server, String... properties) throws SQLException {
        Properties all = new Properties();
        all.setProperty("user", "test");
        for (int i = 0; i < properties.length; i += 2) {
            all.setProperty(properties[i], properties[i + 1]);
        }
        return DriverManager.getConnection(
                "jdbc:trino://" + server.getAuthority() + "/lakehouse/" + TestingDataset.SCHEMA, all);
    }

    private static Connection connect(String... properties) throws SQLException {
        return connect(gateway.uri(), properties);
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return rows(statement.executeQuery(sql));
        }
    }

    private static List<String> rows(ResultSet answer) throws SQLException {
        List<String> rows = new ArrayList<>();
        while (answer.next()) {
            rows.add(answer.getString(1));
        }
        return rows;
    }

    private static HttpResponse<String> post(URI server, String sql, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/v1/statement"))
                .POST(HttpRequest.BodyPublishers.ofString(sql)).header("X-Trino-User", "test")
                .header("X-Trino-Catalog", "lakehouse").header("X-Trino-Schema", TestingDataset.SCHEMA);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** The posted statement, and the first column of all pages. */
    private static List<String> rows(HttpResponse<String> posted) throws IOException, InterruptedException {
        List<String> rows = new ArrayList<>();
        JsonNode page = JSON.readTree(posted.body());
        while (true) {
            page.path("data").forEach(row -> rows.add(row.get(0).asText()));
            if (!page.has("nextUri")) {
                assertThat(page.has("error")).as(page.toString()).isFalse();
                return rows;
            }
            URI next = URI.create(page.get("nextUri").asText());
            assertThat(next.getAuthority()).isEqualTo(posted.uri().getAuthority());
            page = JSON.readTree(client.send(HttpRequest.newBuilder(next).header("X-Trino-User", "test").build(),
                    BodyHandlers.ofString()).body());
        }
    }

    private static String route(HttpResponse<String> response) {
        return response.headers().firstValue("X-Freshet-Route").orElse("none");
    }

    @Test
    void aClientWithoutAFreshnessSettingGetsTheDatasetsDefault() throws SQLException {
        try (Connection direct = connect(trino()); Connection through = connect()) {
            assertThat(rows(through, COUNT)).isEqualTo(rows(direct, COUNT)).containsExactly("3");
            assertThat(rows(through, "SELECT count(*) FROM racks")).containsExactly("2");
            assertThat(rows(through, "SELECT device FROM drives ORDER BY id"))
                    .isEqualTo(rows(direct, "SELECT device FROM drives ORDER BY id"));
            assertThat(through.getMetaData().getTables("lakehouse", TestingDataset.SCHEMA, "drives", null).next())
                    .isTrue();
        }
    }

    @Test
    void freshnessIsSetByAClientTag() throws SQLException {
        try (Connection t1 = connect("clientTags", "mine,freshness=t-1");
                Connection bound = connect("clientTags", "freshness=PT0S")) {
            assertThat(rows(t1, COUNT)).containsExactly("2");
            assertThat(rows(bound, "SELECT count(*) FROM racks")).containsExactly("3");
        }
    }

    @Test
    void aHintOverridesHeaderTagAndEndpointInThatOrder() throws Exception {
        try (HttpGateway staleByDefault = HttpGateway
                .start(options(trino()).with(RequestSettings.of(Map.of("freshness", "t-1"))))) {
            URI uri = staleByDefault.uri();
            assertThat(rows(post(uri, COUNT))).containsExactly("2");
            assertThat(rows(post(uri, COUNT, "X-Trino-Client-Tags", "freshness=PT0S"))).containsExactly("3");
            assertThat(rows(post(uri, COUNT, "X-Trino-Client-Tags", "freshness=PT0S", "X-Freshet-Freshness", "P2D")))
                    .containsExactly("2");
            assertThat(rows(post(uri, "/*+ freshness(live) */ " + COUNT, "X-Freshet-Freshness", "t-1")))
                    .containsExactly("3");
        }
    }

    @Test
    void aRuleSetsTheFreshnessOfItsClientsAndMayChange() throws Exception {
        List<Rule> rules = new CopyOnWriteArrayList<>(List.of(new Rule(Optional.of(new NamePattern("test")),
                Optional.of(new NamePattern("bi-*")), Optional.empty(), Settings.of(Map.of("freshness", "t-1")))));
        RequestSettings settings = new RequestSettings(Settings.of(Map.of("freshness", "live")), () -> rules);
        try (HttpGateway ruled = HttpGateway.start(options(trino()).with(settings))) {
            assertThat(rows(post(ruled.uri(), COUNT, "X-Trino-Source", "bi-tool"))).containsExactly("2");
            assertThat(rows(post(ruled.uri(), COUNT))).containsExactly("3");
            assertThat(rows(post(ruled.uri(), COUNT, "X-Trino-Source", "bi-tool", "X-Trino-Client-Tags",
                    "freshness=live"))).containsExactly("3");
            rules.clear();
            assertThat(rows(post(ruled.uri(), COUNT, "X-Trino-Source", "bi-tool"))).containsExactly("3");
        }
    }

    @Test
    void aBoundIsMetByTheIngestedView() throws Exception {
        Instant until = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        TestingDataset.create("shelves", "live").ingest(until);
        HttpResponse<String> answer = post(gateway.uri(), "SELECT max(served_from) FROM shelves WHERE id = 3",
                "X-Freshet-Freshness", "PT15M");
        assertThat(rows(answer)).containsExactly("hot");
        assertThat(route(answer)).isEqualTo("lakehouse.telemetry.shelves; view=ingested; data-as-of=" + until
                + "; reason=\"the connection requests PT15M\"");
    }

    @Test
    void theAnswerReportsTheRoute() throws Exception {
        HttpResponse<String> t1 = post(gateway.uri(), COUNT, "X-Freshet-Freshness", "t-1");
        assertThat(route(t1)).isEqualTo("lakehouse.telemetry.drives; view=t-1; data-as-of=" + MIDNIGHT
                + "; reason=\"the connection requests t-1\"");
        HttpResponse<String> both = post(gateway.uri(), "SELECT count(*) FROM drives, racks");
        assertThat(both.headers().allValues("X-Freshet-Route")).hasSize(2).anyMatch(
                route -> route.startsWith("lakehouse.telemetry.drives; view=live; "))
                .anyMatch(route -> route.startsWith("lakehouse.telemetry.racks; view=t-1; "));
        assertThat(rows(both)).containsExactly("6");
        HttpResponse<String> broken = post(gateway.uri(), "SELECT \u00e9 FORM");
        assertThat(broken.headers().firstValue("X-Freshet-Note").orElse("")).contains("goes to Trino unchanged");
        assertThat(route(broken)).isEqualTo("none");
    }

    @Test
    void theAnswerReportsTheEndOfTheTail() throws Exception {
        TestingDataset.create("scales", "live").endTail();
        for (String freshness : List.of("live", "PT0S")) {
            HttpResponse<String> answer = post(gateway.uri(), "SELECT count(*) FROM scales", "X-Freshet-Freshness",
                    freshness);
            assertThat(route(answer)).startsWith("lakehouse.telemetry.scales; view=live; data-as-of=" + MIDNIGHT);
            assertThat(answer.headers().firstValue("X-Freshet-Note").orElse(""))
                    .startsWith("lakehouse.telemetry.scales: files that landed since " + MIDNIGHT)
                    .endsWith("; the answer is staler than requested (the connection requests " + freshness + ")");
            rows(answer);
        }
        assertThat(post(gateway.uri(), COUNT, "X-Freshet-Freshness", "live").headers().firstValue("X-Freshet-Note"))
                .isEmpty();
    }

    @Test
    void aTextTooLongToParseIsLeftToTrino() throws Exception {
        for (int length : new int[]{1_000_000, 5_000_000}) {
            HttpResponse<String> answer = post(gateway.uri(), "SELECT '" + "x".repeat(length) + "'");
            assertThat(answer.headers().firstValue("X-Freshet-Note").orElse(""))
                    .contains("longer than 1,000,000 characters");
            assertThat(lastPage(answer)).contains("exceeds the maximum length");
        }
    }

    @Test
    void answersContainTheEndpointsAddressNotTheCoordinators() throws Exception {
        HttpResponse<String> posted = post(gateway.uri(), COUNT);
        JsonNode page = JSON.readTree(posted.body());
        assertThat(page.get("nextUri").asText()).startsWith(gateway.uri() + "/v1/statement/");
        assertThat(page.get("infoUri").asText()).startsWith(gateway.uri() + "/ui/");
        assertThat(posted.body()).doesNotContain(trino().getAuthority());
        assertThat(rows(posted)).containsExactly("3");
    }

    @Test
    void rowsWithTheCoordinatorsAddressArriveUnchanged() throws Exception {
        String uri = trino() + "/x";
        assertThat(rows(post(gateway.uri(), "SELECT '" + uri + "' AS \"nextUri\""))).containsExactly(uri);
    }

    @Test
    void aMillionRowsArriveUnchanged() throws SQLException {
        String sql = "SELECT a * 1000 + b, 'row ' || cast(a * b AS varchar) FROM unnest(sequence(0, 999)) AS x(a) "
                + "CROSS JOIN unnest(sequence(0, 999)) AS y(b)";
        try (Connection direct = connect(trino()); Connection through = connect("clientTags", "freshness=t-1")) {
            assertThat(checksum(through, sql)).isEqualTo(checksum(direct, sql));
        }
    }

    /** Does not depend on the order of the rows. */
    private static List<Long> checksum(Connection connection, String sql) throws SQLException {
        long rows = 0;
        long sum = 0;
        try (Statement statement = connection.createStatement(); ResultSet answer = statement.executeQuery(sql)) {
            while (answer.next()) {
                rows++;
                sum += 31 * answer.getLong(1) ^ answer.getString(2).hashCode();
            }
        }
        assertThat(rows).isEqualTo(1_000_000);
        return List.of(rows, sum);
    }

    @Test
    void aCancelledQueryEnds() throws Exception {
        String marker = "cancelled_through_the_gateway";
        String running = "SELECT count(*) FROM system.runtime.queries WHERE state = 'RUNNING' AND query LIKE '%"
                + marker
                + "%' AND query NOT LIKE '%runtime%'";
        ExecutorService background = Executors.newSingleThreadExecutor();
        try (Connection connection = connect();
                Connection direct = connect(trino());
                Statement statement = connection.createStatement()) {
            Future<Object> query = background.submit((Callable<Object>) () -> rows(statement.executeQuery(
                    "SELECT count(*) AS " + marker + " FROM unnest(sequence(1, 10000)) AS a(x) "
                            + "CROSS JOIN unnest(sequence(1, 10000)) AS b(y) CROSS JOIN unnest(sequence(1, 10000)) AS c(z) "
                            + "WHERE (x * y * z) % 7 = 3")));
            await(() -> rows(direct, running).equals(List.of("1")));
            statement.cancel();
            assertThatThrownBy(query::get).hasCauseInstanceOf(SQLException.class);
            await(() -> rows(direct, running).equals(List.of("0")));
        } finally {
            background.shutdownNow();
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("it never happens").isLessThan(end);
            Thread.sleep(100);
        }
    }

    @Test
    void trinosErrorsAreForwarded() throws SQLException {
        try (Connection direct = connect(trino()); Connection through = connect("clientTags", "freshness=t-1")) {
            for (String sql : List.of("SELECT count(*) FORM drives", "SELECT * FROM nowhere",
                    "SELECT 1 / 0 FROM drives",
                    "SELECT * FROM no_such.s.t")) {
                SQLException trinos = catchThrowableOfType(SQLException.class, () -> rows(direct, sql));
                SQLException seen = catchThrowableOfType(SQLException.class, () -> rows(through, sql));
                assertThat(seen.getErrorCode()).isEqualTo(trinos.getErrorCode());
                assertThat(seen.getMessage().replaceAll("#\\w+|\\(\\w+\\)", ""))
                        .isEqualTo(trinos.getMessage().replaceAll("#\\w+|\\(\\w+\\)", ""));
            }
        }
    }

    @Test
    void anInvalidFreshnessIsAnError() throws Exception {
        try (Connection soon = connect("clientTags", "freshness=soon"); Connection plain = connect()) {
            assertThatThrownBy(() -> rows(soon, COUNT)).isInstanceOf(SQLException.class)
                    .hasMessageContaining("use live, t-1");
            assertThatThrownBy(() -> rows(plain, "/*+ freshness(soon) */ " + COUNT))
                    .hasMessageContaining("use live, t-1");
        }
        HttpResponse<String> response = post(gateway.uri(), COUNT, "X-Freshet-Freshness", "soon");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(response.body()).at("/stats/state").asText()).isEqualTo("QUEUED");
        JsonNode failed = JSON.readTree(lastPage(response));
        assertThat(failed.at("/stats/state").asText()).isEqualTo("FAILED");
        assertThat(failed.at("/error/errorType").asText()).isEqualTo("USER_ERROR");
        JsonNode trinos = JSON.readTree(lastPage(post(trino(), "SELECT FORM")));
        assertThat(failed.get("stats").fieldNames()).toIterable()
                .containsAll(() -> trinos.get("stats").fieldNames());
        assertThat(failed.get("error").fieldNames()).toIterable().isSubsetOf(() -> trinos.get("error").fieldNames());
    }

    @Test
    void aBoundOfAnyLengthIsMeasuredOrAnError() throws Exception {
        String longest = "PT9223372036854775807S";
        assertThat(rows(post(gateway.uri(), COUNT, "X-Freshet-Freshness", longest))).containsExactly("2");
        assertThat(rows(post(gateway.uri(), "/*+ freshness(%s) */ ".formatted(longest) + COUNT))).containsExactly("2");
        String tooLong = longest.replace("7S", "8S");
        for (HttpResponse<String> answer : List.of(
                post(gateway.uri(), "/*+ freshness(%s) */ ".formatted(tooLong) + COUNT),
                post(gateway.uri(), COUNT, "X-Freshet-Freshness", tooLong),
                post(gateway.uri(), COUNT, "X-Trino-Client-Tags", "freshness=" + tooLong))) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(lastPage(answer)).at("/error/message").asText())
                    .startsWith("Invalid freshness: " + tooLong);
        }
    }

    private static String lastPage(HttpResponse<String> posted) throws IOException, InterruptedException {
        String page = posted.body();
        while (JSON.readTree(page).has("nextUri")) {
            page = client.send(HttpRequest.newBuilder(URI.create(JSON.readTree(page).get("nextUri").asText()))
                    .header("X-Trino-User", "test").build(), BodyHandlers.ofString()).body();
        }
        return page;
    }

    @Test
    void preparedStatementsAreRouted() throws SQLException {
        for (String explicit : List.of("true", "false")) {
            try (Connection connection = connect("clientTags", "freshness=t-1", "explicitPrepare", explicit);
                    PreparedStatement statement = connection
                            .prepareStatement("SELECT id FROM drives WHERE id > ? AND device <> 'it''s' ORDER BY id")) {
                statement.setLong(1, 1);
                assertThat(rows(statement.executeQuery())).as("explicitPrepare=" + explicit).containsExactly("2");
            }
        }
    }

    /** Trino compresses such a text in the header that lists the prepared statements. */
    @Test
    void aLongPreparedStatementIsRouted() throws SQLException {
        String sql = "SELECT id FROM drives WHERE id > ? AND device NOT IN (%s'none') ORDER BY id"
                .formatted("'some device', ".repeat(500));
        try (Connection connection = connect("clientTags", "freshness=t-1", "explicitPrepare", "true");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, 1);
            assertThat(rows(statement.executeQuery())).containsExactly("2");
        }
    }

    @Test
    void anExecuteUsesItsHintAndDoesNotChangeOtherPreparedStatements() throws Exception {
        String prepared = "other=SELECT+%27%2C%27,mine=SELECT+count%28*%29+FROM+drives";
        assertThat(rows(post(gateway.uri(), "EXECUTE mine", "X-Trino-Prepared-Statement", prepared)))
                .containsExactly("3");
        assertThat(rows(post(gateway.uri(), "/*+ freshness(t-1) */ EXECUTE mine", "X-Trino-Prepared-Statement",
                prepared))).containsExactly("2");
        assertThat(rows(post(gateway.uri(), "EXECUTE other", "X-Trino-Prepared-Statement", prepared)))
                .containsExactly(",");
        assertThat(lastPage(post(gateway.uri(), "EXECUTE unknown", "X-Trino-Prepared-Statement", prepared)))
                .contains("Prepared statement not found: unknown");
    }

    @Test
    void transactionsWorkAndLookUpsStayOutsideThem() throws SQLException {
        try (Connection connection = connect("clientTags", "freshness=t-1")) {
            connection.setAutoCommit(false);
            assertThat(rows(connection, "SELECT count(*) FROM telemetry_hidden.drives_history")).containsExactly("2");
            assertThat(rows(connection, COUNT)).containsExactly("2");
            connection.commit();
        }
    }

    @Test
    void lookUpsUseTheClientsIdentityAndAreCached() throws Exception {
        String lookUps = "SELECT count(*) FROM system.runtime.queries WHERE query LIKE 'SHOW CREATE VIEW%' "
                + "AND \"user\" = '";
        for (String user : List.of("ann", "ann", "bob")) {
            try (Connection connection = connect("user", user)) {
                rows(connection, COUNT);
            }
        }
        try (Connection direct = connect(trino())) {
            assertThat(rows(direct, lookUps + "ann'")).containsExactly("2");
            assertThat(rows(direct, lookUps + "bob'")).containsExactly("2");
        }
    }

    /** As behind a proxy that signs users in, with an authenticator that reads its header. */
    @Test
    void aLookUpIsNotSharedAcrossHeadersThatMayTellUsersApart() throws Exception {
        assertThat(lookUps(gateway, "by-all", "X-Remote-User")).isEqualTo(4);
        try (HttpGateway named = HttpGateway.start(options(trino()).with(Identity.by(List.of("X-Remote-User"))))) {
            assertThat(lookUps(named, "by-user", "X-Remote-User")).isEqualTo(4);
            assertThat(lookUps(named, "by-none", "X-Request-Id")).isEqualTo(2);
        }
    }

    /** The number of look-ups for two queries with different values of a header. */
    private static int lookUps(HttpGateway endpoint, String source, String header) throws Exception {
        for (String value : List.of("carol", "dave")) {
            HttpResponse<String> answer = post(endpoint.uri(), COUNT, "X-Freshet-Freshness", "t-1", "X-Trino-Source",
                    source, header, value);
            assertThat(rows(answer)).containsExactly("2");
        }
        try (Connection direct = connect(trino())) {
            return Integer.parseInt(rows(direct,
                    "SELECT count(*) FROM system.runtime.queries WHERE query LIKE 'SHOW CREATE VIEW%%' AND source = '%s'"
                            .formatted(source))
                    .get(0));
        }
    }

    @Test
    void allOtherRequestsAreForwarded() throws Exception {
        HttpResponse<String> info = get(gateway.uri().resolve("/v1/info"));
        assertThat(info.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(info.body()).has("nodeVersion")).isTrue();
        assertThat(get(gateway.uri().resolve("/v1/no-such")).statusCode())
                .isEqualTo(get(trino().resolve("/v1/no-such")).statusCode());
        HttpResponse<Void> head = client.send(HttpRequest.newBuilder(gateway.uri().resolve("/v1/info"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.discarding());
        HttpResponse<Void> trinos = client.send(HttpRequest.newBuilder(trino().resolve("/v1/info"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.discarding());
        assertThat(head.statusCode()).isEqualTo(trinos.statusCode());
        HttpResponse<String> ui = get(gateway.uri().resolve("/ui/"));
        assertThat(ui.headers().firstValue("Location").orElse("")).doesNotContain(trino().getAuthority());
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @Test
    void eachRequestIsLoggedWithItsRouteButWithoutSecrets(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("access.log");
        List<String> pages = new ArrayList<>();
        try (AccessLog log = new AccessLog(file);
                HttpGateway logging = HttpGateway.start(options(trino()).with(log))) {
            HttpResponse<String> posted = post(logging.uri(), COUNT + " -- hidden", "X-Freshet-Freshness", "t-1");
            pages.add(JSON.readTree(posted.body()).get("nextUri").asText());
            assertThat(rows(posted)).containsExactly("2");
            Files.move(file, directory.resolve("moved"));
            lastPage(post(logging.uri(), COUNT, "X-Freshet-Freshness", "soon"));
            post(logging.uri(), "SELECT 1");
            post(logging.uri(), COUNT, "X-Freshet-Freshness", "live");
            get(logging.uri().resolve("/v1/spooled/download/secret?token=hidden"));
        }
        List<JsonNode> first = lines(directory.resolve("moved"));
        assertThat(first).first().satisfies(line -> {
            assertThat(line.get("user").asText()).isEqualTo("test");
            assertThat(line.get("client").asText()).isEqualTo("127.0.0.1");
            assertThat(line.get("method").asText()).isEqualTo("POST");
            assertThat(line.get("path").asText()).isEqualTo("/v1/statement");
            assertThat(line.get("status").asInt()).isEqualTo(200);
            assertThat(line.get("bytes").asInt()).isGreaterThan(100);
            assertThat(line.get("route").asText()).isEqualTo("t-1");
        });
        String id = pages.get(0).replaceFirst(".*/(\\d{8}_\\d{6}_\\d{5}_\\w{5})/.*", "$1");
        assertThat(first).last().satisfies(line -> {
            assertThat(line.get("path").asText()).matches("/v1/statement/(queued|executing)/" + id + "/\\.\\.\\.");
            assertThat(line.has("route")).isFalse();
        });
        assertThat(lines(file)).extracting(line -> line.path("route").asText() + line.get("path").asText())
                .containsExactly("refused/v1/statement", "/v1/statement/...", "unchanged/v1/statement",
                        "live/v1/statement", "/v1/spooled/...");
        String slug = pages.get(0).replaceFirst(".*/\\d{8}_\\w+/([^/]+)/.*", "$1");
        assertThat(slug).hasSizeGreaterThan(10);
        assertThat(Files.readString(file) + Files.readString(directory.resolve("moved"))).doesNotContain(slug,
                "hidden", "secret", "SELECT");
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    @Test
    void lookUpsOfViewsAreCountedButNotTheFilesOfAnExplanation() throws Exception {
        AtomicInteger lookUps = new AtomicInteger();
        Observer counting = new Observer() {
            @Override
            public void lookedUp(Duration took, boolean succeeded) {
                lookUps.incrementAndGet();
            }
        };
        String seen = "SELECT count(*) FROM system.runtime.queries WHERE query LIKE 'SHOW CREATE VIEW%'";
        try (HttpGateway counted = HttpGateway.start(options(trino()).with(counting));
                Connection connection = connect(counted.uri());
                Connection directly = connect(trino())) {
            long before = Long.parseLong(rows(directly, seen).get(0));
            assertThat(rows(connection, "/*+ freshet(explain) */ " + COUNT)).isNotEmpty();
            assertThat(rows(directly, seen)).containsExactly(String.valueOf(before + lookUps.get()));
            assertThat(lookUps).hasPositiveValue();
        }
    }

    @Test
    void theEndpointIsHealthyIfTrinoIs() {
        assertThat(gateway.problem()).isEmpty();
    }

    @Test
    void aHeaderThatCannotBeForwardedUnchangedIsRejected() throws IOException {
        try (Socket socket = new Socket(gateway.uri().getHost(), gateway.uri().getPort())) {
            socket.getOutputStream().write(("GET /v1/info HTTP/1.1\r\nHost: x\r\nX-Trino-User: j\u00f6rg\r\n"
                    + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400").contains("Cannot pass on the header X-Trino-User");
        }
    }

    @Test
    void aMissingCoordinatorIsReportedWithItsAddress() throws Exception {
        URI nowhere;
        try (ServerSocket socket = new ServerSocket(0)) {
            nowhere = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        try (HttpGateway blind = HttpGateway.start(options(nowhere))) {
            for (HttpResponse<String> response : List.of(post(blind.uri(), "SELECT 1"), post(blind.uri(), COUNT),
                    post(blind.uri(), COUNT, "X-Freshet-Freshness", "t-1"), get(blind.uri().resolve("/v1/info")))) {
                assertThat(response.statusCode()).isEqualTo(502);
                assertThat(response.body()).startsWith("Cannot reach Trino at " + nowhere).hasLineCount(1);
            }
        }
    }

    @Test
    void disconnectedClientsLeaveNothingBehind() throws Exception {
        try (Connection connection = connect()) {
            rows(connection, COUNT);
            for (int i = 0; i < 100; i++) {
                rows(connection, "SELECT " + i);
            }
        }
        for (int i = 0; i < 20; i++) {
            HttpRequest request = HttpRequest.newBuilder(gateway.uri().resolve("/ui/login.html")).build();
            try (InputStream body = client.send(request, BodyHandlers.ofInputStream()).body()) {
                body.read();
            }
        }
        assertThat(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("HttpClient")).count()).isLessThan(40);
    }

    @Test
    @Order(Integer.MAX_VALUE) // so that the minute is mostly over
    void aRequestMustArriveWithinAMinute() throws Exception {
        for (Future<Duration> kept : slow) {
            assertThat(kept.get(90, TimeUnit.SECONDS)).isBetween(TimedEndPoint.REQUEST.minusSeconds(1),
                    TimedEndPoint.REQUEST.plusSeconds(15));
        }
    }
}
