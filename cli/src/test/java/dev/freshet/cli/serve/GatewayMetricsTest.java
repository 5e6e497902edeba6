package dev.freshet.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.freshet.gateway.Route;
import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.http.HttpGateway;
import dev.freshet.gateway.http.Observer.Answered;
import dev.freshet.gateway.http.Observer.Outcome;
import dev.freshet.gateway.http.Observer.Posted;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final Metrics metrics = new Metrics(Clock.systemUTC());
    private final GatewayMetrics gateway = new GatewayMetrics(metrics);

    private static Route route(String dataset, View view, Duration age) {
        return new Route(dataset, view, "a test", Instant.now().minus(age), Optional.empty());
    }

    private void answered(int status, boolean whole, Outcome outcome, Route... routes) {
        Posted posted = new Posted(outcome, List.of(routes), Optional.of(Duration.ofMillis(40)));
        gateway.answered(
                new Answered(Instant.now(), ANY.getAddress(), Optional.empty(), "POST", "/v1/statement", status,
                        100, Duration.ofMillis(50), whole, Optional.of(posted)));
    }

    @Test
    void statementsFallbacksAndLookUpsAreCounted() {
        answered(200, true, Outcome.ROUTED, route("a.b.c", View.T_1, Duration.ofHours(9)));
        answered(200, true, Outcome.ROUTED, route("a.b.c", View.T_1, Duration.ofHours(9)),
                route("a.b.d", View.LIVE, Duration.ZERO));
        answered(200, false, Outcome.UNCHANGED);
        answered(502, true, Outcome.REFUSED);
        gateway.lookedUp(Duration.ofMillis(3), true);
        gateway.lookedUp(Duration.ofSeconds(90), false);
        gateway.fellBack();
        assertThat(metrics.text().lines()).contains("freshet_gateway_statements_total{route=\"t-1\"} 1",
                "freshet_gateway_statements_total{route=\"live\"} 1",
                "freshet_gateway_statements_total{route=\"unchanged\"} 1",
                "freshet_gateway_statements_total{route=\"refused\"} 1",
                "freshet_gateway_requests_total{status=\"2xx\"} 2", "freshet_gateway_requests_total{status=\"5xx\"} 1",
                "freshet_gateway_requests_total{status=\"cut_off\"} 1", "freshet_gateway_answered_bytes_total 400",
                "# TYPE freshet_gateway_fallbacks_total counter", "freshet_gateway_fallbacks_total 1",
                "freshet_gateway_look_ups_total{outcome=\"failed\"} 1",
                "# TYPE freshet_gateway_look_up_seconds histogram",
                "freshet_gateway_look_up_seconds_bucket{le=\"0.005\"} 1",
                "freshet_gateway_look_up_seconds_bucket{le=\"60.0\"} 1",
                "freshet_gateway_look_up_seconds_bucket{le=\"+Inf\"} 2", "freshet_gateway_look_up_seconds_count 2",
                "freshet_gateway_first_answer_seconds_bucket{le=\"0.05\"} 4",
                "freshet_gateway_first_answer_seconds_bucket{le=\"0.025\"} 0")
                .anyMatch(line -> line
                        .startsWith("freshet_gateway_data_age_seconds{dataset=\"a.b.c\",view=\"t-1\"} 324"));
    }

    @Test
    void onlySoManyDatasetsAreShown() {
        for (int i = 0; i < 300; i++) {
            answered(200, true, Outcome.ROUTED, route("a.b.c" + i, View.LIVE, Duration.ZERO));
        }
        assertThat(metrics.text().lines().filter(line -> line.startsWith("freshet_gateway_data_age_seconds{")))
                .hasSize(200);
    }

    @Test
    void theGatewayIsHealthyIfTrinoHasStarted() throws Exception {
        HttpServer trino = HttpServer.create(ANY, 0);
        URI uri = URI.create("http://127.0.0.1:" + trino.getAddress().getPort());
        boolean[] starting = {true};
        trino.createContext("/v1/info", exchange -> {
            byte[] info = "{\"starting\":%s}".formatted(starting[0]).getBytes(
                    java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, info.length);
            exchange.getResponseBody().write(info);
            exchange.close();
        });
        trino.start();
        try (HttpGateway before = HttpGateway.start(HttpGateway.Options.of(ANY, uri));
                Endpoint endpoint = new Endpoint(ANY, Optional.empty(), metrics,
                        () -> before.problem().stream().toList())) {
            assertHealth(endpoint, 503, "Trino is starting\n");
            starting[0] = false;
            assertHealth(endpoint, 200, "ok\n");
            GatewayMetrics.count(before, metrics);
            assertThat(get(endpoint, "/metrics").body()).contains("freshet_gateway_connections 0\n");
            assertThat(get(endpoint, "/events").statusCode()).isEqualTo(404);
            trino.stop(0);
            assertThat(get(endpoint, "/health").statusCode()).isEqualTo(503);
            assertThat(get(endpoint, "/health").body()).startsWith("Cannot reach Trino at " + uri).hasLineCount(1);
        } finally {
            trino.stop(0);
        }
    }

    private static void assertHealth(Endpoint endpoint, int status, String text)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = get(endpoint, "/health");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(text);
    }

    private static HttpResponse<String> get(Endpoint endpoint, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + endpoint.port() + path)).build(), BodyHandlers.ofString());
    }
}
