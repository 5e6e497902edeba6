package dev.freshet.benchmarks.start;

import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.MarkdownTable;
import dev.freshet.benchmarks.Median;
import dev.freshet.benchmarks.Report;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What each command took, from its start to its end.
 *
 * @param date in UTC, ISO 8601
 * @param rounds over which a figure is the median
 */
public record StartReport(String date, String command, String where, String trino, String jdk, Host host, int rounds,
        List<Figure> figures) implements Report {
    /**
     * @param started the command's first words
     * @param cpuSeconds of the whole process, with its compiler and garbage collector, and without Trino
     * @param spreadPercent between the fastest and the slowest round, of their median
     */
    public record Figure(String started, double seconds, double cpuSeconds, double spreadPercent,
            List<Double> roundsSeconds) {
        static Figure of(String started, List<Double> seconds, List<Double> cpu) {
            double median = Median.of(seconds);
            return new Figure(started, rounded(median), rounded(Median.of(cpu)),
                    rounded((Collections.max(seconds) - Collections.min(seconds)) / median * 100),
                    seconds.stream().map(Figure::rounded).toList());
        }

        private static double rounded(double value) {
            return Math.round(value * 100) / 100.0;
        }
    }

    @Override
    public String markdown() {
        return new MarkdownTable(List.of("command", "s", "CPU s", "spread"), figures.stream().map(
                figure -> List.of("`" + figure.started() + "`", number("%.2f", figure.seconds()),
                        number("%.2f", figure.cpuSeconds()), number("%.0f %%", figure.spreadPercent())))
                .toList()).text() + String.format(Locale.ROOT,
                        """

                        - Each command as a user starts it, medians over %d rounds, in which the commands take turns. The first call of each does not count.
                        - CPU time is that of the command's process, without Trino.
                        - %s, %d cores, %.1f GiB, %s, load %.2f at the start; Trino %s (%s), JDK %s.
                        - `%s`, %s.
                        """,
                        rounds, host.cpu(), host.cores(), host.memoryGib(), host.os(), host.load(), trino, where, jdk,
                        command,
                        date);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
