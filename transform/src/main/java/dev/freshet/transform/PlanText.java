package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.sql.Reconciliation;
import dev.freshet.spec.sql.View;
import dev.freshet.transform.history.History;
import dev.freshet.transform.publish.PublishedViews;
import dev.freshet.transform.publish.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A plan as text for people: the statements in order, with steps outside Trino as SQL comments. */
record PlanText(Dataset dataset, PublishedViews published) {
    /** @param retire the landing partitions whose tail tables are dropped at the end */
    List<String> steps(BatchPlan plan, List<LandingPartition> retire, Instant now) {
        List<String> steps = new ArrayList<>(published.schemas());
        if (!plan.reshape() && published.live().isPresent()) {
            flip(steps, plan.before(), now);
        }
        steps.addAll(History.evolution(dataset.spec(), dataset.names(), dataset.lakehouse().catalog()));
        if (plan.reshape()) {
            flip(steps, plan.before(), now);
        }
        for (BatchPlan.Partition partition : plan.partitions()) {
            switch (partition.action()) {
                case INGEST, REPAIR -> ingest(steps, partition);
                case REPORT -> steps.add(
                        "-- report: files of landing day %s that were ingested are gone or differ; history keeps its rows"
                                .formatted(partition.landed()));
                case KEEP -> {
                }
            }
        }
        if (!plan.after().equals(plan.before()) || published.live().isEmpty()) {
            flip(steps, plan.after(), now);
        }
        retire.forEach(partition -> steps.add(published.tail(partition).drop()));
        return steps;
    }

    private void flip(List<String> steps, Span span, Instant now) {
        List<View> flip = published.outdated(span, now);
        if (!flip.isEmpty()) {
            span.tail().forEach(partition -> steps.add(published.tail(partition).create()));
            flip.forEach(view -> steps.add(view.createOrReplace()));
        }
    }

    private void ingest(List<String> steps, BatchPlan.Partition partition) {
        Names names = dataset.names();
        Reconciliation queries = new Reconciliation(dataset.spec(), names, partition.landed());
        steps.add("-- list and write: %d files, %d bytes of landing day %s to Parquet".formatted(
                partition.files().size(), partition.bytes(), partition.landed()));
        steps.add("-- stage: branches of %s and %s that no reader sees".formatted(names.historyRejects(),
                names.history()));
        steps.add(published.tail(partition.landed()).create());
        steps.add("-- reconcile: stop unless the next two answer the same\n" + queries.tail());
        steps.add(queries.history("<staged>", "<staged>"));
        steps.add("-- commit: replace landed_on = %s in %s and %s".formatted(partition.landed().literal(),
                names.historyRejects(), names.history()));
    }
}
