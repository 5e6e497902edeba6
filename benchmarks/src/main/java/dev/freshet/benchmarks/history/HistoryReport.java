package dev.freshet.benchmarks.history;

import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.MarkdownTable;
import dev.freshet.benchmarks.Median;
import dev.freshet.benchmarks.Report;
import dev.freshet.core.Publication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What each reader took for each question.
 *
 * @param date in UTC, ISO 8601
 * @param where the lakehouse's name
 * @param historyMegabytes of the raw JSON that history was made of
 * @param rowsBefore of them, those that landed before the moment that the questions name
 * @param rounds over which a figure is the median, each over all readers
 */
public record HistoryReport(String date, String command, String where, String trino, String jdk, Host host, int days,
        int historyMegabytes, long historyRows, long rowsBefore, int rounds, List<Tail> tails) implements Report {
    /** Figures for this much raw JSON landed today. */
    public record Tail(int megabytes, long rows, List<Figure> figures) {}

    /**
     * @param by the column of the predicate
     * @param millis the median over the rounds
     * @param toIceberg how many times as long as the Iceberg table, the median over the rounds
     */
    public record Figure(String question, String by, String reader, double millis, double toIceberg,
            List<Double> roundsMillis) {}

    @Override
    public String markdown() {
        List<String> head = new ArrayList<>(List.of("landed today", "question", "predicate on"));
        Arrays.stream(PastReader.values()).forEach(reader -> head.add(
                reader == PastReader.ICEBERG ? reader + ", ms" : reader + ", ms (to iceberg)"));
        List<List<String>> rows = new ArrayList<>();
        for (Tail tail : tails) {
            for (PastQuestion question : PastQuestion.all()) {
                rows.add(row(tail, question));
            }
            Arrays.stream(PastQuestion.By.values()).forEach(by -> rows.add(rowOfAll(tail, by)));
        }
        return new MarkdownTable(head, rows).text() + "\n" + notes();
    }

    private static List<String> row(Tail tail, PastQuestion question) {
        List<String> row = new ArrayList<>(List.of(tail.megabytes() + " MB", question.kind().toString(),
                question.by().toString()));
        tail.figures().stream().filter(figure -> isOf(figure, question)).forEach(figure -> row.add(
                figure.reader().equals(PastReader.ICEBERG.toString())
                        ? String.format(Locale.ROOT, "%.0f", figure.millis())
                        : String.format(Locale.ROOT, "%.0f (%.2f)", figure.millis(), figure.toIceberg())));
        return row;
    }

    private static List<String> rowOfAll(Tail tail, PastQuestion.By by) {
        List<String> row = new ArrayList<>(List.of(tail.megabytes() + " MB", "all", by.toString(), ""));
        Arrays.stream(PastReader.values()).filter(reader -> reader != PastReader.ICEBERG).forEach(
                reader -> row.add(String.format(Locale.ROOT, "(%.2f)", toIceberg(tail, by, reader))));
        return row;
    }

    /** The median over the rounds of all questions, which is less noisy than that of one question. */
    private static double toIceberg(Tail tail, PastQuestion.By by, PastReader reader) {
        List<Double> ratios = new ArrayList<>();
        for (PastQuestion.Kind kind : PastQuestion.Kind.values()) {
            List<Double> own = rounds(tail, new PastQuestion(kind, by), reader);
            List<Double> iceberg = rounds(tail, new PastQuestion(kind, by), PastReader.ICEBERG);
            for (int round = 0; round < own.size(); round++) {
                ratios.add(own.get(round) / iceberg.get(round));
            }
        }
        return Median.of(ratios);
    }

    private static List<Double> rounds(Tail tail, PastQuestion question, PastReader reader) {
        return tail.figures().stream().filter(figure -> isOf(figure, question)
                && figure.reader().equals(reader.toString())).findFirst().orElseThrow().roundsMillis();
    }

    private static boolean isOf(Figure figure, PastQuestion question) {
        return figure.question().equals(question.kind().toString()) && figure.by().equals(question.by().toString());
    }

    private String notes() {
        String landed = tails.stream().map(tail -> String.format(Locale.ROOT, "%d MB: %,d rows", tail.megabytes(),
                tail.rows())).collect(Collectors.joining("; "));
        return String.format(Locale.ROOT,
                """
                - History: %d landing days, %,d rows, made of %d MB of raw JSON; %,d rows landed before the moment that the questions name. \
                Today: %s.
                - Medians over %d rounds, in each of which the readers take turns, in an order of its own.
                - `gateway` remembers what it has looked up, as it does for %d seconds; `gateway_first` has to look it up.
                - All readers gave the same answers before anything was timed, and the gateway read the T-1 view each time.
                - %s, %d cores, %.1f GiB, %s, load %.2f at the start; Trino %s (%s), JDK %s.
                - `%s`, %s.
                """,
                days, historyRows, historyMegabytes, rowsBefore, landed, rounds, Publication.REMEMBERED.toSeconds(),
                host.cpu(), host.cores(),
                host.memoryGib(), host.os(), host.load(), trino, where, jdk, command, date);
    }
}
