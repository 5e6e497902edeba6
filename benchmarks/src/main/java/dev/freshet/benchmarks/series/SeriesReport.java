package dev.freshet.benchmarks.series;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freshet.benchmarks.MarkdownTable;
import dev.freshet.benchmarks.Report;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What became of a series.
 *
 * @param date in UTC, ISO 8601
 * @param page the report, a web page
 */
public record SeriesReport(String date, String command, String directory, String page, double seconds,
        List<Ran> suites) implements Report {
    /**
     * One suite.
     *
     * @param result its file, empty if it has none
     * @param failed why it has none or counts as failed, empty if it has not failed
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Ran(String suite, double seconds, String result, String failed) {}

    @Override
    public Optional<String> failure() {
        String failed = suites.stream().filter(ran -> !ran.failed().isEmpty()).map(Ran::suite).collect(
                Collectors.joining(", "));
        return failed.isEmpty() ? Optional.empty() : Optional.of("Failed: " + failed);
    }

    @Override
    public String markdown() {
        return new MarkdownTable(List.of("suite", "s", "result"), suites.stream().map(ran -> List.of(ran.suite(),
                String.format(Locale.ROOT, "%.0f", ran.seconds()),
                ran.failed().isEmpty() ? ran.result() : "failed: " + ran.failed())).toList()).text()
                + String.format(Locale.ROOT, "%n%.0f s in all. The report: %s%n", seconds, page);
    }
}
