package dev.freshet.cli;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When a dataset's tasks are due. A task that fails is tried again after a while, and does not delay the others. */
final class Schedule {
    /** In the order in which they are done if they are due at once. */
    enum Task {
        RUN,
        INGEST,
        MAINTAIN
    }

    /** The clocks of other machines may be behind by as much. */
    private static final Duration AFTER_MIDNIGHT = Duration.ofMinutes(1);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final Duration LAST_RETRY = Duration.ofMinutes(15);
    private static final Duration HOUSEKEEPING = Duration.ofDays(1);
    /** From an ingest to the next one that an event asks for. */
    static final Duration REST = Duration.ofSeconds(5);
    /** Object storage gives modification times in whole seconds. */
    static final Duration ROUNDED = Duration.ofSeconds(1);

    /** @param failures so many in a row */
    private record Due(Instant at, int failures) {}

    private final DatasetSpec spec;
    private final Map<Task, Due> tasks = new EnumMap<>(Task.class);
    /** The first event since the last ingest began. */
    private Optional<Instant> told = Optional.empty();
    private Instant rested = Instant.MIN;
    private boolean hasRun;
    private boolean ended;

    /** The first run is due at once: it catches up. Ingests follow it, as it may publish the dataset. */
    Schedule(DatasetSpec spec, Instant now) {
        this.spec = spec;
        tasks.put(Task.RUN, new Due(now, 0));
        spec.ingest().ifPresent(ingest -> tasks.put(Task.INGEST, new Due(now, 0)));
        tasks.put(Task.MAINTAIN, new Due(now.plus(Duration.ofHours(1)), 0));
    }

    /** When the next task is due. */
    synchronized Instant next() {
        return tasks.keySet().stream().map(this::at).min(Comparator.naturalOrder()).orElseThrow();
    }

    private Instant at(Task task) {
        Due due = tasks.get(task);
        if (task == Task.INGEST && !hasRun) {
            return Instant.MAX;
        }
        if (task != Task.INGEST || told.isEmpty() || due.failures() > 0) {
            return due.at();
        }
        Instant settled = told.get().plus(spec.ingest().orElseThrow().minAge()).plus(ROUNDED);
        Instant soon = settled.isBefore(rested) ? rested : settled;
        return soon.isBefore(due.at()) ? soon : due.at();
    }

    /** The tasks that are due. */
    synchronized List<Task> due(Instant now) {
        return tasks.keySet().stream().filter(task -> !at(task).isAfter(now)).toList();
    }

    /**
     * Waits until a task becomes due.
     *
     * @param most not for longer, as one that is due may have to wait for something else
     */
    synchronized void await(Instant now, Duration most) throws InterruptedException {
        Duration left = Duration.between(now, next());
        if (!ended) {
            wait(left.isPositive() && left.compareTo(most) < 0 ? left.toMillis() + 1 : most.toMillis());
        }
    }

    /** Ends all waiting. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** An event tells of a file: it is ingested as soon as it is old enough. */
    synchronized void told(Instant now) {
        if (told.isEmpty()) {
            told = Optional.of(now);
            notifyAll();
        }
    }

    /** A task begins. An ingest takes all files that events have told of. */
    synchronized void begins(Task task) {
        if (task == Task.INGEST) {
            told = Optional.empty();
        }
    }

    /** @param start when the task began */
    synchronized void succeeded(Task task, Instant start) {
        hasRun |= task == Task.RUN;
        tasks.put(task, new Due(switch (task) {
            case RUN -> LandingPartition.at(start, spec.zone(), spec.landing().cadence()).next().startsAt(spec.zone())
                    .plus(AFTER_MIDNIGHT);
            case INGEST -> start.plus(spec.ingest().orElseThrow().every());
            case MAINTAIN -> start.plus(HOUSEKEEPING);
        }, 0));
    }

    /**
     * Leaves ingests to events, after one that has succeeded.
     *
     * @param listing when a full listing is due, whether or not there are events
     * @param young when a file was modified that is still too young for an ingest
     */
    synchronized void leaveToEvents(Instant now, Instant listing, Optional<Instant> young) {
        Duration every = spec.ingest().orElseThrow().every();
        tasks.computeIfPresent(Task.INGEST,
                (task, due) -> due.at().isBefore(listing) ? new Due(listing, 0) : due);
        rested = now.plus(REST);
        young.filter(modified -> modified.isBefore(now.plus(every))).ifPresent(this::told);
    }

    /** @return when the task is tried again */
    synchronized Instant failed(Task task, Instant now) {
        hasRun |= task == Task.RUN;
        int failures = tasks.get(task).failures();
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 10));
        Instant again = now.plus(wait.compareTo(LAST_RETRY) < 0 ? wait : LAST_RETRY);
        tasks.put(task, new Due(again, failures + 1));
        return again;
    }

    /** Nothing is done before this time, as another process works on the dataset. */
    synchronized void pause(Instant until) {
        rested = until;
        tasks.replaceAll((task, due) -> due.at().isBefore(until) ? new Due(until, due.failures()) : due);
    }
}
