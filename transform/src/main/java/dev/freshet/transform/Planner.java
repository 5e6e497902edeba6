package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.sql.Publication;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.transform.BatchPlan.Action;
import dev.freshet.transform.history.Inputs;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.raw.RawFile;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/** Decides what a run has to do from what lies in the landing zone, what history holds and what is published. */
record Planner(DatasetSpec spec, Ledger ledger, PublishedViews published, Instant at) {
    /**
     * @param last take in up to this landing partition; the last that is over if empty
     * @throws IllegalArgumentException if {@code last} is not over yet, or is of another cadence
     */
    BatchPlan plan(NavigableMap<LandingPartition, List<RawFile>> landed, Optional<LandingPartition> last) {
        LandingPartition current = LandingPartition.at(at, spec.zone(), spec.landing().cadence());
        last.ifPresent(partition -> requireOver(partition, current));
        LandingPartition end = last.map(LandingPartition::next).orElse(current);
        Optional<LandingPartition> now = published.live().map(Publication::boundary).map(Boundary::first);
        LandingPartition from = now
                .orElse(landed.isEmpty() || current.isBefore(landed.firstKey()) ? current : landed.firstKey());
        LandingPartition boundary = from.isBefore(end) ? end : from;

        List<BatchPlan.Partition> partitions = new ArrayList<>(repairs(landed, from, last));
        from.until(boundary).forEach(partition -> {
            List<RawFile> files = landed.getOrDefault(partition, List.of());
            partitions.add(new BatchPlan.Partition(partition, files,
                    ledger.holds(partition, files, spec) ? Action.KEEP : Action.TAKE_IN));
        });
        BatchPlan.Span after = span(boundary);
        BatchPlan.Span before = span(now.orElse(boundary));
        return new BatchPlan(partitions, before, published.isReshaped(before), after, retire());
    }

    /**
     * The landing partitions that readers see from history already.
     *
     * @param only of these, this one alone if it is given
     */
    List<BatchPlan.Partition> repairs(NavigableMap<LandingPartition, List<RawFile>> landed, LandingPartition boundary,
            Optional<LandingPartition> only) {
        return landed.headMap(boundary).entrySet().stream()
                .filter(entry -> only.isEmpty() || only.get().equals(entry.getKey()))
                .map(entry -> new BatchPlan.Partition(entry.getKey(), entry.getValue(),
                        whenCutOver(entry.getKey(), entry.getValue())))
                .toList();
    }

    /** Only files that came late are followed. */
    private Action whenCutOver(LandingPartition partition, List<RawFile> files) {
        if (ledger.holds(partition, files)) {
            return Action.KEEP;
        }
        Optional<Inputs> inputs = ledger.inputs(partition);
        if (inputs.isEmpty()) {
            return ledger.hasRows(partition) ? Action.REPORT : Action.REPAIR;
        }
        return inputs.get().goneFrom(files).isEmpty() ? Action.REPAIR : Action.REPORT;
    }

    private void requireOver(LandingPartition last, LandingPartition current) {
        if (last.cadence() != current.cadence()) {
            throw new IllegalArgumentException("Invalid day: %s (files land by the %s: name one such as %s)".formatted(
                    last, current.cadence() == Cadence.HOURLY ? "hour" : "day", current));
        }
        if (!last.isBefore(current)) {
            throw new IllegalArgumentException(
                    "Invalid day: %s (it is not over in %s, where it is %s)".formatted(last, spec.zone(), current));
        }
    }

    private BatchPlan.Span span(LandingPartition boundary) {
        LocalDateTime horizon = LocalDateTime.ofInstant(at, spec.zone()).plus(spec.tail().lookAhead());
        LandingPartition end = new LandingPartition(boundary.cadence(),
                horizon.truncatedTo(boundary.cadence().unit())).next();
        return new BatchPlan.Span(new Boundary(boundary),
                boundary.until(end.isBefore(boundary.next()) ? boundary.next() : end).toList());
    }

    /**
     * Tail tables before the published boundary, once that has stood for longer than the longest query; not those that
     * a rollback needs.
     */
    List<LandingPartition> retire() {
        return published.live().filter(p -> !at.isBefore(p.publishedAt().plus(spec.tail().retireAfter())))
                .map(p -> {
                    Set<LandingPartition> kept = published.tailKept();
                    return published.tailTables().stream().filter(p.boundary()::servesFromHistory)
                            .filter(partition -> !kept.contains(partition)).toList();
                }).orElse(List.of());
    }
}
