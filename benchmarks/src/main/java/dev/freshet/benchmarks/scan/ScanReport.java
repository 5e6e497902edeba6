package dev.freshet.benchmarks.scan;

import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.MarkdownTable;
import dev.freshet.benchmarks.Median;
import dev.freshet.benchmarks.Report;
import dev.freshet.core.CostModel;
import dev.freshet.core.CostModel.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What each question took each reader, and the model that was fitted to it.
 *
 * @param suite {@code scan}
 * @param date in UTC, ISO 8601
 * @param where {@code local lakehouse}, {@code container trinodb/trino:476}, or the URL of a Trino
 * @param trino the server's version
 * @param rounds over which a figure is the median. A slow reader takes part in the first one only.
 * @param seconds from beginning to end
 * @param cores of Trino that one scan keeps busy, as fitted
 * @param hourlyMillis what a live query takes more if files land by the hour
 */
public record ScanReport(String suite, String date, String command, String where, String trino, String jdk, Host host,
        int rounds, double seconds, List<ScanPoint> points, List<Ingested> ingests, int cores, List<Line> model,
        CostModel.Ingest ingest, double hourlyMillis) implements Report {
    private static final List<String> HEAD = List.of("raw files", "question", "live, ms", "ingest, ms", "T-1, ms",
            "iceberg, ms", "live, CPU ms", "live reads, MB");

    /**
     * An ingest of a whole day, from its start to its end.
     *
     * @param batchCpuMillis of this process, all threads
     * @param trinoCpuMillis of the statements that it sent
     */
    public record Ingested(long bytes, int files, double millis, double batchCpuMillis, double trinoCpuMillis) {}

    /** The model for the advisor. */
    public CostModel costModel() {
        return new CostModel(date, where, trino, cores, model, ingest, hourlyMillis);
    }

    @Override
    public String markdown() {
        return times() + "\n" + lines() + "\n" + heldBack() + notes();
    }

    private String times() {
        List<List<String>> rows = new ArrayList<>();
        points.stream().filter(point -> point.reader().equals(CostModel.LIVE)).forEach(live -> rows.add(List.of(
                text("%.1f MB in %d %s", live.megabytes(), live.files(), live.codec()), live.question(),
                text("%.0f", live.medianMillis()), millis(live, ScanReader.INGEST), millis(live, ScanReader.T_1),
                millis(live, ScanReader.ICEBERG), text("%.0f", live.cpuMillis()),
                text("%.1f", live.readBytes() / 1e6))));
        return new MarkdownTable(HEAD, rows).text();
    }

    /** Of the same files; empty if another reader was not measured on them. */
    private String millis(ScanPoint live, ScanReader reader) {
        return points.stream().filter(point -> point.reader().equals(reader.toString())
                && point.question().equals(live.question()) && point.codec().equals(live.codec())
                && point.bytes() == live.bytes() && point.files() == live.files()).findFirst().map(point -> text(
                        "%.0f", point.medianMillis()))
                .orElse("");
    }

    private String lines() {
        List<List<String>> rows = new ArrayList<>();
        for (Line line : model) {
            rows.add(List.of(line.reader(), line.question(), line.codec(),
                    text("%.0f + %.2f MB + %.2f files", line.baseMillis(), line.millisPerMegabyte(), line
                            .millisPerFile()),
                    text("%.0f + %.2f MB + %.2f files", line.baseCpuMillis(), line.cpuMillisPerMegabyte(), line
                            .cpuMillisPerFile()),
                    line.heldBack() == 0 ? "" : text("%.0f %% / %.0f %% of %d", line.medianError() * 100, line
                            .p95Error() * 100, line.heldBack())));
        }
        return new MarkdownTable(List.of("reader", "question", "codec", "ms", "CPU ms", "error median / p95"), rows)
                .text();
    }

    /** How well the model predicts live queries and those with intraday ingest that it has not seen. */
    private String heldBack() {
        StringBuilder text = new StringBuilder();
        Stream.of(ScanShape.SIZE, ScanShape.FILES, ScanShape.QUESTION, "").forEach(kind -> {
            List<Double> errors = points.stream().filter(point -> (point.reader().equals(CostModel.LIVE)
                    || point.reader().equals(CostModel.INGEST)) && !point.heldBack().equals(ScanShape.FITTED)
                    && (kind.isEmpty() || point.heldBack().equals(kind))).map(this::error).toList();
            if (!errors.isEmpty()) {
                text.append(text(
                        "- The model has not seen %s: it is off by %.0f %% at the median, %.0f %% at p95 of %d points.%n",
                        switch (kind) {
                            case ScanShape.SIZE -> "one size";
                            case ScanShape.FILES -> "one number of files";
                            case ScanShape.QUESTION -> "one question";
                            default -> "all of these";
                        }, Median.of(errors) * 100, ScanPoint.p95(errors) * 100, errors.size()));
            }
        });
        return text.toString();
    }

    private double error(ScanPoint point) {
        Optional<Line> line = costModel().line(point.reader(), point.question(), point.codec());
        return Math.abs(line.orElseThrow().millis(point.megabytes(), point.files(), cores) / point.medianMillis() - 1);
    }

    private String notes() {
        return text(
                """
                - A scan keeps %d cores busy. An ingest takes %.0f ms and %.2f ms for each MB; its CPU time is %.0f ms and %.2f ms for each MB. \
                Landing by the hour adds %.0f ms to a live query.
                - All readers gave the same answers before anything was timed. Medians of %d rounds, in which the readers take turns.
                - Host: %s, %d cores, %.1f GiB, %s, load %.2f at the start.
                - Versions: Trino %s (%s), JDK %s of the client.
                - Command: `%s`, %s, %.0f s.
                """,
                cores, ingest.baseMillis(), ingest.millisPerMegabyte(), ingest.baseCpuMillis(), ingest
                        .cpuMillisPerMegabyte(),
                hourlyMillis, rounds, host.cpu(), host.cores(), host.memoryGib(), host.os(), host.load(), trino, where,
                jdk, command, date, seconds);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
