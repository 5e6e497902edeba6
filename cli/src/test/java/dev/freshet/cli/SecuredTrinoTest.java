package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.freshet.gateway.http.HttpGateway;
import dev.freshet.gateway.http.ServerCertificate;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.lakehouse.StartProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Trino that requires TLS, and a password, a token or a certificate. */
@Tag("slow")
class SecuredTrinoTest {
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final Instant NOW = Instant.now();
    private static final String USER = TestingSecuredTrino.USER;
    /** Ways to sign in, as the manual shows them. */
    private static final String PASSWORD = "trino.password=${FILE";
    private static final String TOKEN = "trino.accessToken=";
    private static final String CERTIFICATE = "trino.SSLKeyStorePath=";

    @TempDir
    private static Path keys;
    @TempDir
    private Path directory;

    private static TestingSecuredTrino trino;
    private static LocalLakehouse server;

    @BeforeAll
    static void start() throws IOException {
        trino = new TestingSecuredTrino(keys);
        server = LocalLakehouse.start(LocalLakehouse.Options.TEMPORARY, trino, StartProgress.NONE);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Path secret(String name, String value) throws IOException {
        return Files.writeString(directory.resolve(name), value + "\n");
    }

    /** What the manual says that the driver needs, beside the URL. */
    private Map<String, String> client(String way) throws IOException {
        secret("trino-password", TestingSecuredTrino.PASSWORD);
        secret("trino-token", trino.jwt(NOW.minusSeconds(60), NOW.plusSeconds(86_400)));
        secret("store-password", TestingSecuredTrino.STORE_PASSWORD);
        Properties properties = new Properties();
        properties.load(new StringReader((TestingSecuredTrino.manual("trino.user=") + TestingSecuredTrino.manual(way))
                .replace("/etc/freshet", keys.toString()).replace("/run/secrets", directory.toString())));
        properties.remove("trino.url");
        return properties.stringPropertyNames().stream().filter(key -> key.startsWith("trino."))
                .collect(Collectors.toMap(key -> key.substring("trino.".length()), properties::getProperty));
    }

    private Path lakehouse(Map<String, String> client, Consumer<Properties> change) throws IOException {
        Properties properties = server.properties();
        properties.remove("trino.password");
        client.forEach((key, value) -> properties.setProperty("trino." + key, value));
        change.accept(properties);
        Path file = directory.resolve("lakehouse.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        return file;
    }

    private Path lakehouse(Map<String, String> client) throws IOException {
        return lakehouse(client, properties -> {
        });
    }

    private Path spec(String dataset) throws IOException {
        land(dataset, TODAY.minusDays(1), "{\"id\":1}\n{\"id\":2}\nbroken\n");
        land(dataset, TODAY, "{\"id\":3}\n");
        return Files.writeString(directory.resolve("spec.yaml"), """
                                                                 dataset: %s
                                                                 schema: telemetry
                                                                 landing: {root: "local:///landing/%1$s"}
                                                                 columns: {id: bigint}
                                                                 ingest: {every: PT1H, min_age: PT1S}
                                                                 """.formatted(dataset));
    }

    private static void land(String dataset, LocalDate day, String lines) throws IOException {
        Files.writeString(Files.createDirectories(server.directory().resolve("landing/" + dataset + "/dt=" + day))
                .resolve("a.json"), lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {PASSWORD, TOKEN, CERTIFICATE})
    void everyCommandSignsIn(String way) throws IOException {
        String dataset = way.replaceAll("trino\\.(\\w+)=.*", "by_$1").toLowerCase(Locale.ROOT);
        Path spec = spec(dataset);
        Path lakehouse = lakehouse(client(way));
        TestingFreshet run = TestingFreshet.run("run", "--verbose", "--json", "--lakehouse", lakehouse, spec);
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode day = run.json().get("runs").get(0).get("partitions").get(0);
        assertThat(day.get("rows").asLong()).isEqualTo(2);
        assertThat(day.get("rejects").asLong()).isEqualTo(1);
        assertThat(run.err()).doesNotContain(TestingSecuredTrino.PASSWORD, TestingSecuredTrino.STORE_PASSWORD);
        TestingFreshet status = TestingFreshet.run("status", "--json", "--lakehouse", lakehouse, spec);
        assertThat(status.json().get("datasets").get(0).get("historyRows").asLong()).isEqualTo(2);
        String sql = "SELECT count(*), max(who) FROM (SELECT current_user AS who FROM telemetry.%s)".formatted(dataset);
        for (String[] query : new String[][]{{"--freshness=t-1", "2"}, {"--freshness=live", "3"}, {"--direct", "3"}}) {
            TestingFreshet answer = TestingFreshet.run("query", query[0], "--json", "--lakehouse", lakehouse, sql);
            assertThat(answer.exit()).as(answer.err()).isZero();
            assertThat(answer.json().get("rows").toString()).isEqualTo("[[%s,\"%s\"]]".formatted(query[1], USER));
        }
    }

    /** By Trino's file-based access control, which lets only owners see the text of a view. */
    @Test
    void whoMayOnlyReadGetsAnswers() throws IOException {
        Path spec = spec("by_rules");
        Path lakehouse = lakehouse(client(PASSWORD));
        for (String command : new String[]{"run", "ingest", "check", "maintain"}) {
            TestingFreshet done = TestingFreshet.run(command, "--lakehouse", lakehouse, spec);
            assertThat(done.exit()).as(done.err()).isZero();
        }
        lakehouse(client(PASSWORD), properties -> properties.setProperty("trino.user", TestingSecuredTrino.READER));
        for (String[] query : new String[][]{{"by_rules", "3"}, {"by_rules_t1", "2"}, {"by_rules_rejects", "1"}}) {
            TestingFreshet answer = TestingFreshet.run("query", "--json", "--lakehouse", lakehouse,
                    "SELECT count(*) FROM telemetry." + query[0]);
            assertThat(answer.exit()).as(answer.err()).isZero();
            assertThat(answer.json().get("rows").toString()).as(query[0]).isEqualTo("[[" + query[1] + "]]");
        }
        TestingFreshet bound = TestingFreshet.run("query", "--freshness=t-1", "--lakehouse", lakehouse,
                "SELECT count(*) FROM telemetry.by_rules");
        assertThat(bound.exit()).isEqualTo(5);
        assertThat(bound.err()).contains("Cannot show create table for lakehouse.telemetry.by_rules", "t-1")
                .hasLineCount(1);
    }

    /** A view of Freshet runs as the reader, unless it is below a view that runs as its owner. */
    @Test
    void aViewOnTopThatRunsAsItsOwnerNeedsNoOtherGrant() throws IOException {
        Path spec = spec("backups");
        Path lakehouse = lakehouse(client(PASSWORD));
        for (String[] command : new String[][]{{"run", spec.toString()}, {"query", "CREATE SCHEMA lakehouse.reports"},
                {"query", TestingSecuredTrino.manual("SECURITY DEFINER")}, {"query", "CREATE VIEW reports.readers "
                        + "SECURITY DEFINER AS SELECT max(current_user) AS who FROM telemetry.backups"}}) {
            TestingFreshet done = TestingFreshet.run(command[0], "--lakehouse", lakehouse, command[1]);
            assertThat(done.exit()).as(done.err()).isZero();
        }
        String onTop = "SELECT id FROM reports.backups ORDER BY id";
        lakehouse(client(PASSWORD), properties -> properties.setProperty("trino.user", TestingSecuredTrino.ANALYST));
        TestingFreshet answer = TestingFreshet.run("query", "--json", "--lakehouse", lakehouse, onTop);
        assertThat(answer.exit()).as(answer.err()).isZero();
        assertThat(answer.json().get("rows").toString()).isEqualTo("[[2],[3]]");
        TestingFreshet who = TestingFreshet.run("query", "--json", "--lakehouse", lakehouse,
                "SELECT who FROM reports.readers");
        assertThat(who.json().get("rows").toString()).isEqualTo("[[\"%s\"]]".formatted(TestingSecuredTrino.ANALYST));
        for (String below : List.of("lakehouse.telemetry.backups", "lakehouse.telemetry_hidden.backups_history")) {
            TestingFreshet refused = TestingFreshet.run("query", "--direct", "--lakehouse", lakehouse,
                    "SELECT count(*) FROM " + below);
            assertThat(refused.err()).contains("Access Denied: Cannot select from");
        }
    }

    /** The batch and the gateway's driver say the same, on one line. */
    private void assertRefused(Map<String, String> client, Consumer<Properties> change, String why)
            throws IOException {
        Path lakehouse = lakehouse(client, change);
        String url = LakehouseConfig.read(lakehouse).trinoUrl().replaceFirst("password=.*", "password=***");
        for (Object[] command : new Object[][]{{"status", spec("refused")}, {"query", "SELECT 1"},
                {"query", "--freshness=t-1", "SELECT id FROM telemetry.refused"}, {"query", "--direct", "SELECT 1"}}) {
            TestingFreshet refused = TestingFreshet.run(Stream.concat(
                    Stream.of("--lakehouse", lakehouse), Stream.of(command))
                    .toArray());
            assertThat(refused.exit()).as(refused.err()).isEqualTo(1);
            assertThat(refused.err())
                    .contains("Cannot reach Trino at jdbc:", url.substring("jdbc:".length()) + ": " + why)
                    .hasLineCount(1).doesNotContain("s3cret");
        }
    }

    private void assertRefused(String way, String key, String value, String why) throws IOException {
        assertRefused(client(way), properties -> properties.setProperty(key, value), why);
    }

    @Test
    void whatTrinoRefusesIsSaidWithTheFix() throws IOException {
        assertRefused(PASSWORD, "trino.password", "s3cret",
                "the password is wrong, or there is no such user (trino.user, trino.password)");
        assertRefused(PASSWORD, "trino.password", "", "it demands a password, a token or a certificate "
                + "(trino.password, trino.accessToken or trino.SSLKeyStorePath)");
        assertRefused(TOKEN, "trino.accessToken", trino.jwt(NOW.minusSeconds(600), NOW.minusSeconds(300)),
                "the token has expired (trino.accessToken)");
        assertRefused(TOKEN, "trino.accessToken", trino.jwt(NOW.plusSeconds(3_000), NOW.plusSeconds(6_000)),
                "the token is not valid yet (trino.accessToken, or Trino's clock)");
        assertRefused(TOKEN, "trino.accessToken", "s3cret", "it refuses the token, the certificate or the user: "
                + "Invalid compact JWT string");
        TestingFreshet query = TestingFreshet.run("query", "--lakehouse", lakehouse(client(TOKEN)),
                "SELECT CAST('JWT expired' AS bigint)");
        assertThat(query.exit()).as(query.err()).isEqualTo(5);
        for (String way : new String[]{PASSWORD, TOKEN, CERTIFICATE}) {
            assertRefused(way, "trino.user", "someone", way.equals(PASSWORD) ? "the password is wrong"
                    : "the user is not the one who signs in (trino.user must be the user of ");
        }
    }

    @Test
    void aConnectionWithoutTlsIsRefusedWithTheFix() throws IOException {
        String http = "jdbc:trino://127.0.0.1:" + trino.httpPort() + "/lakehouse";
        assertRefused(Map.of("SSL", "false", "user", USER), properties -> properties.remove("trino.SSLTrustStorePath"),
                "it ends the connection, so perhaps it demands TLS (trino.SSL=true)");
        assertRefused(Map.of("SSL", "false", "user", USER), properties -> {
            properties.remove("trino.SSLTrustStorePath");
            properties.setProperty("trino.url", http);
        }, "it demands TLS (trino.SSL=true, and in trino.url its port for HTTPS)");
        assertRefused(PASSWORD, "trino.url", http,
                "it does not speak TLS at this port (the URL must have its port for HTTPS)");
        for (String way : new String[]{PASSWORD, TOKEN, CERTIFICATE}) {
            for (String trusted : new String[]{"", trino.authority().toString()}) {
                assertRefused(client(way), properties -> {
                    properties.setProperty("trino.SSL", "false");
                    properties.setProperty("trino.SSLTrustStorePath", trusted);
                }, "passwords, tokens and key stores are for TLS only (trino.SSL=true, and in trino.url");
            }
        }
    }

    @Test
    void aCertificateThatIsNotTrustedIsRefusedWithTheFix() throws IOException, GeneralSecurityException {
        String unknown = "its certificate is from an authority that is not trusted (SSLTrustStorePath must name a file";
        assertRefused(client(PASSWORD), properties -> properties.remove("trino.SSLTrustStorePath"), unknown);
        assertRefused(client(CERTIFICATE), properties -> properties.remove("trino.SSLTrustStorePath"), unknown);
        assertRefused(PASSWORD, "trino.url", server.trinoUrl().replace("127.0.0.1", "localhost"),
                "its certificate is for another host name (the URL must have one that the certificate has)");
        try (TlsProxy old = new TlsProxy(trino.expiredKeyStore(), URI.create("http://127.0.0.1:1"))) {
            assertRefused(PASSWORD, "trino.url", "jdbc:trino://127.0.0.1:" + old.port() + "/lakehouse",
                    "its certificate has expired, or is not valid yet");
        }
        assertRefused(PASSWORD, "trino.SSLTrustStorePath", "/nowhere.pem",
                "a key store cannot be used: /nowhere.pem ("
                        + "trino.SSLTrustStorePath, trino.SSLKeyStorePath, and their passwords)");
        assertRefused(CERTIFICATE, "trino.SSLKeyStorePassword", "s3cret",
                "a key store cannot be used: keystore password was incorrect (");
    }

    @Test
    void aPasswordInTheUrlIsNotShown() throws IOException {
        String url = server.trinoUrl() + "?password=s3cret";
        assertRefused(Map.of("user", USER), properties -> properties.setProperty("trino.url", url),
                "the password is wrong");
        assertRefused(Map.of("user", USER), properties -> properties.setProperty("trino.url",
                url.replace("jdbc:trino:", "jdbc:trinoo:")), "No suitable driver found for jdbc:");
        Path lakehouse = lakehouse(Map.of("user", USER), properties -> properties.setProperty("trino.url",
                url.replaceFirst(":[0-9]+/", ":99999/")));
        TestingFreshet verbose = TestingFreshet.run("query", "--verbose", "--lakehouse", lakehouse, "SELECT 1");
        assertThat(verbose.err()).contains("password=***", "\tat dev.freshet.").doesNotContain("s3cret");
    }

    private static final class Client {
        private static final HttpClient HTTP = HttpClient.newHttpClient();

        static HttpResponse<String> post(URI gateway, String sql, String... headers)
                throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve("/v1/statement"))
                    .POST(HttpRequest.BodyPublishers.ofString(sql)).header("X-Trino-User", USER);
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static HttpGateway.Options options(Upstream upstream) {
        return HttpGateway.Options.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), upstream.uri())
                .trusting(upstream.trust());
    }

    private static HttpGateway gateway(Upstream upstream) throws IOException {
        return HttpGateway.start(options(upstream));
    }

    private Upstream upstream(Map<String, String> client, Consumer<Properties> change) throws Exception {
        return Upstream.of(LakehouseConfig.read(lakehouse(client, change)));
    }

    /** The gateway's clients come through a proxy, which has the certificate, as the manual says. */
    @Test
    void theHttpGatewayPassesOnPasswords() throws Exception {
        String dataset = "through_the_gateway";
        Path spec = spec(dataset);
        TestingFreshet run = TestingFreshet.run("run", "--lakehouse", lakehouse(client(CERTIFICATE)), spec);
        assertThat(run.exit()).as(run.err()).isZero();
        Upstream upstream = upstream(client(CERTIFICATE), properties -> {
        });
        try (HttpGateway gateway = gateway(upstream);
                TlsProxy proxy = new TlsProxy(trino.serverKeyStore(), gateway.uri())) {
            String url = "jdbc:trino://127.0.0.1:" + proxy.port() + "/lakehouse/telemetry";
            Properties client = new Properties();
            client.putAll(trino.client());
            assertThat(value(url, client, "SELECT count(*) FROM " + dataset)).isEqualTo("3");
            client.setProperty("clientTags", "freshness=t-1");
            assertThat(value(url, client, "SELECT count(*) FROM " + dataset)).isEqualTo("2");
            client.setProperty("password", "s3cret");
            assertThatThrownBy(() -> value(url, client, "SELECT count(*) FROM " + dataset))
                    .hasMessage("Authentication failed: Access Denied: Invalid credentials");
            client.remove("password");
            assertThatThrownBy(() -> value(url, client, "SELECT count(*) FROM " + dataset))
                    .hasMessage("Authentication failed: Unauthorized");
        }
    }

    /** The endpoint has a certificate of its own, and passes on what each client signs in with. */
    @Test
    void theHttpGatewaySpeaksTls() throws Exception {
        String dataset = "over_tls";
        Path spec = spec(dataset);
        Map<String, String> password = client(PASSWORD);
        TestingFreshet run = TestingFreshet.run("run", "--lakehouse", lakehouse(password), spec);
        assertThat(run.exit()).as(run.err()).isZero();
        Upstream upstream = upstream(password, properties -> {
        });
        try (HttpGateway gateway = HttpGateway.start(options(upstream).with(pem(trino.serverKeyStore())))) {
            assertThat(gateway.uri()).hasScheme("https");
            String url = "jdbc:trino://" + gateway.uri().getAuthority() + "/lakehouse/telemetry";
            String sql = "SELECT CAST(count(*) AS varchar) || ' for ' || max(current_user) FROM " + dataset;
            Properties client = new Properties();
            client.putAll(trino.client());
            client.setProperty("clientTags", "freshness=t-1");
            assertThat(value(url, client, sql)).isEqualTo("2 for " + USER);
            client.setProperty("password", "s3cret");
            assertThatThrownBy(() -> value(url, client, sql)).hasMessageContaining("Invalid credentials");
            client.remove("password");
            client.setProperty("accessToken", trino.jwt(NOW.minusSeconds(60), NOW.plusSeconds(86_400)));
            assertThat(value(url, client, sql)).isEqualTo("2 for " + USER);
            client.setProperty("accessToken", trino.jwt(NOW.minusSeconds(600), NOW.minusSeconds(300)));
            assertThatThrownBy(() -> value(url, client, sql)).hasMessageContaining("JWT expired");
            client.remove("accessToken");
            assertThatThrownBy(() -> value(url, client, sql)).hasMessageContaining("Unauthorized");
        }
    }

    private ServerCertificate pem(Path store) throws IOException, GeneralSecurityException {
        char[] password = TestingSecuredTrino.STORE_PASSWORD.toCharArray();
        KeyStore keyStore = KeyStore.getInstance(store.toFile(), password);
        StringBuilder certificates = new StringBuilder();
        for (Certificate each : keyStore.getCertificateChain("server")) {
            certificates.append(pem("CERTIFICATE", each.getEncoded()));
        }
        return new ServerCertificate(secret("server.pem", certificates.toString()),
                secret("server.key", pem("PRIVATE KEY", keyStore.getKey("server", password).getEncoded())));
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN %s-----%n%s%n-----END %1$s-----%n".formatted(type, Base64.getMimeEncoder().encodeToString(
                der));
    }

    private static String value(String url, Properties client, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, client);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void theHttpGatewaySaysWhyItDoesNotReachTrino() throws Exception {
        String basic = "Basic " + Base64.getEncoder().encodeToString(
                (USER + ":" + TestingSecuredTrino.PASSWORD).getBytes(StandardCharsets.ISO_8859_1));
        try (HttpGateway trusting = gateway(upstream(client(PASSWORD), properties -> {
        }))) {
            assertThat(Client.post(trusting.uri(), "SELECT 1").statusCode()).isEqualTo(401);
            assertThat(Client.post(trusting.uri(), "SELECT 1", "Authorization", basic).statusCode()).isEqualTo(200);
        }
        Map<String, Consumer<Properties>> wrong = new HashMap<>();
        wrong.put("its certificate is from an authority that is not trusted",
                properties -> properties.remove("trino.SSLTrustStorePath"));
        wrong.put("its certificate is for another host name", properties -> properties.setProperty("trino.url",
                server.trinoUrl().replace("127.0.0.1", "localhost")));
        wrong.put("it does not speak TLS at this port", properties -> properties.setProperty("trino.url",
                "jdbc:trino://127.0.0.1:" + trino.httpPort()));
        for (Map.Entry<String, Consumer<Properties>> each : wrong.entrySet()) {
            try (HttpGateway gateway = gateway(upstream(client(PASSWORD), each.getValue()))) {
                HttpResponse<String> answer = Client.post(gateway.uri(), "SELECT 1", "Authorization", basic);
                assertThat(answer.statusCode()).isEqualTo(502);
                assertThat(answer.body()).startsWith("Cannot reach Trino at https://").contains(": " + each.getKey());
            }
        }
        assertThatThrownBy(() -> gateway(upstream(Map.of(), properties -> properties.setProperty(
                "trino.SSLTrustStorePath", "/nowhere.pem"))))
                .hasMessage("Invalid trust store: /nowhere.pem (/nowhere.pem)");
    }

    /** Tokens change while {@code serve} runs. */
    @Test
    void aConnectionIsOpenedWithTheTokenThatTheFileHasNow() throws IOException {
        Path lakehouse = lakehouse(client(TOKEN));
        Path token = secret("trino-token", trino.jwt(NOW.minusSeconds(600), NOW.minusSeconds(300)));
        try (Connections connections = new Connections(() -> LakehouseConfig.read(lakehouse))) {
            assertThatThrownBy(() -> connections.with(open -> "opened")).isInstanceOf(LakehouseException.class)
                    .hasMessageContaining("the token has expired");
            Files.writeString(token, trino.jwt(NOW.minusSeconds(60), NOW.plusSeconds(86_400)) + "\n");
            assertThat(connections.<String>with(open -> "opened")).isEqualTo("opened");
        }
    }

    /** Has the certificate, and sends each request to the gateway with the headers of a proxy. */
    private static final class TlsProxy implements AutoCloseable {
        private static final List<String> OWN = List.of("host", "connection", "content-length", "transfer-encoding");

        private final URI gateway;
        private final HttpsServer https;

        TlsProxy(Path store, URI gateway) throws IOException, GeneralSecurityException {
            this.gateway = gateway;
            char[] password = TestingSecuredTrino.STORE_PASSWORD.toCharArray();
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(KeyStore.getInstance(store.toFile(), password), password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), null, null);
            https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            https.setHttpsConfigurator(new HttpsConfigurator(context));
            https.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            https.createContext("/", this::pass);
            https.start();
        }

        int port() {
            return https.getAddress().getPort();
        }

        private void pass(HttpExchange exchange) throws IOException {
            HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(exchange.getRequestURI()))
                    .method(exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            request.header("X-Forwarded-Proto", "https").header("X-Forwarded-Host",
                    exchange.getRequestHeaders().getFirst("Host"));
            try (exchange) {
                HttpResponse<byte[]> answer = Client.HTTP.send(request.build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                answer.headers().map().forEach((name, values) -> {
                    if (!OWN.contains(name)) {
                        exchange.getResponseHeaders().put(name, values);
                    }
                });
                exchange.sendResponseHeaders(answer.statusCode(),
                        answer.body().length == 0 ? -1 : answer.body().length);
                if (answer.body().length > 0) {
                    exchange.getResponseBody().write(answer.body());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            https.stop(0);
        }
    }
}
