package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.Ingested;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.transform.DatasetStatus.Lines;
import dev.freshet.transform.history.HistoryTables;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.publish.PublishedGroup;
import dev.freshet.transform.publish.PublishedViews;
import dev.freshet.transform.publish.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a dataset's status. Changes nothing. */
record Status(Dataset dataset) {
    /** @param all whether to check every landing partition, not only those that a run would check */
    DatasetStatus read(boolean all) {
        PublishedViews published = dataset.published();
        dataset.requireLandingRoot();
        Optional<Publication> live = published.live();
        if (live.isEmpty()) {
            return DatasetStatus.unpublished(dataset.name(), dataset.contents(Optional.empty(), List.of()));
        }
        Instant at = dataset.now();
        Ledger ledger = dataset.history().ledger();
        Planner planner = dataset.planner(ledger, published, at, Optional.empty());
        Map<LandingPartition, List<RawFile>> tail = new TreeMap<>();
        Map<LandingPartition, List<RawFile>> hot = new TreeMap<>();
        Span span = planner.tail();
        span.tail().forEach(partition -> {
            Map<Boolean, List<RawFile>> files = dataset.landing().list(partition).stream()
                    .collect(Collectors.partitioningBy(file -> span.hot().of(partition).has(file.path())));
            hot.put(partition, files.get(true));
            tail.put(partition, files.get(false));
        });
        Optional<Instant> completeUntil = published.ingested().flatMap(Ingested::completeUntil);
        return DatasetStatus.of(dataset.spec(), live.get(), historyRows(), dataset.history().size(),
                lag(at, span, completeUntil, tail),
                lines(ledger, span), hot, completeUntil, tail,
                checked(planner, live.get().boundary(), all), all ? dataset.history().damaged() : List.of(),
                warnings(at, published, hot, tail), published.setAside(),
                dataset.contents(published.span(), List.of()));
    }

    /**
     * Files that are set aside wait for no ingest. A copy can be older than the instant before which nothing is raw.
     */
    private Duration lag(Instant at, Span span, Optional<Instant> completeUntil,
            Map<LandingPartition, List<RawFile>> tail) {
        Instant oldestRaw = tail.entrySet().stream().flatMap(files -> files.getValue().stream()
                .filter(file -> !span.setAside().of(files.getKey()).containsKey(file.path())))
                .map(RawFile::modified).min(Comparator.naturalOrder()).orElse(at);
        Instant until = Stream.concat(completeUntil.stream(),
                Stream.of(span.boundary().historyDataAsOf(dataset.spec().zone()), oldestRaw))
                .max(Comparator.naturalOrder()).orElseThrow();
        return until.isBefore(at) ? Duration.between(until, at) : Duration.ZERO;
    }

    private List<Lines> lines(Ledger history, Span span) {
        Ledger hot = span.hot().files().isEmpty() ? Ledger.EMPTY
                : dataset.hot().existing().map(HistoryTables::ledger).orElse(Ledger.EMPTY);
        return Stream.concat(
                span.boundary().recentHistory(1).flatMap(last -> lines(history, last)),
                span.tail().stream().filter(span.hot().files()::containsKey).flatMap(each -> lines(hot, each)))
                .toList();
    }

    private static Stream<Lines> lines(Ledger ledger, LandingPartition partition) {
        return ledger.inputs(partition).map(inputs -> Lines.of(partition, inputs)).stream();
    }

    private static List<BatchPlan.Partition> checked(Planner planner, Boundary boundary, boolean all) {
        return all ? planner.everyRepair(boundary)
                : planner.plan(Optional.empty(), false).partitions().stream()
                        .filter(partition -> boundary.servesFromHistory(partition.landed())).toList();
    }

    private long historyRows() {
        return dataset.trino().query("SELECT count(*) FROM " + dataset.names().t1View(), row -> row.getLong(1)).get(0);
    }

    private List<String> warnings(Instant at, PublishedViews published, Map<LandingPartition, List<RawFile>> hot,
            Map<LandingPartition, List<RawFile>> tail) {
        List<RawFile> files = Stream.of(hot, tail).flatMap(some -> some.values().stream()).flatMap(List::stream)
                .toList();
        Advisor advisor = dataset.advisor();
        List<String> warnings = new ArrayList<>(
                advisor.warnings(at, advisor.trinoNow(), published.live(), files, tail));
        dataset.group().flatMap(PublishedGroup::difference).ifPresent(warnings::add);
        dataset.hot().notIngested(hot).forEach((partition, hidden) -> warnings.add(
                "%d files of %s have landed since, but their names sort before those of ingested files: no query reads them until the next ingest"
                        .formatted(hidden, partition)));
        if (published.isMoved()) {
            warnings.add("the tail still reads the directories of another landing.layout until ./freshet run moves it");
            return warnings;
        }
        dataset.tailCheck().toReopen(published).forEach(partition -> warnings.add(
                "the table of the tail's %s or its directory is gone: live queries fail until ./freshet run or check makes it again"
                        .formatted(partition)));
        return warnings;
    }
}
