package dev.freshet.cli;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
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

    /** @param failures so many in a row */
    private record Due(Instant at, int failures) {}

    private final DatasetSpec spec;
    private final Map<Task, Due> tasks = new EnumMap<>(Task.class);

    /** The first run is due at once: it catches up. */
    Schedule(DatasetSpec spec, Instant now) {
        this.spec = spec;
        tasks.put(Task.RUN, new Due(now, 0));
        spec.ingest().ifPresent(ingest -> tasks.put(Task.INGEST, new Due(now, 0)));
        tasks.put(Task.MAINTAIN, new Due(now.plus(Duration.ofHours(1)), 0));
    }

    /** When the next task is due. */
    Instant next() {
        return tasks.values().stream().map(Due::at).min(Comparator.naturalOrder()).orElseThrow();
    }

    /** A task that is due. */
    Optional<Task> due(Instant now) {
        return tasks.entrySet().stream().filter(task -> !task.getValue().at().isAfter(now)).map(Map.Entry::getKey)
                .findFirst();
    }

    /** @param start when the task began */
    void succeeded(Task task, Instant start) {
        tasks.put(task, new Due(switch (task) {
            case RUN -> LandingPartition.at(start, spec.zone(), spec.landing().cadence()).next().startsAt(spec.zone())
                    .plus(AFTER_MIDNIGHT);
            case INGEST -> start.plus(spec.ingest().orElseThrow().every());
            case MAINTAIN -> start.plus(HOUSEKEEPING);
        }, 0));
    }

    /** @return when the task is tried again */
    Instant failed(Task task, Instant now) {
        int failures = tasks.get(task).failures();
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(failures, 10));
        Instant again = now.plus(wait.compareTo(LAST_RETRY) < 0 ? wait : LAST_RETRY);
        tasks.put(task, new Due(again, failures + 1));
        return again;
    }

    /** Nothing is done before this time, as another process works on the dataset. */
    void pause(Instant until) {
        tasks.replaceAll((task, due) -> due.at().isBefore(until) ? new Due(until, due.failures()) : due);
    }
}
