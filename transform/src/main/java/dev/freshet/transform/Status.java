package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.publish.PublishedViews;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
        Planner planner = dataset.planner(dataset.history().ledger(), published, at, Optional.empty());
        Map<LandingPartition, List<RawFile>> tail = new TreeMap<>();
        planner.tail().tail().forEach(partition -> tail.put(partition, dataset.landing().list(partition)));
        return DatasetStatus.of(dataset.spec(), live.get(), historyRows(), tail,
                checked(planner, live.get().boundary(), all), all ? dataset.history().damaged() : List.of(),
                warnings(at, published, tail), published.setAside(),
                dataset.contents(published.span(), List.of()));
    }

    private static List<BatchPlan.Partition> checked(Planner planner, Boundary boundary, boolean all) {
        return all ? planner.everyRepair(boundary)
                : planner.plan(Optional.empty()).partitions().stream()
                        .filter(partition -> boundary.servesFromHistory(partition.landed())).toList();
    }

    private long historyRows() {
        return dataset.trino().query("SELECT count(*) FROM " + dataset.names().t1View(), row -> row.getLong(1)).get(0);
    }

    private List<String> warnings(Instant at, PublishedViews published, Map<LandingPartition, List<RawFile>> tail) {
        List<RawFile> files = tail.values().stream().flatMap(List::stream).toList();
        Advisor advisor = dataset.advisor();
        List<String> warnings = new ArrayList<>(
                advisor.warnings(at, advisor.trinoNow(), published.live(), files, tail));
        if (published.isMoved()) {
            warnings.add("the tail still reads the directories of another landing.layout until ./freshet run moves it");
        }
        return warnings;
    }
}
