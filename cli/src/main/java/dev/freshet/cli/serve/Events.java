package dev.freshet.cli.serve;

import dev.freshet.cli.serve.Metrics.Metric;
import java.util.List;
import java.util.Locale;

/** Takes events of landed files from any source, and passes each on to the datasets whose file it names. */
public final class Events {
    /** Where events come from. */
    enum Source {
        WATCH,
        HTTP,
        FILE
    }

    /** A dataset that hears of its files. */
    public interface Listener {
        /**
         * @param file its path without the scheme, such as {@code //bucket/key}
         * @return whether it is a file of the dataset's tail
         */
        boolean told(String file);

        /** Some events may be lost. */
        void lost();
    }

    private final List<? extends Listener> datasets;
    private final Metrics metrics;

    public Events(List<? extends Listener> datasets, Metrics metrics) {
        this.datasets = List.copyOf(datasets);
        this.metrics = metrics;
    }

    /** Something has happened to this file. */
    void file(Source source, String file) {
        boolean taken = false;
        for (Listener dataset : datasets) {
            taken |= dataset.told(file);
        }
        count(source, taken ? "taken" : "ignored", 1);
    }

    void message(Source source, EventMessage message) {
        message.files().forEach(file -> file(source, file));
        count(source, "ignored", message.others());
    }

    void malformed(Source source) {
        count(source, "malformed", 1);
    }

    /** Every dataset lists in full. */
    void lost(Source source) {
        datasets.forEach(Listener::lost);
        count(source, "lost", 1);
    }

    private void count(Source source, String result, long events) {
        metrics.add(Metric.EVENTS, events, "source", source.name().toLowerCase(Locale.ROOT), "result", result);
    }
}
