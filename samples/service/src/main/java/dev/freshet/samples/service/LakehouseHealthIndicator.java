package dev.freshet.samples.service;

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
 * and a T-1 answer would be. The hint {@code freshet(explain)} asks for the route alone, so no data are read.
 */
@Component
class LakehouseHealthIndicator extends AbstractHealthIndicator {
    private static final String EXPLAIN = "SELECT /*+ freshet(explain) freshness(%s) */ count(*) FROM backups";

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
        return lakehouse.ask(EXPLAIN.formatted(freshness), (row, number) -> {
            if (row.getString("view") == null) {
                throw new IllegalStateException("backups is not a dataset: " + row.getString("reason"));
            }
            Instant dataAsOf = row.getTimestamp("data_as_of").toInstant();
            Map<String, String> details = new LinkedHashMap<>();
            details.put("dataAsOf", dataAsOf.toString());
            details.put("age", Duration.between(dataAsOf, Instant.now()).truncatedTo(ChronoUnit.SECONDS).toString());
            if (row.getString("warning") != null) {
                details.put("warning", row.getString("warning"));
            }
            return details;
        }).rows().get(0);
    }
}
