package dev.freshet.benchmarks.series;

import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.cli.screen.Figures;
import java.time.Duration;
import java.util.List;

/**
 * Tells which suite of a series runs, and about how long the rest will take: what the suites usually take, times how
 * much slower than usual the ones before were.
 */
final class TimeLeft {
    private final List<Suite> suites;
    private final BenchProgress progress;
    private Duration usual = Duration.ZERO;
    private Duration taken = Duration.ZERO;

    TimeLeft(List<Suite> suites, BenchProgress progress) {
        this.suites = suites;
        this.progress = progress;
    }

    void took(Suite suite, Duration time) {
        usual = usual.plus(suite.usual());
        taken = taken.plus(time);
    }

    /** Puts the suite and the time left before each step. A step that goes on keeps the time it began with. */
    BenchProgress of(Suite suite) {
        long start = System.nanoTime();
        return new BenchProgress() {
            private String step;
            private String told;

            @Override
            public void at(String now, long done, long total) {
                if (!now.equals(step)) {
                    step = now;
                    told = "%s (%d of %d, %s left): %s".formatted(suite.name(), suites.indexOf(suite) + 1,
                            suites.size(), Figures.duration(left(suite, Duration.ofNanos(System.nanoTime() - start))),
                            now);
                }
                progress.at(told, done, total);
            }
        };
    }

    /** @param running how long the suite has been running */
    Duration left(Suite suite, Duration running) {
        Duration own = scaled(suite.usual()).minus(running);
        Duration later = suites.stream().skip(suites.indexOf(suite) + 1L).map(Suite::usual)
                .reduce(Duration.ZERO, Duration::plus);
        Duration all = (own.isNegative() ? Duration.ZERO : own).plus(scaled(later));
        return Duration.ofSeconds(Math.round(all.toMillis() / 1000.0));
    }

    private Duration scaled(Duration time) {
        return usual.isZero() ? time : Duration.ofMillis(time.toMillis() * taken.toMillis() / usual.toMillis());
    }
}
