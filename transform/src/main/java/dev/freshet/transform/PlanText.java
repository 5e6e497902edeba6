package dev.freshet.transform;

import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.sql.Names;
import dev.freshet.core.sql.Reconciliation;
import dev.freshet.transform.BatchPlan.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A plan as people read it: the statements in order; steps outside Trino are SQL comments. */
record PlanText(DatasetSpec spec, Names names, PublishedViews published) {
    List<String> steps(BatchPlan plan, Instant now) {
        List<String> steps = new ArrayList<>(published.schemas());
        for (BatchPlan.Day day : plan.days()) {
            if (day.action() == Action.TAKE_IN || day.action() == Action.REPAIR) {
                Reconciliation queries = new Reconciliation(spec, names, day.day());
                steps.add("-- list and write: %d files, %d bytes of landing day %s to Parquet".formatted(
                        day.files().size(), day.bytes(), day.day()));
                steps.add("-- commit: replace landed_on = DATE '%s' in %s and %s".formatted(day.day(),
                        names.historyRejects(), names.history()));
                steps.add(published.tail(day.day()).create());
                steps.add("-- reconcile: stop unless the next two answer the same\n" + queries.tail());
                steps.add(queries.history());
            } else if (day.action() == Action.REPORT) {
                steps.add("-- report: files of landing day %s that were taken in are gone or differ".formatted(
                        day.day()));
            }
        }
        if (plan.flip()) {
            plan.tailDays().forEach(day -> steps.add(published.tail(day).create()));
            steps.addAll(published.flip(plan.boundary(), plan.tailDays(), now));
        }
        plan.retire().forEach(day -> steps.add(published.tail(day).drop()));
        return steps;
    }
}
