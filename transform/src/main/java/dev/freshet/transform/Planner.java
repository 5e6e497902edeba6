package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.sql.Publication;
import dev.freshet.transform.BatchPlan.Action;
import dev.freshet.transform.BatchPlan.Day;
import dev.freshet.transform.history.Inputs;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.raw.RawFile;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** Decides what a run has to do from what lies in the landing zone, what history holds and what is published. */
record Planner(DatasetSpec spec, Ledger history, PublishedViews published, Instant now) {
    /** How long a tail table outlives the flip that moved past it: longer than the longest query. */
    static final Duration GRACE = Duration.ofHours(1);

    /**
     * @param last take in up to this day; yesterday if empty
     * @throws IllegalArgumentException if {@code last} is not over yet
     */
    BatchPlan plan(NavigableMap<LocalDate, List<RawFile>> landed, Optional<LocalDate> last) {
        LocalDate today = now.atZone(spec.zone()).toLocalDate();
        LocalDate end = last.orElse(today.minusDays(1));
        if (!end.isBefore(today)) {
            throw new IllegalArgumentException(
                    "Invalid day: %s (it is not over in %s, where it is %s)".formatted(end, spec.zone(), today));
        }
        Optional<Boundary> before = published.live().map(Publication::boundary);
        LocalDate firstLanded = landed.isEmpty() ? today : landed.firstKey();
        LocalDate from = before.map(Boundary::day).orElse(firstLanded.isBefore(today) ? firstLanded : today);
        LocalDate boundary = end.plusDays(1).isAfter(from) ? end.plusDays(1) : from;

        List<Day> days = new ArrayList<>();
        landed.headMap(from).forEach((day, files) -> days.add(new Day(day, files, whenCutOver(day, files))));
        from.datesUntil(boundary).forEach(day -> {
            List<RawFile> files = landed.getOrDefault(day, List.of());
            days.add(new Day(day, files, Action.TAKE_IN));
        });
        last.ifPresent(day -> days.removeIf(d -> d.day().isBefore(from) && !d.day().equals(day)));

        List<LocalDate> tailDays = boundary.datesUntil(max(boundary, today).plusDays(spec.lookAheadDays() + 1L))
                .toList();
        return new BatchPlan(days, new Boundary(boundary), tailDays,
                !published.shows(new Boundary(boundary), tailDays), retire());
    }

    /** A day that readers already see from history: only files that came late are followed. */
    private Action whenCutOver(LocalDate day, List<RawFile> files) {
        if (history.holds(day, files)) {
            return Action.KEEP;
        }
        Optional<Inputs> inputs = history.inputs(day);
        if (inputs.isEmpty()) {
            return history.hasRows(day) ? Action.REPORT : Action.REPAIR;
        }
        return inputs.get().goneFrom(files).isEmpty() ? Action.REPAIR : Action.REPORT;
    }

    /** Tail tables before the published boundary, once that has stood for longer than the longest query. */
    private List<LocalDate> retire() {
        return published.live().filter(p -> !now.isBefore(p.publishedAt().plus(GRACE)))
                .map(p -> published.tailTables().stream().filter(p.boundary()::servesFromHistory).toList())
                .orElse(List.of());
    }

    private static LocalDate max(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }
}
