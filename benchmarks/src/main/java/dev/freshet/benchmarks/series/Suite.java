package dev.freshet.benchmarks.series;

import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Report;
import dev.freshet.benchmarks.Site;
import java.time.Duration;

/**
 * One benchmark of a series.
 *
 * @param name of its result's file
 * @param usual about what it takes on two cores
 * @param needsOurTrino whether this process must have started Trino as one process, with files on disk
 */
public record Suite(String name, Duration usual, boolean needsOurTrino, Work work) {
    /** Runs it. */
    public interface Work {
        Report run(Site site, BenchProgress progress);
    }

    static Suite of(String name, int usualSeconds, Work work) {
        return new Suite(name, Duration.ofSeconds(usualSeconds), false, work);
    }

    static Suite onOurTrino(String name, int usualSeconds, Work work) {
        return new Suite(name, Duration.ofSeconds(usualSeconds), true, work);
    }
}
