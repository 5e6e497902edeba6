package dev.freshet.cli.demo;

import dev.freshet.cli.telemetry.Truth;
import dev.freshet.core.Freshness;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.BatchReport;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.IntradayReport;
import dev.freshet.transform.connect.LakehouseConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run of the demo, act by act. */
final class DemoRun {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Demo demo;
    private final DemoSink sink;
    private final Questions questions;
    private final Questions withoutIngest;
    private final Feed feed;
    private final Checks checks = new Checks();
    private final ZoneId zone;
    private final LocalDate today;
    private final Clock day;
    private final DailyBatch batch;
    private final DailyBatch batchWithoutIngest;
    private final Instant historyAsOf;
    private final List<DemoSink.Round> rounds = new ArrayList<>();
    private final List<DemoSink.Growth> growths = new ArrayList<>();

    DemoRun(Demo demo, LakehouseConnection lakehouse, Questions questions, Questions withoutIngest) {
        this.demo = demo;
        this.sink = demo.sink();
        this.questions = questions;
        this.withoutIngest = withoutIngest;
        this.feed = new Feed(demo.spec(), lakehouse.landing(), demo.scale().seed());
        this.zone = demo.spec().zone();
        this.today = LocalDate.ofInstant(demo.clock().instant(), zone);
        this.day = new DayStandsStill(demo.clock(), today, zone);
        this.batch = batch(demo.spec(), lakehouse);
        this.batchWithoutIngest = batch(demo.without(), lakehouse);
        this.historyAsOf = today.atStartOfDay(zone).toInstant();
    }

    private DailyBatch batch(DatasetSpec spec, LakehouseConnection lakehouse) {
        return new DailyBatch(spec, lakehouse, day,
                (step, detail, done, total) -> sink.progress(detail, done, total));
    }

    DemoReport run() throws InterruptedException {
        sink.act("Three days of telemetry land as raw JSON");
        landPastDay(today.minusDays(2));
        landPastDay(today.minusDays(1));
        Truth past = feed.truth();
        landToday();

        sink.act("The batch ingests the two past days into history; today stays raw");
        BatchReport first = ingest(past);

        sink.act("The first live answer: history and today's raw files in one query");
        double firstAnswerSeconds = firstAnswer();

        sink.act("More files land; the same query, answered T-1 and live");
        askWhileFilesLand(past);

        sink.act("The day grows; intraday ingest keeps live queries fast");
        askWhileTheDayGrows(past);

        sink.act("Broken lines are in quarantine, and no query failed");
        sink.rejects(questions.rejects(), questions.asked() + withoutIngest.asked());

        sink.act("The batch runs once more: nothing to do");
        runAgain(first);

        DemoReport report = report(first, firstAnswerSeconds);
        sink.done(report);
        return report;
    }

    private void landPastDay(LocalDate past) {
        Truth before = feed.truth();
        Duration apart = Duration.ofDays(1).dividedBy(demo.scale().filesPerDay());
        for (int i = 1; i <= demo.scale().filesPerDay(); i++) {
            feed.land(past.atStartOfDay(zone).toInstant().plus(apart.multipliedBy(i)).minus(Duration.ofHours(2)),
                    demo.scale().linesPerFile());
        }
        sink.landed(past, demo.scale().filesPerDay(), before, feed.truth());
    }

    private void landToday() {
        Truth before = feed.truth();
        for (int i = 1; i <= demo.scale().filesPerDay(); i++) {
            feed.land(day.instant(), demo.scale().linesPerFile());
        }
        sink.landed(today, demo.scale().filesPerDay(), before, feed.truth());
    }

    private BatchReport ingest(Truth past) {
        BatchReport report = batch.run(Optional.empty());
        sink.batch(report);
        checks.equal("rows that the batch ingested",
                report.partitions().stream().mapToLong(BatchReport.Partition::rows).sum(),
                past.rows());
        checks.equal("rejects that the batch ingested",
                report.partitions().stream().mapToLong(BatchReport.Partition::rejects).sum(), past.rejects());
        checks.equal("boundary", report.after().toString(), today.toString());
        return report;
    }

    private double firstAnswer() {
        Answer live = questions.ask(Freshness.LIVE);
        double seconds = sinceStart();
        sink.firstAnswer(live, seconds);
        checks.live(live, questions.rejects(), feed.truth());
        return seconds;
    }

