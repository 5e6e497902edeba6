package dev.freshet.benchmarks.cutover;

import dev.freshet.transform.connect.Step;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run with faults, recorded as it proceeds. It may fail. */
final class Attempt {
    private final FaultBook book;
    private final Job job;
    private final LocalDate today;
    private final boolean isAhead;
    private final LocalDate aim;
    private final int number;
    private final StopWatch watch;
    private final List<Step> steps = new ArrayList<>();

    /**
     * Begins.
     *
     * @param today by the run's clock
     * @param isAhead whether that clock is ahead: the batch may do less than it says
     */
    Attempt(FaultBook book, Job job, LocalDate today, boolean isAhead) {
        this.book = book;
        this.job = job;
        this.today = today;
        this.isAhead = isAhead;
        LocalDate published = book.published().now();
        if (job == Job.ROLL_BACK) {
            book.published().rollbackBegins();
        }
        this.aim = job == Job.RUN && today.isAfter(published) ? today : published;
        this.number = book.runs().begins(job.kind(), aim,
                job == Job.RUN ? today.plusDays(book.lookAhead().toDays()) : LocalDate.MIN);
        this.watch = new StopWatch(book.runs(), number);
        book.tally().add(FaultTally.Count.RUN);
    }

    /** A step is about to begin. */
    void at(Step step) {
        steps.add(step);
        book.grace().await(step);
        if (job != Job.INGEST) { // it replaces views, and leaves the boundary in them as it is
            watch.begins(CutOverWatch.Part.of(step));
        }
    }

    /** @param boundary that the run reports as published; empty if it publishes none */
    StopWatch.Times ended(Optional<LocalDate> boundary) {
        StopWatch.Times times = watch.stop();
        lookAfterRollback();
        book.tally().done(job, steps);
        LocalDate published = boundary.orElse(aim);
        // Only a rollback moves the published boundary back. Readers' answers are checked against that.
        book.runs().ended(number, job != Job.ROLL_BACK && published.isBefore(aim) && !isAhead ? aim : published);
        if (job == Job.RUN) {
            if (!isAhead && published.isBefore(aim)) {
                book.tally().silent(job, "the boundary is %s and not %s, and the run returned normally".formatted(
                        published, aim));
            }
            book.blocked().reason(book.runs().run(number), today).ifPresent(why -> book.tally().silent(job, why));
        }
        return times;
    }

    void failed(Throwable e) {
        failed("%s: %s".formatted(e.getClass().getSimpleName(), e.getMessage()));
    }

    void failed(String message) {
        book.tally().failed(job, message);
        book.runs().failed(number, published());
    }

    /** Trino still executes a statement that it has received. */
    void killed() {
        book.tally().add(FaultTally.Count.KILLED);
        LocalDate published = published();
        book.runs().killed(number, book.runs().run(number).flipBegan() == Run.NOT_YET ? published : aim);
    }

    /** The run may or may not have moved the boundary. */
    private LocalDate published() {
        lookAfterRollback();
        LocalDate published = book.published().now();
        return published.isBefore(aim) ? published : aim;
    }

    private void lookAfterRollback() {
        if (job == Job.ROLL_BACK) {
            book.published().rollbackEnds();
        }
    }
}
