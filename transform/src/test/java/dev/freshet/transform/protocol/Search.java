package dev.freshet.transform.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Plays the worlds of many seeds until one fails. Plays several at once, because a world mostly waits while Iceberg
 * polls its own pools.
 *
 * @param failed the failed world with the lowest seed
 */
record Search(long worlds, long states, long steps, Optional<Found> failed) {
    private static final int AT_ONCE = 4;

    record Found(long seed, Schedule schedule, Violation violation) {}

    /** @param counted which failures count; others are ignored */
    static Search play(long seed, int worlds, LongFunction<Schedule> schedules, Predicate<Violation> counted) {
        try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Search>> all = new ArrayList<>();
            for (long each = seed; each < seed + worlds; each++) {
                long one = each;
                all.add(pool.submit(() -> one(one, schedules.apply(one), counted)));
            }
            Search sum = new Search(0, 0, 0, Optional.empty());
            for (Future<Search> each : all) {
                if (sum.failed.isEmpty()) {
                    sum = sum.and(each.get());
                } else {
                    each.cancel(false);
                }
            }
            return sum;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Search one(long seed, Schedule schedule, Predicate<Violation> counted) {
        Schedule.Outcome outcome = schedule.play();
        return new Search(1, outcome.states(), outcome.steps(),
                outcome.violation().filter(counted).map(violation -> new Found(seed, schedule, violation)));
    }

    private Search and(Search other) {
        return new Search(worlds + other.worlds, states + other.states, steps + other.steps, other.failed);
    }
}
