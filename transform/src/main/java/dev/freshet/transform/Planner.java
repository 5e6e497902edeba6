package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.Hot;
import dev.freshet.spec.sql.SetAside;
import dev.freshet.transform.BatchPlan.Action;
import dev.freshet.transform.publish.Span;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.engine.InputChanges;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.publish.PublishedViews;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Decides what a run has to do, from the landing zone, the ledger and the published views.
 *
 * @param at the time by the batch's clock
 * @param over the time by which landing partitions count as over: the earlier of the batch's and Trino's clock
 */
record Planner(DatasetSpec spec, LandingZone landing, Ledger ledger, PublishedViews published, Instant at,
        Instant over) {
    /** A run checks this many landing partitions before the boundary for late files, and a part of the older ones. */
    private static final int RECENT = 32;

    /**
     * @param last the last landing partition to ingest; if empty, the last one that is over
     * @param allowEmpty whether the first run may find no raw file
     * @throws IllegalArgumentException if {@code last} is not over yet, has another cadence, or precedes all raw files
     */
    BatchPlan plan(Optional<LandingPartition> last, boolean allowEmpty) {
        LandingPartition current = partitionAt(over);
        last.ifPresent(partition -> requireOver(partition, current));
        LandingPartition end = last.map(LandingPartition::next).orElse(current);
        Optional<Span> now = published.span();
        return now.isPresent() ? next(now.get(), end) : first(end, last, allowEmpty);
    }

    /** The plan of the first run: ingests all landed partitions that are over. */
    private BatchPlan first(LandingPartition end, Optional<LandingPartition> last, boolean allowEmpty) {
        NavigableMap<LandingPartition, List<RawFile>> landed = landing.list();
        if (landed.isEmpty() && !allowEmpty && !landing.reportsMissingRoot()) {
            throw new LakehouseException(
                    "Cannot find a raw file of %s under %s (check landing.root and landing.layout; if none has landed yet, use --allow-empty)"
                            .formatted(spec.name(), spec.landing().root()));
        }
        LandingPartition first = landed.isEmpty() ? partitionAt(over) : landed.firstKey();
        last.filter(day -> day.next().isBefore(first)).ifPresent(day -> { // the tail would have a table for each day
            throw new IllegalArgumentException(
                    "Invalid day: %s (no raw file has landed before %s)".formatted(day, first));
        });
        List<BatchPlan.Partition> partitions = landed.headMap(end).entrySet().stream()
                .map(entry -> ahead(entry.getKey(), entry.getValue())).toList();
        Boundary boundary = new Boundary(end);
        Span span = new Span(boundary, horizon(boundary), Optional.empty(), SetAside.NONE, Hot.NONE,
                published.rollbacks());
        return new BatchPlan(partitions, span, false, span);
    }

    private BatchPlan next(Span now, LandingPartition end) {
        Boundary boundary = now.boundary();
        List<BatchPlan.Partition> partitions = new ArrayList<>();
        checked(boundary).forEach(partition -> partitions.add(behind(partition, landing.list(partition))));
        partitions.removeIf(partition -> partition.files().isEmpty() && partition.changes().isEmpty());
        boundary.tail(end).forEach(partition -> partitions.add(ahead(partition, landing.list(partition))));
        Span before = tail();
        Boundary next = new Boundary(end);
        Span after = boundary.isBefore(next)
                ? new Span(next, later(before.until(), horizon(next)), Optional.of(boundary), before.setAside(),
                        before.hot(), before.rollbacks())
                : before;
        return new BatchPlan(partitions, before, published.isReshaped(), after);
    }

    /**
     * What is published, with the tail extended by the spec's look-ahead. It is never shortened, whatever the clock
     * says.
     */
    Span tail() {
        Span now = published.span().orElseThrow();
        return new Span(now.boundary(), later(now.until(), horizon(now.boundary())), now.previous(), now.setAside(),
                now.hot(), now.rollbacks());
    }

    /** The first landing partition beyond the look-ahead. */
    private LandingPartition horizon(Boundary boundary) {
        Cadence cadence = spec.landing().cadence();
        LocalDateTime horizon = LocalDateTime.ofInstant(at, spec.zone()).plus(spec.tail().lookAhead());
        LandingPartition end = new LandingPartition(cadence, horizon.truncatedTo(cadence.unit())).next();
        return later(end, boundary.shortestTailEnd());
    }

    private static LandingPartition later(LandingPartition a, LandingPartition b) {
        return a.isBefore(b) ? b : a;
    }

    /** The landing partitions before the boundary that a run checks for late files. */
    private NavigableSet<LandingPartition> checked(Boundary boundary) {
        NavigableSet<LandingPartition> checked = new TreeSet<>(boundary.recentHistory(RECENT).toList());
        List<YearMonth> months = ledger.months();
        if (!months.isEmpty()) {
            checked.addAll(turn(months).filter(boundary::servesFromHistory).toList());
        }
        return checked;
    }

    /** The days of one month, or the hours of one day in it. Runs take turns through all months. */
    private Stream<LandingPartition> turn(List<YearMonth> months) {
        Cadence cadence = spec.landing().cadence();
        int turn = (int) (at.getEpochSecond() / cadence.unit().getDuration().toSeconds());
        YearMonth month = months.get(turn % months.size());
        LocalDate first = cadence == Cadence.DAILY ? month.atDay(1)
                : month.atDay(1 + turn / months.size() % month.lengthOfMonth());
        LocalDate end = cadence == Cadence.DAILY ? month.plusMonths(1).atDay(1) : first.plusDays(1);
        return new LandingPartition(cadence, first.atStartOfDay())
                .until(new LandingPartition(cadence, end.atStartOfDay()));
    }

    /** Every landing partition before the boundary that has files or was ingested. */
    List<BatchPlan.Partition> everyRepair(Boundary boundary) {
        NavigableMap<LandingPartition, List<RawFile>> landed = landing.list();
        NavigableSet<LandingPartition> all = new TreeSet<>(landed.keySet());
        all.addAll(ledger.partitions());
        return all.stream().filter(boundary::servesFromHistory)
                .map(partition -> behind(partition, landed.getOrDefault(partition, List.of()))).toList();
    }

    /** Plans a landing partition before the boundary: late files are ingested. */
    BatchPlan.Partition behind(LandingPartition partition, List<RawFile> files) {
        InputChanges changes = changes(partition, files);
        return new BatchPlan.Partition(partition, files, changes,
                changes.bringsRows() ? Action.REPAIR : unless(changes));
    }

    private InputChanges changes(LandingPartition partition, List<RawFile> files) {
        return ledger.holds(partition, files) ? InputChanges.NONE : ledger.changes(partition, files);
    }

    private static Action unless(InputChanges changes) {
        return changes.isEmpty() ? Action.UNCHANGED : Action.REPORT;
    }

    /** Plans a landing partition from the boundary on. */
    BatchPlan.Partition ahead(LandingPartition partition, List<RawFile> files) {
        InputChanges changes = changes(partition, files);
        boolean same = !changes.bringsRows() && changes.replaced().isEmpty() && ledger.isOfColumns(partition, spec);
        return new BatchPlan.Partition(partition, files, changes, same ? unless(changes) : Action.INGEST);
    }

    /**
     * The landing partitions of a range. Where files land by the hour, a day stands for its hours.
     *
     * @throws IllegalArgumentException if one is not over yet or has another cadence, or if the first one is the later
     */
    List<LandingPartition> range(LandingPartition from, LandingPartition to) {
        LandingPartition first = hour(from, from.start());
        LandingPartition last = hour(to, to.next().start().minusHours(1));
        requireOver(first, partitionAt(over));
        requireOver(last, partitionAt(over));
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("Invalid range: %s to %s (name the earlier one first)".formatted(from,
                    to));
        }
        return first.until(last.next()).toList();
    }

    private LandingPartition hour(LandingPartition day, LocalDateTime hour) {
        return day.cadence() == Cadence.DAILY && spec.landing().cadence() == Cadence.HOURLY
                ? new LandingPartition(Cadence.HOURLY, hour)
                : day;
    }

    private LandingPartition partitionAt(Instant instant) {
        return LandingPartition.at(instant, spec.zone(), spec.landing().cadence());
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

    /**
     * Tail tables that neither a query nor a rollback can need: those before both the boundary and the previous one,
     * once {@code retire_after} has passed since the last flip.
     */
    List<LandingPartition> retire() {
        return published.live().filter(p -> !over.isBefore(p.publishedAt().plus(spec.tail().retireAfter())))
                .map(p -> published.tailTables().stream().filter(published::isDone).toList()).orElse(List.of());
    }
}
