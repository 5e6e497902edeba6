package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.transform.history.History;
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
            return DatasetStatus.unpublished(dataset.name(), dataset.rawFiles());
        }
        Instant at = dataset.now();
        Planner planner = dataset.planner(dataset.ledger(), published, at, Optional.empty());
        Map<LandingPartition, List<RawFile>> tail = new TreeMap<>();
        planner.tail().tail().forEach(partition -> tail.put(partition, dataset.landing().list(partition)));
        return DatasetStatus.of(dataset.spec(), live.get(), historyRows(), tail,
                looked(planner, live.get().boundary(), all), all ? damaged() : List.of(), warnings(at, live, tail));
    }

    private static List<BatchPlan.Partition> looked(Planner planner, Boundary boundary, boolean all) {
        return all ? planner.everyRepair(boundary.first())
                : planner.plan(Optional.empty()).partitions().stream()
                        .filter(partition -> boundary.servesFromHistory(partition.landed())).toList();
    }

    private long historyRows() {
        return dataset.trino().query("SELECT count(*) FROM " + dataset.names().t1View(), row -> row.getLong(1)).get(0);
    }

    private List<LandingPartition> damaged() {
        return History.damaged(dataset.spec(), dataset.names(), dataset.lakehouse().catalog());
    }

    private List<String> warnings(Instant at, Optional<Publication> live, Map<LandingPartition, List<RawFile>> tail) {
        Advisor advisor = dataset.advisor();
        List<RawFile> newest = tail.values().stream().flatMap(List::stream).toList();
        List<String> warnings = new ArrayList<>(advisor.clock(at, advisor.trinoNow(), live, newest));
        warnings.addAll(advisor.tail(at, live));
        tail.forEach((partition, files) -> warnings.addAll(advisor.visibility(partition, files)));
        return warnings;
    }
}
