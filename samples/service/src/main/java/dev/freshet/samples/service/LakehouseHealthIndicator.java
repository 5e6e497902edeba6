package dev.freshet.samples.service;

import dev.freshet.gateway.Route;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * {@code /actuator/health}: down if Trino does not answer or the dataset is not published. It says how complete a live
 * and a T-1 answer would be. Trino plans the query, but reads no data for it.
 */
@Component
class LakehouseHealthIndicator extends AbstractHealthIndicator {
    private static final String NO_ROWS = "SELECT /*+ freshness(%s) */ 1 FROM backups WHERE false";

    private final Lakehouse lakehouse;

    LakehouseHealthIndicator(Lakehouse lakehouse) {
        super("The lakehouse does not answer");
        this.lakehouse = lakehouse;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.up().withDetail("live", dataAsOf("live")).withDetail("t-1", dataAsOf("t-1"));
    }

    private Map<String, String> dataAsOf(String freshness) {
        Route route = lakehouse.ask(NO_ROWS.formatted(freshness), (row, number) -> row).routes().stream().findFirst()
                .orElseThrow(() -> new IllegalStateException("backups is not a dataset"));
        Map<String, String> details = new LinkedHashMap<>();
        details.put("dataAsOf", route.dataAsOf().toString());
        details.put("age",
                Duration.between(route.dataAsOf(), Instant.now()).truncatedTo(ChronoUnit.SECONDS).toString());
        route.warning().ifPresent(warning -> details.put("warning", warning));
        return details;
    }
}
