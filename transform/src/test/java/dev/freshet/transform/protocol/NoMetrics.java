package dev.freshet.transform.protocol;

import org.apache.iceberg.metrics.MetricsReport;
import org.apache.iceberg.metrics.MetricsReporter;

/** Discards Iceberg's metrics, which it would otherwise log. */
public final class NoMetrics implements MetricsReporter {
    /** For Iceberg, which creates it by reflection. */
    public NoMetrics() {}

    @Override
    public void report(MetricsReport report) {
        // discarded
    }
}
