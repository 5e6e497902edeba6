package dev.freshet.benchmarks.intraday;

import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.MarkdownTable;
import dev.freshet.benchmarks.Median;
import dev.freshet.benchmarks.Report;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What live queries took with intraday ingest and without it, and what the ingests took.
 *
 * @param date in UTC, ISO 8601
 * @param rounds over which a figure is the median. A slow reader takes part in the first one only.
 */
public record LiveReport(String date, String command, String trino, String jdk, Host host, int rounds,
        List<Point> points) implements Report {
    /**
     * One day of raw files.
     *
     * @param landed how they landed, for people
     * @param historyRows of the day before, which landed as many bytes
     * @param visibleMillis from the end of landing to the end of the first query sent after it
     */
    public record Point(String landed, long bytes, int files, Split today, long historyRows, List<Figure> figures,
            Quantiles visibleMillis, List<Ingests> ingests) {}

    /** Today's rows by where live queries read them. */
    public record Split(long hotRows, long tailRows) {}

    /**
     * @param millis medians over the rounds
     * @param liveToT1 how many times as long as T-1, the median over the rounds
     * @param withoutToLive how many times as long without intraday ingest
     */
    public record Figure(String question, Map<LiveReader, Double> millis, double liveToT1, double withoutToLive,
            Map<LiveReader, List<Double>> roundsMillis) {
        static Figure of(LiveQuestion question, Map<LiveReader, List<Double>> rounds) {
            Map<LiveReader, Double> medians = new EnumMap<>(LiveReader.class);
            rounds.forEach((reader, millis) -> medians.put(reader, rounded(Median.of(millis))));
            return new Figure(question.toString(), medians,
                    rounded(Median.of(Median.ratios(rounds.get(LiveReader.LIVE), rounds.get(LiveReader.T_1)))),
                    rounded(Median.of(Median.ratios(rounds.get(LiveReader.WITHOUT), rounds.get(LiveReader.LIVE)))),
                    rounds);
        }

        @Override
        public String toString() {
            return millis.entrySet().stream().map(each -> text("%s %.0f ms", each.getKey(), each.getValue())).collect(
                    Collectors.joining(", ", question + ": ", ""));
        }
    }

    /**
     * Ingests of one kind, from their start to their end, with the comparison and the flip.
     *
     * @param bytes of raw JSON, of all of them
     * @param batchCpuPerGb seconds of this process, all threads, for 10^9 bytes
     * @param trinoCpuPerGb seconds of Trino's process
     */
    public record Ingests(String of, long bytes, Quantiles seconds, double batchCpuPerGb, double trinoCpuPerGb) {
        @Override
        public String toString() {
            return text("ingest of %s: p50 %.2f s, p95 %.2f s", of, seconds.p50(), seconds.p95());
        }
    }

    /** @param p95 the largest of fewer than 20 */
    public record Quantiles(int samples, double p50, double p95) {
        static Quantiles of(List<Double> samples) {
            List<Double> sorted = samples.stream().sorted().toList();
            return sorted.isEmpty() ? new Quantiles(0, 0, 0)
                    : new Quantiles(sorted.size(), rounded(Median.of(sorted)),
                            rounded(sorted.get((int) Math.ceil(sorted.size() * 0.95) - 1)));
        }
    }

    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    @Override
    public String markdown() {
        return queries() + "\n" + ingests() + "\n" + notes();
    }

    private String queries() {
        List<List<String>> rows = new ArrayList<>();
        for (Point point : points) {
            for (Figure figure : point.figures()) {
                List<String> row = new ArrayList<>(List.of(point.landed(), figure.question()));
                for (LiveReader reader : LiveReader.values()) {
                    row.add(text("%,.0f", figure.millis().get(reader)));
                }
                row.addAll(List.of(text("%.2f", figure.liveToT1()), text("%.1f", figure.withoutToLive())));
                rows.add(row);
            }
        }
        return new MarkdownTable(List.of("landed today", "question", "T-1, ms", "live, ms", "live without, ms",
                "live / T-1", "live without / live"), rows).text();
    }

    private String ingests() {
        List<List<String>> rows = new ArrayList<>();
        for (Point point : points) {
            for (Ingests each : point.ingests()) {
                rows.add(List.of(point.landed(), each.of(), text("%.2f", each.bytes() / 1e6 / each.seconds().samples()),
                        text("%d", each.seconds().samples()), text("%.2f", each.seconds().p50()), text("%.2f", each
                                .seconds().p95()),
                        text("%.1f", each.batchCpuPerGb()), text("%.1f", each.trinoCpuPerGb())));
            }
        }
        return new MarkdownTable(List.of("landed today", "ingest of", "MB", "times", "p50, s", "p95, s",
                "batch, CPU s/GB", "Trino, CPU s/GB"), rows).text();
    }

    private String notes() {
        StringBuilder notes = new StringBuilder();
        for (Point point : points) {
            notes.append(text(
                    "- %s: %,d rows in history, %,d hot, %,d in the tail. Landed to visible: p50 %.0f ms, p95 %.0f ms of %d.%n",
                    point.landed(), point.historyRows(), point.today().hotRows(), point.today().tailRows(),
                    point.visibleMillis().p50(), point.visibleMillis().p95(), point.visibleMillis().samples()));
        }
        return notes.append(
                text("""
                     - The live views with and without intraday ingest gave the same answers before anything was timed.
                     - Medians over %d rounds, in which the readers take turns. A reader that takes more than 5 s is timed in one round only.
                     - %s, %d cores, %.1f GiB, %s, load %.2f at the start; Trino %s, JDK %s.
                     - `%s`, %s.
                     """,
                        rounds, host.cpu(), host.cores(), host.memoryGib(), host.os(), host.load(), trino,
                        jdk, command, date))
                .toString();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
