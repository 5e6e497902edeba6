package dev.freshet.benchmarks.tail;

import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.MarkdownTable;
import dev.freshet.benchmarks.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What each form took for each question.
 *
 * @param date in UTC, ISO 8601
 * @param where the lakehouse's name
 * @param lines of raw JSON, all of them rows
 * @param rounds over which a figure is the median, each over all forms
 */
public record TailReport(String date, String command, String where, String trino, String jdk, Host host, int megabytes,
        long lines,
        int rounds, List<Figure> figures) implements Report {
    /**
     * @param millis the median over the rounds
     * @param toOpenx how many times as long as OPENX_JSON, the median over the rounds
     */
    public record Figure(String form, String question, double millis, double toOpenx, double leastMillis,
            double mostMillis) {}

    @Override
    public String markdown() {
        List<String> head = new ArrayList<>(List.of("form"));
        Arrays.stream(TailQuestion.values()).forEach(question -> head.add(question + ", ms (to openx_json)"));
        List<List<String>> rows = new ArrayList<>();
        for (TailForm form : TailForm.values()) {
            List<String> row = new ArrayList<>(List.of(form.toString()));
            figures.stream().filter(figure -> figure.form().equals(form.toString())).forEach(figure -> row
                    .add(String.format(Locale.ROOT, "%.0f (%.2f)", figure.millis(), figure.toOpenx())));
            rows.add(row);
        }
        return new MarkdownTable(head, rows).text() + String.format(Locale.ROOT,
                """

                - %d MB of raw JSON in 8 files, %,d lines, none of them broken; medians over %d rounds, in each of which the forms take turns.
                - All forms gave the same answers before anything was timed.
                - %s, %d cores, %.1f GiB, %s, load %.2f at the start; Trino %s (%s), JDK %s.
                - `%s`, %s.
                """,
                megabytes, lines, rounds, host.cpu(), host.cores(), host.memoryGib(), host.os(), host.load(), trino,
                where, jdk, command, date);
    }
}
