package dev.freshet.cli.serve;

import dev.freshet.cli.serve.Metrics.Metric;
import dev.freshet.gateway.Route;
import dev.freshet.gateway.http.HttpGateway;
import dev.freshet.gateway.http.Observer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the HTTP gateway does, in figures. */
public final class GatewayMetrics implements Observer {
    /** Each is two or three time series for Prometheus. Those beyond are counted, but not shown by name. */
    private static final int DATASETS = 200;

    private final Metrics metrics;
    private final Set<String> datasets = ConcurrentHashMap.newKeySet();

    public GatewayMetrics(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Shows what is open now. */
    public static void count(HttpGateway gateway, Metrics metrics) {
        metrics.set(Metric.GATEWAY_OPEN, gateway::openRequests);
        metrics.set(Metric.GATEWAY_CONNECTIONS, gateway::connections);
    }

    @Override
    public void answered(Answered request) {
        metrics.add(Metric.GATEWAY_REQUESTS, 1, "status", request.whole() ? request.status() / 100 + "xx" : "cut_off");
        metrics.add(Metric.GATEWAY_BYTES, request.bytes());
        request.statement().ifPresent(statement -> {
            metrics.add(Metric.GATEWAY_STATEMENTS, 1, "route", statement.route());
            statement.firstAnswer().ifPresent(took -> metrics.observe(Metric.GATEWAY_FIRST_ANSWER, took));
            statement.routes().forEach(this::read);
        });
    }

    private void read(Route route) {
        if (datasets.size() < DATASETS || datasets.contains(route.dataset())) {
            datasets.add(route.dataset());
            double age = Math.max(0, Duration.between(route.dataAsOf(), Instant.now()).toMillis() / 1000.0);
            metrics.set(Metric.GATEWAY_DATA_AGE, () -> age, "dataset", route.dataset(), "view",
                    route.view().toString());
        }
    }

    @Override
    public void lookedUp(Duration took, boolean succeeded) {
        metrics.add(Metric.GATEWAY_LOOK_UPS, 1, "outcome", succeeded ? "succeeded" : "failed");
        metrics.observe(Metric.GATEWAY_LOOK_UP_TIME, took);
    }

    @Override
    public void fellBack() {
        metrics.add(Metric.GATEWAY_FALLBACKS, 1);
    }
}
