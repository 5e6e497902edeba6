package dev.freshet.cli.serve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * What {@code serve} and {@code gateway} do, in figures: Prometheus reads them as text, and {@code /health} tells what
 * is failing.
 */
public final class Metrics {
    /** A task that has failed for longer makes the process unhealthy. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** The upper bounds of the buckets of each histogram, in seconds. */
    private static final List<Double> BOUNDS = List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
            30.0, 60.0, Double.POSITIVE_INFINITY);

    /** The names of the metrics. Those that end in {@code _total} are counters, the others gauges or histograms. */
    public enum Metric {
        START("process_start_time_seconds", "When this process started."),
        TASKS("freshet_tasks_total", "Tasks that have ended, by kind and outcome."),
        TASK_SECONDS("freshet_task_last_duration_seconds", "How long the last task of a kind took."),
        TASK_RUNNING("freshet_task_running_seconds", "How long the current task has been running."),
        TASK_SUCCESS("freshet_task_last_success_timestamp_seconds", "When the last task of a kind succeeded."),
        FILES("freshet_ingested_files_total", "Raw files that runs and ingests have read."),
        BYTES("freshet_ingested_bytes_total", "Their size as stored."),
        ROWS("freshet_ingested_rows_total", "Rows written."),
        REJECTS("freshet_rejects_total", "Lines rejected."),
        RAW_FILES("freshet_raw_files", "Files that live queries read as raw JSON after the last ingest."),
        RAW_BYTES("freshet_raw_bytes", "Their size as stored."),
        BOUNDARY("freshet_boundary_timestamp_seconds", "The instant up to which history is complete."),
        DATA_LAG("freshet_data_lag_seconds", "Age of the instant up to which all landed files are ingested."),
        EVENTS("freshet_events_total", "Events of landed files, by source and result."),
        GATEWAY_STATEMENTS("freshet_gateway_statements_total", "Posted statements, by route."),
        GATEWAY_FIRST_ANSWER("freshet_gateway_first_answer_seconds", "Time from a statement to Trino's first answer.",
                true),
        GATEWAY_FALLBACKS("freshet_gateway_fallbacks_total", "Live queries that were sent once more, to T-1."),
        GATEWAY_LOOK_UPS("freshet_gateway_look_ups_total", "Look-ups of views in Trino, by outcome."),
        GATEWAY_LOOK_UP_TIME("freshet_gateway_look_up_seconds", "How long look-ups took.", true),
        GATEWAY_REQUESTS("freshet_gateway_requests_total", "Requests, by the class of their HTTP status, or cut off."),
        GATEWAY_BYTES("freshet_gateway_answered_bytes_total", "Size of the answers."),
        GATEWAY_OPEN("freshet_gateway_open_requests", "Requests that are not answered yet."),
        GATEWAY_CONNECTIONS("freshet_gateway_connections", "Connections of clients."),
        GATEWAY_DATA_AGE("freshet_gateway_data_age_seconds", "Age of the data when a dataset was last read, by view.");

        private final String id;
        private final String help;
        private final boolean isHistogram;

        Metric(String id, String help) {
            this(id, help, false);
        }

        Metric(String id, String help, boolean isHistogram) {
            this.id = id;
            this.help = help;
            this.isHistogram = isHistogram;
        }

        public String id() {
            return id;
        }

        private String header() {
            return "# HELP %s %s\n# TYPE %1$s %s\n".formatted(id, help,
                    isHistogram ? "histogram" : id.endsWith("_total") ? "counter" : "gauge");
        }
    }

    private record Failing(Instant since, String what) {}

    private final Map<Metric, Map<String, DoubleSupplier>> values = new EnumMap<>(Metric.class);
    private final Map<String, Failing> failing = new ConcurrentHashMap<>();
    private final Map<Metric, Histogram> histograms = new ConcurrentHashMap<>();
    private final InstantSource clock;

    public Metrics(InstantSource clock) {
        this.clock = clock;
        for (Metric metric : Metric.values()) {
            values.put(metric, new ConcurrentSkipListMap<>());
        }
        Instant start = clock.instant();
        set(Metric.START, () -> seconds(start));
    }

    /** @param labels names and values in turns */
    public void add(Metric counter, long more, String... labels) {
        DoubleSupplier sum = values.get(counter).computeIfAbsent(text(labels), key -> new Sum(new DoubleAdder()));
        ((Sum) sum).of().add(more);
    }

    private record Sum(DoubleAdder of) implements DoubleSupplier {
        @Override
        public double getAsDouble() {
            return of.sum();
        }
    }

    /** @param histogram one without labels */
    public void observe(Metric histogram, Duration took) {
        histograms.computeIfAbsent(histogram, key -> new Histogram()).add(took.toNanos() / 1e9);
    }

    private static final class Histogram {
        private final List<LongAdder> counts = BOUNDS.stream().map(bound -> new LongAdder()).toList();
        private final DoubleAdder sum = new DoubleAdder();

        void add(double value) {
            int bucket = 0;
            while (value > BOUNDS.get(bucket)) {
                bucket++;
            }
            counts.get(bucket).increment();
            sum.add(value);
        }

        String text(String id) {
            StringBuilder text = new StringBuilder();
            long below = 0;
            for (int i = 0; i < BOUNDS.size(); i++) {
                below += counts.get(i).sum();
                text.append("%s_bucket{le=\"%s\"} %d\n".formatted(id,
                        BOUNDS.get(i).isInfinite() ? "+Inf" : BOUNDS.get(i), below));
            }
            return text.append("%s_sum %s\n%1$s_count %d\n".formatted(id, sum.sum(), below)).toString();
        }
    }

    public void set(Metric gauge, DoubleSupplier value, String... labels) {
        values.get(gauge).put(text(labels), value);
    }

    public void set(Metric gauge, Instant at, String... labels) {
        set(gauge, () -> seconds(at), labels);
    }

    /** A gauge that grows until it is set again. */
    public void since(Metric gauge, Instant at, String... labels) {
        set(gauge, () -> Duration.between(at, clock.instant()).toMillis() / 1000.0, labels);
    }

    public void remove(Metric gauge, String... labels) {
        values.get(gauge).remove(text(labels));
    }

    /** @param what of which task the outcome is */
    public void outcome(boolean succeeded, String what) {
        if (succeeded) {
            failing.remove(what);
        } else {
            failing.putIfAbsent(what, new Failing(clock.instant(), what));
        }
    }

    /** The tasks that have failed for too long, one sentence each. */
    public List<String> unhealthy() {
        Instant since = clock.instant().minus(PATIENCE);
        return failing.values().stream().filter(each -> each.since().isBefore(since))
                .map(each -> "%s has been failing since %s.".formatted(each.what(), each.since())).sorted().toList();
    }

    /** In Prometheus' text format. */
    String text() {
        StringBuilder text = new StringBuilder();
        values.forEach((metric, samples) -> {
            if (!samples.isEmpty()) {
                text.append(metric.header());
                samples.forEach((labels, value) -> text.append(metric.id()).append(labels).append(' ')
                        .append(number(value.getAsDouble())).append('\n'));
            } else if (histograms.containsKey(metric)) {
                text.append(metric.header()).append(histograms.get(metric).text(metric.id()));
            }
        });
        return text.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }

    private static String text(String... labels) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? "{" : ",").append(labels[i]).append("=\"").append(labels[i + 1]).append('"');
        }
        return labels.length == 0 ? "" : text.append('}').toString();
    }
}
