package dev.freshet.benchmarks.cutover;

import dev.freshet.transform.Step;
import java.time.LocalDate;
import java.util.Optional;

/** One run with faults, written down as it goes on. It may fail. */
final class Attempt {
    private final FaultBook book;
    private final Job job;
    private final LocalDate today;
    private final boolean isAhead;
    private final LocalDate aim;
    private final int number;
    private final StopWatch watch;

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
        this.aim = job == Job.RUN && today.isAfter(published) ? today : published;
        this.number = book.runs().begins(job.kind(), aim);
        this.watch = new StopWatch(book.runs(), number);
        book.tally().add(FaultTally.Count.RUN);
    }

    /** A step is about to begin. */
    void at(Step step) {
        book.grace().await(step);
        watch.begins(CutOverWatch.Part.of(step));
    }

    /** @param boundary that the run reports as published; empty if it has nothing to do with it */
    StopWatch.Times ended(Optional<LocalDate> boundary) {
        StopWatch.Times times = watch.stop();
        lookAfterRollback();
        LocalDate published = boundary.orElse(aim);
        // What is published never goes back but by a rollback. Readers' answers are held against that.
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
        isOver();
    }

    void killed() {
        book.tally().add(FaultTally.Count.KILLED);
        isOver();
    }

    /** It may have moved the boundary or not. */
    private void isOver() {
        lookAfterRollback();
        LocalDate published = book.published().now();
        book.runs().failed(number, published.isBefore(aim) ? published : aim);
    }

    private void lookAfterRollback() {
        if (job == Job.ROLL_BACK) {
            book.published().mayGoBack();
            book.published().now();
        }
    }
}
