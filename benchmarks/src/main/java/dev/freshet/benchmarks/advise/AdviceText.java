package dev.freshet.benchmarks.advise;

import dev.freshet.benchmarks.MarkdownTable;
import dev.freshet.benchmarks.advise.Advice.Hour;
import dev.freshet.benchmarks.advise.Advice.Outcome;
import dev.freshet.benchmarks.advise.Advice.Times;
import dev.freshet.cli.screen.Figures;
import dev.freshet.core.CostModel;
import dev.freshet.core.CostModel.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Advice for people: what to do in a few lines, then the figures. */
record AdviceText(Advice advice) {
    private static final int HOURS_PER_ROW = 3;
    /** A smaller change by other files is not worth a word. */
    private static final double WORTH = 0.1;

    String text() {
        List<String> lines = new ArrayList<>(verdict());
        lines.add(files());
        return String.join("\n", lines) + "\n\n" + choices() + "\n" + hours() + "\n" + basis();
    }

    private List<String> verdict() {
        Load load = advice.load();
        return switch (advice.verdict()) {
            case DAILY -> List.of(text(
                    "The daily run is enough: p95 of %s is %s at most, at the end of the day, with %s raw in %s.",
                    load.question(), millis(daily().worst().p95Millis()), megabytes(daily().rawMegabytes()), Figures
                            .count(last().files(), "file")));
            case CADENCE -> List.of(breaks(), text(
                    "What keeps it: %s (%s). p95 is then %s at most. The ingests take %s CPU s a day; "
                            + "queries take %s, instead of %s.",
                    best().name(), how(), millis(best().worst()
                            .p95Millis()),
                    seconds(best().ingestCpuSeconds()), seconds(best().queryCpuSeconds()),
                    seconds(daily().queryCpuSeconds())));
            case FLOOR -> List.of(text(
                    "This is the wrong pattern for %s: Trino takes %s (p95) for %s with nothing landed, so no cadence helps. "
                            + "Answer from a cache, or from a store that serves single rows.",
                    target(), millis(advice.floorMillis()), load.question()));
            case BUSY -> List.of(breaks(), text(
                    "This is the wrong pattern for %s queries a second on %d cores: %s needs %.1f cores with the best cadence. "
                            + "Give Trino more cores, ask less often, or share answers in a cache.",
                    number(load.queriesPerSecond()), advice.model().cores(), load.question(), advice.choices().stream()
                            .mapToDouble(each -> each.worst().busy()).min().orElseThrow() * advice.model().cores()));
            case TAIL -> List.of(breaks(), text(
                    "This is the wrong pattern for %s a day within %s: with the best cadence, %s, p95 of %s is still %s. "
                            + "Give Trino more cores, read fewer rows by a predicate or a table of aggregates, or relax the target.",
                    megabytes(load.megabytesPerDay()), target(), best().name(), load.question(), millis(best().worst()
                            .p95Millis())));
        };
    }

    private String breaks() {
        Times end = last().daily();
        return text("With the daily run alone, p95 of %s exceeds %s before %02d:00. At 24:00, with %s raw in %s, %s.",
                advice.load().question(), target(), advice.breaksAt(), megabytes(daily().rawMegabytes()), Figures
                        .count(last().files(), "file"),
                end.p95Millis() == null ? text("queries need %.1f times Trino's cores", end.busy())
                        : "it is " + millis(end.p95Millis()));
    }

    private String how() {
        return best().name().startsWith("hourly") ? "`{HH}` in `landing.layout`, and a run each hour"
                : "`ingest: {every: %s}` in the spec".formatted(best().name().replaceFirst(".* ", ""));
    }

