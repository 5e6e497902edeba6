package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.sql.Names;
import java.util.ArrayList;
import java.util.List;

/** Drops tail tables that nothing needs any more. */
record Retirement(DatasetSpec spec, Names names, TrinoSession trino) {
    /**
     * @param partitions those whose tail tables nothing needed when the run began. What is published now decides.
     * @return the names of the tables that were dropped
     */
    List<String> drop(List<LandingPartition> partitions) {
        List<String> dropped = new ArrayList<>();
        for (LandingPartition partition : partitions) {
            PublishedViews before = PublishedViews.read(spec, names, trino);
            if (before.isDone(partition)) {
                trino.ensure(Step.RETIRE, before.tail(partition).drop());
                PublishedViews after = PublishedViews.read(spec, names, trino);
                if (after.isDone(partition)) {
                    dropped.add(names.tailTable(partition));
                } else { // a rollback came between
                    after.open(partition);
                }
            }
        }
        return dropped;
    }
}
