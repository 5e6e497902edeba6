package dev.freshet.benchmarks.planning;

import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.MarkdownTable;
import dev.freshet.benchmarks.Median;
import dev.freshet.benchmarks.Report;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What Trino took to plan {@code SELECT *} of each view.
 *
 * @param date in UTC, ISO 8601
 * @param rounds over which a figure is the median
 */
public record PlanningReport(String date, String command, String where, String trino, String jdk, Host host, int rounds,
        List<Figure> figures) implements Report {
    /**
     * @param branches of the live view: history and each landing day of the tail. The T-1 view has history alone
     * @param t1Millis medians
     * @param spreadPercent between the fastest and the slowest round of the live view, of their median
     */
    public record Figure(int columns, int branches, double t1Millis, double liveMillis, double spreadPercent,
            List<Double> t1RoundsMillis, List<Double> liveRoundsMillis) {
        static Figure of(int columns, int branches, List<Double> t1, List<Double> live) {
            double median = Median.of(live);
            return new Figure(columns, branches, rounded(Median.of(t1)), rounded(median),
                    rounded((Collections.max(live) - Collections.min(live)) / median * 100),
                    t1.stream().map(Figure::rounded).toList(), live.stream().map(Figure::rounded).toList());
        }

        private static double rounded(double value) {
            return Math.round(value * 10) / 10.0;
        }
    }

    @Override
    public String markdown() {
        return new MarkdownTable(List.of("columns", "branches", "T-1, ms", "live, ms", "spread"),
                figures.stream().map(figure -> List.of(String.valueOf(figure.columns()),
                        String.valueOf(figure.branches()), number(figure.t1Millis()), number(figure.liveMillis()),
                        number(figure.spreadPercent()) + " %")).toList())
                .text()
                + String.format(Locale.ROOT,
                        """

                        - `EXPLAIN SELECT *` of each view, medians over %d rounds, in which the views take turns. No data is read.
                        - Both views had the row that landed before anything was timed.
                        - %s, %d cores, %.1f GiB, %s, load %.2f at the start; Trino %s (%s), JDK %s.
                        - `%s`, %s.
                        """,
                        rounds, host.cpu(), host.cores(), host.memoryGib(), host.os(), host.load(), trino, where, jdk,
                        command,
                        date);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
