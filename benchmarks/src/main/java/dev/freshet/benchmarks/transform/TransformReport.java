package dev.freshet.benchmarks.transform;

import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.MarkdownTable;
import dev.freshet.benchmarks.Median;
import dev.freshet.benchmarks.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What each contender took to write a day.
 *
 * @param date in UTC, ISO 8601
 * @param rounds over which a figure is the median, each in a new JVM
 * @param writes in each JVM; the first is cold, the median of the others is warm
 */
public record TransformReport(String date, String command, String trino, String duckDb, String jdk, Host host,
        int rounds, int writes,
        List<Data> data) implements Report {
    private static final double GB = 1e9;
    private static final double MB = 1e6;

    /**
     * One form of the raw files.
     *
     * @param bytes of JSON, before compression
     */
    public record Data(String variant, int files, long lines, long bytes, List<Figure> figures, List<Run> runs) {
        static Data of(Variant variant, DayGenerator.Generated generated, Map<Contender, Content> contents,
                Map<Contender, Measured> measured, Map<WholeRun, List<BatchFork.RunCost>> runs) {
            long bytes = generated.bytes();
            Measured base = measured.values().iterator().next();
            List<Figure> figures = contents.entrySet().stream().map(each -> {
                Measured own = measured.get(each.getKey());
                return new Figure(each.getKey().toString(),
                        Temperature.of(ofEach(own.cold()), ofEach(base.cold()), bytes),
                        Temperature.of(own.warm(), base.warm(), bytes), each.getValue());
            }).toList();
            return new Data(variant.toString(), generated.files(), generated.lines(), bytes, figures,
                    runs.entrySet().stream().map(run -> Run.of(run.getKey(), run.getValue(), bytes)).toList());
        }

        private static List<List<Cost>> ofEach(List<Cost> costs) {
            return costs.stream().map(List::of).toList();
        }
    }

    /** What one contender took, and what it wrote. */
    public record Figure(String contender, Temperature cold, Temperature warm, Content content) {}

    /**
     * Medians over the rounds, of cold or of warm writes.
     *
     * @param cpuPerGb CPU seconds of the process for 10^9 bytes of JSON
     * @param toFirst how many times the CPU time of the first contender, the median of the rounds' ratios
     * @param spreadPercent the difference between the dearest and the cheapest round, of their median
     * @param peakMb the most memory that the process held, 10^6 bytes
     */
    public record Temperature(double cpuPerGb, double toFirst, double spreadPercent, double seconds, double mbPerSecond,
            double peakMb, List<Double> roundsCpuPerGb) {
        static Temperature of(List<List<Cost>> rounds, List<List<Cost>> base, long bytes) {
            List<Double> cpu = median(rounds, Cost::cpuSeconds);
            List<Double> perGb = cpu.stream().map(seconds -> rounded(seconds * GB / bytes)).toList();
            double seconds = Median.of(median(rounds, Cost::wallSeconds));
            return new Temperature(rounded(Median.of(perGb)),
                    rounded(Median.of(Median.ratios(cpu, median(base, Cost::cpuSeconds)))), spread(perGb),
                    rounded(seconds), rounded(bytes / MB / seconds),
                    rounded(Median.of(median(rounds, cost -> (double) cost.peakBytes())) / MB), perGb);
        }

        /** One figure for each round. */
        private static List<Double> median(List<List<Cost>> rounds, Function<Cost, Double> figure) {
            return rounds.stream().map(costs -> Median.of(costs.stream().map(figure).toList())).toList();
        }
    }

    /**
     * Whole runs of the batch: write, check, commit, cut over. Medians over the rounds, CPU seconds for 10^9 bytes of
     * JSON.
     *
     * @param setting the line of the spec that says how
     * @param batchCpuPerGb of the batch's process, with the start of its JVM
     * @param trinoCpuPerGb of Trino meanwhile
     * @param spreadPercent of the sum of both
     * @param peakMb of the batch's process, 10^6 bytes
     * @param stepSeconds of each step; what they lack to {@code seconds} is the start and the end of the process
     */
    public record Run(String setting, double batchCpuPerGb, double trinoCpuPerGb, double spreadPercent,
            double seconds, double peakMb, Map<String, Double> stepSeconds) {
        static Run of(WholeRun whole, List<BatchFork.RunCost> rounds, long bytes) {
            return new Run(whole.setting(), median(rounds, cost -> cost.batch().cpuSeconds() * GB / bytes),
                    median(rounds, cost -> cost.trinoCpuSeconds() * GB / bytes),
                    spread(rounds.stream().map(cost -> cost.batch().cpuSeconds() + cost.trinoCpuSeconds()).toList()),
                    median(rounds, cost -> cost.batch().wallSeconds()),
                    median(rounds, cost -> cost.batch().peakBytes() / MB), steps(rounds));
        }

        private static Map<String, Double> steps(List<BatchFork.RunCost> rounds) {
            Map<String, Double> steps = new LinkedHashMap<>();
            rounds.get(0).stepSeconds().keySet().forEach(step -> steps.put(step,
                    median(rounds, cost -> cost.stepSeconds().getOrDefault(step, 0.0))));
            return steps;
        }

        private static double median(List<BatchFork.RunCost> rounds, Function<BatchFork.RunCost, Double> figure) {
            return rounded(Median.of(rounds.stream().map(figure).toList()));
        }
    }

    private static double spread(List<Double> values) {
        return rounded(100 * (Collections.max(values) - Collections.min(values)) / Median.of(values));
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    @Override
    public String markdown() {
        StringBuilder text = new StringBuilder();
        for (Data each : data) {
            text.append(String.format(Locale.ROOT, "**%s**: %,d lines, %.1f MB of JSON in %d files.%n%n",
                    each.variant(), each.lines(), each.bytes() / MB, each.files()));
            text.append(table(each)).append('\n');
            if (!each.runs().isEmpty()) {
                text.append(runs(each)).append('\n');
            }
        }
        return text.append(notes()).toString();
    }

    private static String table(Data data) {
        String first = data.figures().get(0).contender();
        List<String> head = List.of("contender", "warm CPU s/GB", "to " + first, "spread", "warm s", "MB/s",
                "cold CPU s/GB", "to " + first, "cold s", "peak MB", "files", "MB", "unsorted files");
        List<List<String>> rows = new ArrayList<>();
        for (Figure figure : data.figures()) {
            Temperature warm = figure.warm();
            Temperature cold = figure.cold();
            rows.add(List.of("`" + figure.contender() + "`", number("%.2f", warm.cpuPerGb()),
                    number("%.2f", warm.toFirst()), number("%.0f %%", warm.spreadPercent()),
                    number("%.2f", warm.seconds()), number("%.0f", warm.mbPerSecond()),
                    number("%.2f", cold.cpuPerGb()), number("%.2f", cold.toFirst()), number("%.2f", cold.seconds()),
                    number("%.0f", warm.peakMb()), String.valueOf(figure.content().files()),
                    number("%.1f", figure.content().bytes() / MB), order(figure.content())));
        }
        return new MarkdownTable(head, rows).text();
    }

    private static String runs(Data data) {
        return new MarkdownTable(List.of("whole run", "batch, CPU s/GB", "Trino, CPU s/GB", "both", "spread", "s",
                "peak MB of the batch"),
                data.runs().stream()
                        .map(run -> List.of("`" + run.setting() + "`",
                                number("%.2f", run.batchCpuPerGb()), number("%.2f", run.trinoCpuPerGb()),
                                number("%.2f", run.batchCpuPerGb() + run.trinoCpuPerGb()),
                                number("%.0f %%", run.spreadPercent()), number("%.2f", run.seconds()),
                                number("%.0f", run.peakMb())))
                        .toList())
                .text();
    }

    private static String order(Content content) {
        return content.unsortedFiles() == 0 ? "0"
                : String.format(Locale.ROOT, "%d (%,d rows)", content.unsortedFiles(), content.violations());
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private String notes() {
        return String.format(Locale.ROOT,
                """
                - All contenders wrote the same rows before anything was timed.
                - Medians over %d rounds, in which the contenders take turns. Each round is a new JVM that writes %d times: the first time is cold, the median of the others is warm.
                - CPU s/GB is the CPU time of the whole process for 10^9 bytes of JSON; peak MB is the most memory that it held.
                - Trino is one process all the time: only its very first write is cold. A whole run is a new JVM, and its start counts; one run before the others warms Trino up.
                - %s, %d cores, %.1f GiB, %s, load %.2f at the start; Trino %s, DuckDB %s, JDK %s.
                - `%s`, %s.
                """,
                rounds, writes, host.cpu(), host.cores(), host.memoryGib(), host.os(), host.load(), trino, duckDb, jdk,
                command,
                date);
    }
}
