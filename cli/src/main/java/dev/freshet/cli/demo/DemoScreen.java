package dev.freshet.cli.demo;

import dev.freshet.cli.telemetry.Truth;
import dev.freshet.core.Freshness;
import dev.freshet.transform.BatchReport;
import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.SortedMap;

/** Shows the demo as plain text. */
public final class DemoScreen implements DemoSink {
    private static final String ROW = "  %5s  %-6s %10s %22s  %-22s %8s";

    private final PrintStream out;
    private int acts;

    public DemoScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public void act(String title) {
        print("%n%d. %s", ++acts, title);
    }

    @Override
    public void landed(LocalDate day, int files, Truth before, Truth after) {
        print("  %s  %d files, %,d lines, %.1f MB, %d of the lines broken", day, files, after.lines() - before.lines(),
                (after.bytes() - before.bytes()) / 1e6, after.rejects() - before.rejects());
    }

    @Override
    public void batch(BatchReport report) {
        for (BatchReport.Partition day : report.partitions()) {
            print("  %s  %-10s %d files, %,d rows, %d rejects, %s", day.landed(),
                    day.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '), day.files(), day.rows(),
                    day.rejects(), seconds(day.elapsed().toMillis()));
        }
        print("  boundary %s, views %s, %s in all", report.after(), report.flipped() ? "replaced" : "unchanged",
                seconds(report.elapsed().toMillis()));
    }

    @Override
    public void firstAnswer(Answer live, double seconds) {
        heading();
        answer("", live);
        print("  %.1f s after the start", seconds);
    }

    @Override
    public void round(Round round) {
        if (round.number() == 1) {
            heading();
        }
        answer(Integer.toString(round.number()), round.t1());
        Answer live = round.live();
        answer("", live);
        print("         landed to visible %s", seconds(round.landToVisible().toMillis()));
        print("         check  %,d rows (%,d history, %,d tail) + %d rejects = %,d lines landed", live.rows(),
                live.history(), live.tail(), round.rejected(), round.landed());
    }

    @Override
    public void grown(Growth growth) {
        if (growth.number() == 1) {
            print("  landed today     ingest   T-1 query  live query  live query without ingest");
        }
        print("  %9.1f MB %10s %11s %11s %26s", growth.landedBytes() / 1e6, seconds(growth.ingest().toMillis()),
                seconds(growth.t1().latency().toMillis()), seconds(growth.live().latency().toMillis()),
                seconds(growth.without().latency().toMillis()));
        Answer live = growth.live();
        print("         check  %,d rows with and without ingest (%,d history, %,d hot, %,d tail)", live.rows(),
                live.history(), live.hot(), live.tail());
    }

    private void heading() {
        print(ROW, "round", "query", "rows", "sum(size_bytes)", "data as of", "latency");
    }

    private void answer(String round, Answer answer) {
        print(ROW, round, answer.freshness().equals(Freshness.LIVE) ? "live" : "T-1",
                String.format(Locale.ROOT, "%,d", answer.rows()),
                String.format(Locale.ROOT, "%,d", answer.sizeBytes()), time(answer.asOf()),
                seconds(answer.latency().toMillis()));
    }

    @Override
    public void rejects(SortedMap<String, Long> byReason, int queries) {
        byReason.forEach((reason, count) -> print("  %6d  %s", count, reason));
        print("  %d queries, none failed", queries);
    }

    @Override
    public void done(DemoReport report) {
        print("%nTrino %s, boundary %s", report.trinoVersion(), report.boundary());
        print("  rows       %,d live = %,d history + %,d hot + %,d tail", report.rowsLive(), report.rowsHistory(),
                report.rowsHot(), report.rowsTail());
        print("  landed     %,d lines = %,d rows + %,d rejects", report.rowsLanded(), report.rowsLive(),
                report.rowsRejected());
        print("  median     %d ms T-1 query, %d ms live query, %d ms from landed to visible", report.t1QueryMillis(),
                report.liveQueryMillis(), report.landToVisibleMillis());
        print("  large day  %d ms live query, %d ms without intraday ingest; an ingest takes %d ms",
                report.largeDayMillis(), report.largeDayWithoutMillis(), report.ingestMillis());
        print("  checks     %d, all equal", report.checks());
        print("  time       %.1f s to the first answer, %.1f s in all", report.firstAnswerSeconds(),
                report.totalSeconds());
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.2f s", millis / 1e3);
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
