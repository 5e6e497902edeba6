package dev.freshet.lakehouse;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.auth.AuthProperties;
import org.apache.iceberg.rest.auth.OAuth2Properties;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.rest.responses.ErrorResponseParser;
import org.apache.iceberg.rest.responses.LoadTableResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An Iceberg REST catalog in this JVM: Iceberg's own request handlers on the JDK's HTTP server, on a free port of
 * 127.0.0.1. Its tables and views are those of the JDBC catalog behind it. No request is answered without the token.
 *
 * @see <a href="https://github.com/apache/iceberg/blob/main/open-api/rest-catalog-open-api.yaml">the specification</a>
 */
public final class RestCatalog implements IcebergCatalog, AutoCloseable {
    static final String NAME = "the REST catalog";
    /** Clients that need credentials send this header. */
    private static final String DELEGATION = "X-Iceberg-Access-Delegation";
    private static final String VENDED = "vended-credentials";
    private static final Logger log = LoggerFactory.getLogger(RestCatalog.class);
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    /** HTTP codes of Iceberg's exceptions. With any other, the client cannot know whether its change was made. */
    private static final Map<Class<?>, Integer> CODES = Map.ofEntries(Map.entry(IllegalArgumentException.class, 400),
            Map.entry(ValidationException.class, 400), Map.entry(NotAuthorizedException.class, 401),
            Map.entry(NoSuchNamespaceException.class, 404), Map.entry(NoSuchTableException.class, 404),
            Map.entry(NoSuchViewException.class, 404), Map.entry(UnsupportedOperationException.class, 406),
            Map.entry(AlreadyExistsException.class, 409), Map.entry(NamespaceNotEmptyException.class, 409),
            Map.entry(CommitFailedException.class, 409));

    static {
        RESTSerializers.registerAll(MAPPER);
        // The JDK's server reads it when it is first used: else each answer waits 40 ms for the client.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final JdbcCatalog catalog;
    private final Map<String, String> credentials;
    private final RestRoutes routes;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String token = Secrets.random();

    private RestCatalog(JdbcCatalog catalog, Map<String, String> credentials) throws IOException {
        this.catalog = catalog;
        this.credentials = credentials;
        routes = new RestRoutes(catalog, MAPPER);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    /**
     * @param jdbc the properties of the JDBC catalog, with those of its {@code FileIO}
     * @param credentials to vend with each table
     */
    public static RestCatalog start(String name, Map<String, String> jdbc, Map<String, String> credentials) {
        try {
            RestCatalog started = new RestCatalog((JdbcCatalog) CatalogUtil.buildIcebergCatalog(name, jdbc, null),
                    credentials);
            started.server.setExecutor(started.threads);
            started.server.createContext("/", started::handle);
            started.server.start();
            return started;
        } catch (IOException e) {
            throw new StartException("Cannot start %s: %s".formatted(NAME, e.getMessage()), e);
        }
    }

    private String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public String settings() {
        return "rest.properties";
    }

    @Override
    public Map<String, String> environment() {
        // Trino 483 reads no file on disk if credentials could be vended.
        return Map.of("FRESHET_REST", uri(), "FRESHET_REST_TOKEN", token, "FRESHET_REST_VENDED",
                String.valueOf(vendsCredentials()));
    }

    @Override
    public Map<String, String> client() {
        Map<String, String> client = new HashMap<>(Map.of(CatalogUtil.ICEBERG_CATALOG_TYPE,
                CatalogUtil.ICEBERG_CATALOG_TYPE_REST, CatalogProperties.URI, uri(), AuthProperties.AUTH_TYPE,
                AuthProperties.AUTH_TYPE_OAUTH2, OAuth2Properties.TOKEN, token, OAuth2Properties.OAUTH2_SERVER_URI,
                uri()));
        if (vendsCredentials()) {
            client.put("header." + DELEGATION, VENDED);
        }
        return client;
    }

    @Override
    public boolean vendsCredentials() {
        return !credentials.isEmpty();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange; InputStream body = exchange.getRequestBody()) {
            int code = 200;
            byte[] answer;
            try {
                requireToken(exchange);
                Object response = routes.answer(exchange.getRequestMethod(), exchange.getRequestURI(),
                        body.readAllBytes());
                if (response instanceof LoadTableResponse table && isForCredentials(exchange)) {
                    response = withCredentials(table);
                }
                answer = response == null ? new byte[0] : MAPPER.writeValueAsBytes(response);
                code = response == null ? 204 : 200;
            } catch (RuntimeException e) {
                code = CODES.entrySet().stream().filter(each -> each.getKey().isInstance(e)).map(Map.Entry::getValue)
                        .findFirst().orElse(500);
                log.debug("{} {}: {}", exchange.getRequestMethod(), exchange.getRequestURI(), code, e);
                answer = ErrorResponseParser.toJson(ErrorResponse.builder().responseCode(code).withMessage(String
                        .valueOf(e.getMessage())).withType(e.getClass().getSimpleName()).build())
                        .getBytes(StandardCharsets.UTF_8);
            }
            send(exchange, code, answer);
        }
    }

    private static void send(HttpExchange exchange, int code, byte[] answer) throws IOException {
        boolean isEmpty = answer.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, isEmpty ? -1 : answer.length);
        if (!isEmpty) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer);
            }
        }
    }

    private boolean isForCredentials(HttpExchange exchange) {
        String asked = String.valueOf(exchange.getRequestHeaders().getFirst(DELEGATION));
        return vendsCredentials() && List.of(asked.split(" *, *")).contains(VENDED);
    }

    /** The server's own keys: a real catalog asks the cloud for keys that reach the table's directory only. */
    private LoadTableResponse withCredentials(LoadTableResponse table) {
        return LoadTableResponse.builder().withTableMetadata(table.tableMetadata()).addAllConfig(table.config())
                .addAllConfig(credentials).addConfig("s3.session-token", "none").build(); // Trino wants a token
    }

    private void requireToken(HttpExchange exchange) {
        List<String> given = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
        byte[] wanted = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        if (given.stream().noneMatch(each -> MessageDigest.isEqual(each.getBytes(StandardCharsets.UTF_8), wanted))) {
            throw new NotAuthorizedException("the token is missing or wrong");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        catalog.close();
    }
}