    private String files() {
        Advice.Files files = advice.files();
        String size = megabytes(advice.load().fileMegabytes());
        if (isMore(files.asTheyAre(), files.tenTimesLarger())) {
            return text("Larger files would help: ten times %s takes p95 from %s to %s.", size,
                    millis(files.asTheyAre()), millis(files.tenTimesLarger()));
        }
        if (isMore(files.tenTimesLarger(), files.asTheyAre())) {
            return text("Larger files would harm, as they stay raw for longer: ten times %s takes p95 from %s to %s.",
                    size, millis(files.asTheyAre()), millis(files.tenTimesLarger()));
        }
        return isMore(files.tenTimesSmaller(), files.asTheyAre()) ? text(
                "Larger files would save little; a tenth of %s takes p95 from %s to %s.", size,
                millis(files.asTheyAre()), millis(files.tenTimesSmaller()))
                : text("Larger or smaller files than %s would change little.", size);
    }

    /** A time that Trino is too busy for is more than any other. */
    private static boolean isMore(Double a, Double b) {
        return a == null ? b != null : b != null && a > b * (1 + WORTH);
    }

    private String choices() {
        List<List<String>> rows = new ArrayList<>();
        for (Outcome each : advice.choices()) {
            rows.add(List.of(each.name(), megabytes(each.rawMegabytes()), millis(each.worst().p50Millis()), millis(each
                    .worst().p95Millis()), busy(each.worst()), seconds(each.queryCpuSeconds()), seconds(
                            each
                                    .ingestCpuSeconds()),
                    each.keeps() ? "yes" : each.overrun() ? "no: it cannot keep up" : "no"));
        }
        return new MarkdownTable(List.of("cadence", "raw at most", "p50 at most", "p95 at most", "cores busy",
                "queries, CPU s/day", "ingests, CPU s/day", "keeps " + target()), rows).text();
    }

    private String hours() {
        boolean both = advice.verdict() != Advice.Verdict.DAILY;
        List<String> head = new ArrayList<>(List.of("until", "landed", "files", "daily run, p50", "p95", "cores busy"));
        if (both) {
            head.addAll(List.of(best().name() + ", p50", "p95", "cores busy"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (Hour hour : advice.hours()) {
            if (hour.hour() % HOURS_PER_ROW == 0) {
                List<String> row = new ArrayList<>(List.of(text("%02d:00", hour.hour()), megabytes(hour
                        .landedMegabytes()), Figures.count(hour.files())));
                row.addAll(cells(hour.daily()));
                if (both) {
                    row.addAll(cells(hour.best()));
                }
                rows.add(row);
            }
        }
        return new MarkdownTable(head, rows).text();
    }

    private static List<String> cells(Times times) {
        return List.of(millis(times.p50Millis()), millis(times.p95Millis()), busy(times));
    }

    private String basis() {
        CostModel model = advice.model();
        Line live = Choice.line(model, CostModel.LIVE, advice.load());
        return text(
                """
                - %s of %s files takes %.0f ms, and %.2f ms for each MB and %.2f ms for each file that is raw; Trino's cores: %d. On what this \
                was not fitted to, it is off by %.0f %% at the median, %.0f %% at p95.
                - Computed for queries that arrive evenly; history is not counted. Above 80 %% busy, queries wait for each other for too long to tell.
                - Measured %s on Trino %s (%s).
                """,
                live.question(), live.codec(), live.baseMillis(), live.millisPerMegabyte(), live
                        .millisPerFile(),
                advice.model().cores(), live.medianError() * 100, live.p95Error() * 100, model.date(), model
                        .trino(),
                model.where());
    }

    private Outcome daily() {
        return advice.choices().get(0);
    }

    private Outcome best() {
        return advice.choices().stream().filter(each -> each.name().equals(advice.best())).findFirst().orElseThrow();
    }

    private Hour last() {
        return advice.hours().get(advice.hours().size() - 1);
    }

    private String target() {
        return millis(advice.load().targetMillis());
    }

    private static String millis(Double millis) {
        return millis == null ? "too busy" : Figures.duration(Duration.ofMillis(Math.round(millis)));
    }

    private static String megabytes(double megabytes) {
        return Figures.bytes(Math.round(megabytes * 1e6));
    }

    private static String busy(Times times) {
        return text("%.0f %%", times.busy() * 100);
    }

    private static String seconds(double seconds) {
        return Figures.count(Math.round(seconds));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? text("%.0f", value) : text("%.2f", value);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
