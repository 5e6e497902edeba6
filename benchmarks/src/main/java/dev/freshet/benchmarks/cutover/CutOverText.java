package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.MarkdownTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A report for people. */
record CutOverText(CutOverReport report) {
    private static final double MB = 1_000_000;

    String markdown() {
        return Arrays.asList(tally(), faults(), times(), footprints(), examples(), provenance()).stream()
                .filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
    }

    private String tally() {
        List<String> head = new ArrayList<>(List.of("pattern", "asked", "cut-overs", "readers", "reads"));
        Arrays.stream(ReadClass.values()).forEach(is -> head.add(is.toString()));
        head.add("median, ms");
        List<List<String>> rows = new ArrayList<>();
        for (CutOverReport.Result result : report.results()) {
            result.ways().forEach(way -> rows.add(row(result, way.way(), way.reads(), way.byClass()::get,
                    text("%.0f", way.p50Millis()))));
            if (result.ways().size() > 1) {
                rows.add(row(result, "all", result.reads(), result::reads, ""));
            }
        }
        return new MarkdownTable(head, rows).text();
    }

    private static List<String> row(CutOverReport.Result result, String way, long reads,
            Function<ReadClass, Long> count, String median) {
        List<String> row = new ArrayList<>(List.of(result.pattern(), way, String.valueOf(result.cutOvers()),
                String.valueOf(result.readers()), text("%,d", reads)));
        Arrays.stream(ReadClass.values()).forEach(is -> row.add(text("%,d", count.apply(is))));
        row.add(median);
        return row;
    }

    private String faults() {
        return report.results().stream().map(CutOverReport.Result::faults).filter(Objects::nonNull)
                .map(faults -> new FaultText(faults).markdown()).collect(Collectors.joining("\n"));
    }

    private String times() {
        List<String> head = List.of("pattern", "batch run, ms", "gate, ms", "flip, ms", "gate / batch", "flip / batch",
                "first quarter, ms", "last quarter, ms");
        return new MarkdownTable(head, report.results().stream().map(result -> {
            CutOverReport.Times times = result.times();
            return List.of(result.pattern(), text("%.0f", times.batch()), text("%.0f", times.gate()), text("%.0f",
                    times.flip()), percent(times.gate(), times.batch()), percent(times.flip(), times.batch()),
                    text("%.0f", times.first()), text("%.0f", times.last()));
        }).toList()).text();
    }

    private String footprints() {
        List<String> head = List.of("pattern", "moment", "cut-overs", "heap, MB", "threads", "warehouse files",
                "warehouse, MB", "hidden Iceberg tables", "tail tables", "hot snapshots", "hot tags", "hot files",
                "hot properties", "view text", "Trino's heap, MB");
        return new MarkdownTable(head, report.results().stream().flatMap(result -> result.footprints().stream().map(
                at -> List.of(result.pattern(), at.moment(), text("%d", at.cutOvers()), megabytes(at.heapBytes()),
                        text("%d", at.threads()), text("%,d", at.warehouseFiles()), megabytes(at.warehouseBytes()),
                        text("%d", at.hiddenTables()), text("%d", at.tailTables()),
                        text("%d", at.hot().snapshots()), text("%d", at.hot().tags()), text("%d", at.hot().files()),
                        text("%,d", at.hot().properties()), text("%,d", at.hot().viewText()),
                        at.trinoHeapBytes() == TrinoHeap.UNKNOWN ? "" : megabytes(at.trinoHeapBytes()))))
                .toList()).text();
    }

    /** One line for each: what was wrong, and the run that was last. The report as JSON has more runs. */
    private String examples() {
        return report.results().stream().flatMap(result -> result.examples().stream().map(wrong -> text(
                "- %s, %s, %s: %s (%s; the query took %d ms)%n", result.pattern(), wrong.way(), wrong.is(),
                wrong.detail().lines().findFirst().orElse(""),
                wrong.runs().stream().findFirst().orElse("before the first run"), wrong.millis())))
                .collect(Collectors.joining());
    }

    private String provenance() {
        Host host = report.host();
        String data = report.results().stream().map(result -> text(
                "%s: %,d files, %,d rows, %d files late, %d repairs, %d rollbacks, %,d intraday ingests, %d stopped runs, %d waits for grace, %.0f s",
                result.pattern(), result.files(), result.rows(), result.lateFiles(), result.repairs(),
                result.rollbacks(), result.ingests(),
                result.stoppedRuns(), result.graceWaits(), result.seconds())).collect(Collectors.joining("; "));
        String late = report.results().stream().filter(result -> result.lateFiles() > 0).map(this::late)
                .collect(Collectors.joining("; "));
        return text("""
                    - Every answer is held against what had landed by then, file by file: its rows, the sum of its \
                    ids, a checksum over all columns.
                    - Data: %s.
                    - Reads without a late file that no run had been able to ingest yet, counted as correct: %s.
                    - At least %d files a day, %d rows a file, seed %d.
                    - Host: %s, %d cores, %.1f GiB, %s, load %.2f at the start.
                    - Versions: Trino %s (%s), JDK %s of the client.
                    - Command: `%s`, %s, %.0f s.
                    """, data, late.isEmpty() ? "none" : late, report.filesPerDay(), report.rowsPerFile(),
                report.seed(), host.cpu(), host.cores(), host.memoryGib(), host.os(), host.load(), report.trino(),
                report.where(), report.jdk(), report.command(), report.date(), report.seconds());
    }

    private String late(CutOverReport.Result result) {
        String late = text("%s: %,d", result.pattern(), result.lateFileAbsent());
        return result.goneAgain().reads() == 0 ? late
                : text("%s, in %,d of which it had been seen before (the first: %s)", late,
                        result.goneAgain().reads(), result.goneAgain().first());
    }

    private static String megabytes(long bytes) {
        return text("%.1f", bytes / MB);
    }

    private static String percent(double part, double whole) {
        return whole == 0 ? "" : text("%.0f %%", part / whole * 100);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