    private void askWhileFilesLand(Truth past) throws InterruptedException {
        try (Lander lander = Lander.start(feed, demo.clock(), demo.scale().linesPerRound(), demo.scale().pause())) {
            while (rounds.size() < demo.scale().rounds()) {
                Duration landToVisible = awaitVisible(lander.next());
                Truth before = feed.truth();
                checks.between(questions.ask(Freshness.LIVE), before, feed.truth());
                Answer t1 = askT1(past);
                DemoSink.Round round = feed
                        .quietly(landed -> new DemoSink.Round(rounds.size() + 1, t1, account(questions, landed),
                                landToVisible, landed.rejects(), landed.lines()));
                rounds.add(round);
                sink.round(round);
            }
        }
    }

    /** From the rename of a file to the end of the live query that saw its last row. */
    private Duration awaitVisible(Feed.Landed landed) {
        String id = landed.truth().lastId().orElseThrow();
        while (!questions.sees(id)) {
            if (System.nanoTime() - landed.atNanos() > PATIENCE.toNanos()) {
                throw new DemoException("Cannot see a row in the live view %d s after it landed (id %s)".formatted(
                        PATIENCE.toSeconds(), id));
            }
        }
        return Duration.ofNanos(System.nanoTime() - landed.atNanos());
    }

    private Answer askT1(Truth past) {
        Answer t1 = questions.ask(Freshness.T_1);
        checks.t1(t1, past, historyAsOf);
        return t1;
    }

    /** The live answer, in which every line is accounted for. Nothing may land meanwhile. */
    private Answer account(Questions dataset, Truth landed) {
        Answer live = dataset.ask(Freshness.LIVE);
        checks.live(live, dataset.rejects(), landed);
        return live;
    }

    private void askWhileTheDayGrows(Truth past) {
        batchWithoutIngest.run(Optional.empty());
        long ingested = 0;
        while (growths.size() < demo.scale().growths()) {
            for (int i = 0; i < demo.scale().filesPerGrowth(); i++) {
                feed.land(day.instant(), demo.scale().linesPerGrowth());
            }
            IntradayReport report = batch.ingest();
            feed.land(day.instant(), demo.scale().linesPerRound());
            Truth landed = feed.truth();
            DemoSink.Growth growth = new DemoSink.Growth(growths.size() + 1, landed.bytes() - past.bytes(),
                    report.elapsed(), askT1(past), account(questions, landed), account(withoutIngest, landed));
            ingested += report.partitions().stream().mapToLong(IntradayReport.Partition::rows).sum();
            checks.equal("rows of today that were ingested", growth.live().hot(), ingested);
            growths.add(growth);
            sink.grown(growth);
        }
    }

    private void runAgain(BatchReport first) {
        BatchReport second = batch.run(Optional.empty());
        sink.batch(second);
        checks.equal("days that the second run touched",
                second.partitions().stream().filter(d -> d.outcome() != Outcome.UNCHANGED).count(), 0L);
        checks.equal("flip of the second run", second.flipped(), false);
        checks.equal("boundary after the second run", second.after(), first.after());
    }

    private DemoReport report(BatchReport batch, double firstAnswerSeconds) {
        Truth landed = feed.truth();
        Answer live = account(questions, landed);
        DemoSink.Growth largest = growths.get(growths.size() - 1);
        return new DemoReport(questions.trinoVersion(), live.history(), live.hot(), live.tail(), live.rows(),
                landed.rejects(),
                landed.lines(),
                medianMillis(rounds.stream().map(DemoSink.Round::landToVisible).toList()),
                medianMillis(rounds.stream().map(r -> r.t1().latency()).toList()),
                medianMillis(rounds.stream().map(r -> r.live().latency()).toList()),
                medianMillis(growths.stream().map(DemoSink.Growth::ingest).toList()),
                largest.live().latency().toMillis(), largest.without().latency().toMillis(), batch.after().toString(),
                checks.made(), firstAnswerSeconds, sinceStart());
    }

    private double sinceStart() {
        return (System.nanoTime() - demo.startNanos()) / 1e9;
    }

    private static long medianMillis(List<Duration> durations) {
        List<Duration> sorted = durations.stream().sorted().toList();
        return sorted.get((sorted.size() - 1) / 2).plus(sorted.get(sorted.size() / 2)).dividedBy(2).toMillis();
    }
}
