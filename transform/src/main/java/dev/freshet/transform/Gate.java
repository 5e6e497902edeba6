package dev.freshet.transform;

import dev.freshet.spec.ReconcileMode;
import dev.freshet.spec.sql.LineSample;
import dev.freshet.spec.sql.Reconciliation;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.engine.Checksums;
import dev.freshet.transform.engine.Written;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.history.Staged;
import dev.freshet.transform.publish.PublishedViews;
import dev.freshet.transform.publish.Reconciler;
import dev.freshet.transform.publish.Rules;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares a staged ingest unit with its raw files, before readers can see it. A sample is enough for a large one, if
 * an earlier one was compared in full by the same rules.
 */
record Gate(Dataset dataset, PublishedViews published, Ledger ledger) {
    private static final Logger log = LoggerFactory.getLogger(Gate.class);
    /** Raw files of fewer bytes in all are compared in full. */
    static final long LARGE = 4 << 20;
    /** Maximum number of times a unit is staged and compared if housekeeping or other runs commit meanwhile. */
    private static final int STAGINGS = 5;

    /** The statements for a planned ingest unit. */
    List<String> text(BatchPlan.Partition planned) {
        Reconciliation queries = new Reconciliation(dataset.spec(), dataset.names(), planned.unit());
        String staged = "<staged>";
        if (dataset.spec().engine().isTrino(planned.bytes()) || mode(planned.bytes()) == ReconcileMode.FULL) {
            return List.of("-- reconcile: stop unless the next two queries return the same figures\n" + queries.tail(),
                    queries.history(staged, staged));
        }
        return List.of(
                "-- reconcile: stop unless the next query returns the lines that were read\n"
                        + queries.lines(List.of()),
                "-- and the next two return what was written\n" + queries.stored(staged),
                queries.storedRejects(staged),
                "-- and the next one returns the same for a sample of the lines, to which rejects are added\n"
                        + queries.sample(List.of(), new TreeMap<>(),
                                new LineSample(LineSample.oneIn(planned.bytes()), new TreeSet<>())));
    }

    interface Commit {
        /**
         * @param inFull the digest of the rules by which the unit was reconciled in full, if so
         * @return false if housekeeping or another run has committed meanwhile
         */
        boolean to(Staged staged, Optional<String> inFull);
    }

    /**
     * Stages what was written, compares it, and commits it if nothing differs.
     *
     * @return what differs; empty if it is committed
     * @throws ConcurrentRunException if another run has committed the unit meanwhile, or others keep committing
     */
    Optional<String> pass(History tables, Written written, Merge merge, Commit commit) {
        Staged staged = tables.stage(written);
        ReconcileMode mode = mode(written);
        for (int staging = 1;; staging++) {
            Optional<String> difference = difference(staged, merge, mode);
            if (difference.isPresent() || commit.to(staged, proven(staged, merge, mode))) {
                return difference;
            }
            if (staging == STAGINGS) {
                throw new ConcurrentRunException(dataset.name(), "kept committing to it");
            }
            tables.restage(staged);
        }
    }

    private ReconcileMode mode(long bytes) {
        return bytes >= LARGE && dataset.spec().reconcile() == ReconcileMode.SAMPLED
                && ledger.reconciledBy().equals(Optional.of(rules())) ? ReconcileMode.SAMPLED : ReconcileMode.FULL;
    }

    private String rules() {
        return Rules.digest(dataset.spec(), dataset.names(), dataset.trino());
    }

    /**
     * How much of a written ingest unit is compared. All of it if Trino has written it, if a part was taken over from
     * history, or if there are many rejects.
     */
    ReconcileMode mode(Written written) {
        return canBeSampled(written) ? mode(written.inputs().bytes()) : ReconcileMode.FULL;
    }

    private static boolean canBeSampled(Written written) {
        return written.kept().isEmpty() && written.checksums().flatMap(Checksums::lineSample).isPresent();
    }

    /**
     * The rules for which a sample is enough from now on: those by which a large unit was compared in full, if
     * comparing it by a sample finds no difference either.
     */
    private Optional<String> proven(Staged staged, Merge merge, ReconcileMode mode) {
        Written written = staged.written();
        if (mode == ReconcileMode.SAMPLED || dataset.spec().reconcile() == ReconcileMode.FULL
                || written.inputs().bytes() < LARGE || !canBeSampled(written)) {
            return Optional.empty();
        }
        Optional<String> difference = difference(staged, merge, ReconcileMode.SAMPLED);
        difference.ifPresent(how -> log.warn("{} is compared in full until Trino computes the same checksums: {}",
                dataset.name(), how));
        return difference.isPresent() ? Optional.empty() : Optional.of(rules());
    }

    /** What differs; empty if nothing does. */
    Optional<String> difference(Staged staged, Merge merge, ReconcileMode mode) {
        Reconciler reconciler = new Reconciler(dataset.spec(), dataset.names(), dataset.trino());
        dataset.progress().at(Step.RECONCILE, Step.RECONCILE.label() + " " + staged.unit(), 0, 0);
        try {
            return reconciler.difference(staged, merge.without(), merge.setAside(), mode);
        } catch (LakehouseException e) { // housekeeping may have retired the tail table of a day before the boundary
            log.debug("reconciling once more", e);
            published.open(staged.unit().landed());
            return reconciler.difference(staged, merge.without(), merge.setAside(), mode);
        }
    }
}
