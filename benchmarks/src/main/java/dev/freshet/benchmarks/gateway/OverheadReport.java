package dev.freshet.benchmarks.gateway;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.MarkdownTable;
import dev.freshet.benchmarks.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What each layer added to the driver alone.
 *
 * @param date in UTC, ISO 8601
 * @param rounds over which a figure is the median, each over all layers
 * @param configurations how each layer is set up
 */
public record OverheadReport(String date, String command, String jdk, Host host, int rounds, double warmupSeconds,
        double measurementSeconds, Map<String, String> configurations, List<Figure> figures,
        List<RoundTrips> roundTrips) implements Report {
    /**
     * @param nanos CPU time of the calling thread, the median over the rounds
     * @param overBareNanos how much longer than the driver alone it takes in the same round, the median over the rounds
     * @param timesBare how many times as long as the driver alone in the same round, the median over the rounds
     * @param targetNanos the most that Freshet may add
     */
    public record Figure(String measure, String layer, double nanos, double overBareNanos, double timesBare,
            List<Double> roundsNanos, double targetNanos) {}

    /**
     * Statements that reach the driver beyond those that the caller sent.
     *
     * @param lookUps with the first
     * @param extra with all the {@code cycles} after it
     */
    public record RoundTrips(String layer, long lookUps, long extra, long cycles) {}

    /** Whether Freshet meets its targets. */
    @JsonIgnore
    public boolean isFreshetWithinTargets() {
        return figures.stream().filter(figure -> figure.layer().startsWith("freshet"))
                .allMatch(figure -> figure.overBareNanos() <= figure.targetNanos())
                && roundTrips.stream().allMatch(trips -> trips.extra() == 0);
    }

    @Override
    public String markdown() {
        List<String> head = new ArrayList<>(List.of("ns"));
        Arrays.stream(Measure.values()).forEach(measure -> head.add(measure.toString()));
        List<List<String>> rows = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            List<String> row = new ArrayList<>(List.of(layer.toString()));
            figures.stream().filter(figure -> figure.layer().equals(layer.toString())).forEach(figure -> row.add(
                    layer == Layer.BARE ? number(figure.nanos()) : added(figure.overBareNanos())));
            rows.add(row);
        }
        List<String> targets = new ArrayList<>(List.of("target for freshet"));
        Arrays.stream(Measure.values()).forEach(measure -> targets.add(added(measure.targetNanos())));
        rows.add(targets);
        return new MarkdownTable(head, rows).text() + "\n" + notes();
    }

    private static String added(double nanos) {
        String number = number(nanos);
        return number.startsWith("-") ? number : "+" + number;
    }

    private static String number(double nanos) {
        double rounded = Math.round(nanos * 10) / 10.0 + 0.0; // no -0.0
        return String.format(Locale.ROOT, rounded < 100 ? "%.1f" : "%,.0f", rounded);
    }

    private String notes() {
        String measures = Arrays.stream(Measure.values()).map(measure -> "- `%s`: a %s.\n".formatted(measure,
                measure.title())).collect(Collectors.joining());
        String layers = configurations.entrySet().stream().map(e -> "`%s`: %s".formatted(e.getKey(), e.getValue()))
                .collect(Collectors.joining("; "));
        String trips = roundTrips.stream().map(t -> "`%s`: %d with the first, %d with the next %,d".formatted(t.layer(),
                t.lookUps(), t.extra(), t.cycles())).collect(Collectors.joining("; "));
        return String.format(Locale.ROOT,
                """
                - The first row is the driver alone, which answers from memory; the others are what a layer adds to it, in CPU time of the calling thread. \
                Medians over %d rounds, in each of which the layers take turns.
                %s- Layers: %s.
                - Statements sent beyond the caller's own, for a text that repeats: %s.
                - All layers gave the same rows before anything was timed.
                - %s, %d cores, %.1f GiB, %s, load %.2f at the start; JDK %s.
                - `%s`, %s.
                """,
                rounds, measures, layers, trips, host.cpu(), host.cores(), host.memoryGib(), host.os(), host.load(),
                jdk, command, date);
    }
}
