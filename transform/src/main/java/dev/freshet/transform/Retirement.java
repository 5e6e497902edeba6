package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.publish.PublishedViews;
import java.util.ArrayList;
import java.util.List;

/** Drops tail tables that are no longer needed. */
record Retirement(Dataset dataset) {
    /**
     * @param partitions those whose tail tables were not needed when the run began; each is checked again before its
     *        table is dropped
     * @return the names of the tables that were dropped
     */
    List<String> drop(List<LandingPartition> partitions) {
        List<String> dropped = new ArrayList<>();
        for (LandingPartition partition : partitions) {
            PublishedViews before = dataset.published();
            if (before.isDone(partition)) {
                dataset.trino().ensure(Step.RETIRE, before.tail(partition).drop());
                PublishedViews after = dataset.published();
                if (after.isDone(partition)) {
                    dropped.add(dataset.names().tailTable(partition));
                } else { // a rollback came in between
                    after.open(partition);
                }
            }
        }
        return dropped;
    }
}
