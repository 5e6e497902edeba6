package dev.freshet.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report for people. */
record ReportText(BenchReport report) {
    private static final List<String> HEAD = List.of("raw JSON", "question", "live, ms", "T-1, ms", "trino-jdbc, ms",
            "live / T-1", "T-1 / trino-jdbc");

    String markdown() {
        List<List<String>> lines = report.ratios().stream().map(this::line).toList();
        return new MarkdownTable(HEAD, lines).text() + "\n" + provenance();
    }

    private List<String> line(BenchReport.Ratio ratio) {
        BenchReport.Row live = report.rows().stream().filter(row -> row.megabytes() == ratio.megabytes()
                && row.question() == ratio.question() && row.contender() == Contender.LIVE).findFirst().orElseThrow();
        return List.of(ratio.megabytes() + " MB", ratio.question().toString(), millis(live),
                millis(BenchReport.find(report.rows(), live, Contender.T_1)),
                millis(BenchReport.find(report.rows(), live, Contender.TRINO_JDBC)), times(ratio.liveToT1()),
                times(ratio.t1ToTrinoJdbc()));
    }

    /** One round has no spread. */
    private static String millis(BenchReport.Row row) {
        return row.roundsMillis().size() == 1 ? String.format(Locale.ROOT, "%.0f", row.p50Millis())
                : String.format(Locale.ROOT, "%.0f (spread %.0f %%)", row.p50Millis(), row.spreadPercent());
    }

    private static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    private String provenance() {
        Host host = report.host();
        String datasets = report.datasets().stream().map(d -> "%d MB: %d files, %,d rows, %d rejects".formatted(
                d.megabytes(), d.files(), d.rows(), d.rejects())).collect(Collectors.joining("; "));
        return String.format(Locale.ROOT,
                """
                - Time from sending a statement to its last row: the median over rounds (%d), \
                each the median of its answers.
                - All contenders gave the same answers before anything was timed.
                - Data: %s.
                - Host: %s, %d cores, %.1f GiB, %s, load %.2f at the start.
                - Versions: Trino %s (%s), JDK %s of the client.
                - Command: `%s`, %s, %.0f s.
                """, report.rounds(), datasets, host.cpu(), host.cores(), host.memoryGib(),
                host.os(), host.load(), report.trino(), report.where(), report.jdk(), report.command(), report.date(),
                report.seconds());
    }
}
