package dev.freshet.transform.protocol;

import org.apache.iceberg.metrics.MetricsReport;
import org.apache.iceberg.metrics.MetricsReporter;

/** Iceberg logs what it measures unless it is told to report it elsewhere. */
public final class NoMetrics implements MetricsReporter {
    /** For Iceberg. */
    public NoMetrics() {}

    @Override
    public void report(MetricsReport report) {
        // nothing is measured here
    }
}
