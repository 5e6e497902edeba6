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
import java.util.function.DoubleSupplier;

/** What {@code serve} does, in figures: Prometheus reads them as text, and {@code /health} tells what is failing. */
public final class Metrics {
    /** A task that has failed for longer makes the process unhealthy. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** The names of the metrics. Those that end in {@code _total} are counters, the others gauges. */
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
        EVENTS("freshet_events_total", "Events of landed files, by source and result.");

        private final String id;
        private final String help;

        Metric(String id, String help) {
            this.id = id;
            this.help = help;
        }

        public String id() {
            return id;
        }

        private String header() {
            return "# HELP %s %s\n# TYPE %1$s %s\n".formatted(id, help, id.endsWith("_total") ? "counter" : "gauge");
        }
    }

    private record Failing(Instant since, String what) {}

    private final Map<Metric, Map<String, DoubleSupplier>> values = new EnumMap<>(Metric.class);
    private final Map<String, Failing> failing = new ConcurrentHashMap<>();
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
    List<String> unhealthy() {
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
