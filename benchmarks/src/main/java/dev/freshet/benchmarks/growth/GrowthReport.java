package dev.freshet.benchmarks.growth;

import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.MarkdownTable;
import dev.freshet.benchmarks.Report;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What the batch costs when history is long.
 *
 * @param date in UTC, ISO 8601
 * @param where the lakehouse's name
 * @param rounds over which a figure is the median
 */
public record GrowthReport(String date, String command, String where, String trino, String jdk, Host host,
        int filesPerDay,
        int rounds, List<History> histories, Day day) implements Report {
    /**
     * Figures for this many days in history. Times are milliseconds as a caller sees them, bytes are those of new
     * files.
     *
     * @param firstDayMillis for ingesting one of the first ten days
     * @param lastDayMillis for ingesting one of the last ten
     * @param idleRunMillis a run that finds nothing to do
     * @param statusAllMillis status that checks all days
     * @param ledgerMillis reading which files one day was made of
     * @param lateFileMillis a run that ingests a day again because a file came late
     * @param lateFileMetadataBytes Iceberg's metadata of both tables that this run wrote
     * @param roundsMillis of what was timed in each round
     */
    public record History(int days, long files, double firstDayMillis, double lastDayMillis, double idleRunMillis,
            double planMillis, double statusMillis, double statusAllMillis, double ledgerMillis,
            double lateFileMillis, long lateFileMetadataBytes, long lateFileLedgerBytes,
            Map<String, List<Double>> roundsMillis) {}

    /**
     * One day with this many files, in milliseconds of CPU time of the batch's process.
     *
     * @param recordedMillis writing which files the day was made of
     * @param listedMillis listing them
     * @param comparedMillis reading what was recorded, and comparing
     * @param statusMillis a status that does both
     */
    public record Day(int files, double ingestedMillis, double recordedMillis, double listedMillis,
            double comparedMillis, double statusMillis) {}

    @Override
    public String markdown() {
        List<String> head = Stream.concat(Stream.of(""), histories.stream().map(h -> h.days() + " days")).toList();
        List<List<String>> rows = List.of(row("one of the first days, ms", History::firstDayMillis),
                row("one of the last days, ms", History::lastDayMillis), row("idle run, ms", History::idleRunMillis),
                row("plan, ms", History::planMillis), row("status, ms", History::statusMillis),
                row("status --all, ms", History::statusAllMillis), row("ledger of a day, ms", History::ledgerMillis),
                row("run with a late file, ms", History::lateFileMillis),
                row("its Iceberg metadata, bytes", History::lateFileMetadataBytes),
                row("its ledger, bytes", History::lateFileLedgerBytes));
        return new MarkdownTable(head, rows).text() + String.format(Locale.ROOT,
                """

                - One day of %,d files, CPU time of the batch: listed in %.0f ms, compared in %.0f ms, recorded in %.0f ms, ingested in %.0f ms; status %.0f ms.
                - %d files a day, a line each; medians over %d rounds, in which the histories take turns.
                - %s, %d cores, %.1f GiB, %s, load %.2f at the start; Trino %s (%s), JDK %s.
                - `%s`, %s.
                """,
                day.files(), day.listedMillis(), day.comparedMillis(), day.recordedMillis(), day.ingestedMillis(),
                day.statusMillis(), filesPerDay, rounds, host.cpu(), host.cores(), host.memoryGib(), host.os(),
                host.load(), trino, where, jdk, command, date);
    }

    private List<String> row(String what, ToDoubleFunction<History> figure) {
        return Stream.concat(Stream.of(what), histories.stream()
                .map(history -> String.format(Locale.ROOT, "%,.0f", figure.applyAsDouble(history))))
                .toList();
    }
}
