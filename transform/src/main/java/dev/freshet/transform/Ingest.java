package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.BatchPlan.Action;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.Merge.Gone;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.engine.Written;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.UnreadableFileException;
import dev.freshet.transform.publish.PublishedViews;
import dev.freshet.transform.publish.ReconcileException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.exceptions.NotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ingests one landing partition: write, stage, reconcile, commit. Reads its files as they are now; history keeps the
 * rows of files that are gone.
 *
 * @param leasedAt start of the run, by Trino's clock if known, as all hosts share that clock
 */
record Ingest(Dataset dataset, History history, PublishedViews published, Instant leasedAt) {
    private static final Logger log = LoggerFactory.getLogger(Ingest.class);
    /** Maximum number of times a partition is read if its files change meanwhile. */
    private static final int ATTEMPTS = 3;

    private record Committed(Merge merge, Written written) {}

    /** What would be done for a planned landing partition: SQL statements, and work outside Trino as comments. */
    static List<String> text(Dataset dataset, PublishedViews published, Ledger ledger, BatchPlan.Partition planned) {
        return switch (planned.action()) {
            case INGEST, REPAIR -> {
                Names names = dataset.names();
                List<String> text = new ArrayList<>(List.of(published.tail(planned.landed()).create()));
                text.addAll(new Engines(dataset).text(planned));
                text.add("-- stage: branches of %s and %s that no reader sees".formatted(names.historyRejects(),
                        names.history()));
                text.addAll(new Gate(dataset, published, ledger).text(planned));
                text.add("-- commit: replace landed_on = %s in %s and %s".formatted(planned.landed().literal(),
                        names.historyRejects(), names.history()));
                yield text;
            }
            case REPORT -> List.of(
                    "-- report: ingested files of landing day %s are gone or differ; history keeps their rows"
                            .formatted(planned.landed()));
            case UNCHANGED -> planned.files().isEmpty()
                    ? List.of(published.tail(planned.landed()).create(), published.tail(planned.landed()).anyFile())
                    : List.of();
        };
    }

    /** Does what was planned for a landing partition. */
    BatchReport.Partition asPlanned(BatchPlan.Partition planned) {
        return switch (planned.action()) {
            case INGEST -> partition(planned, Gone.KEEP_BUT_REPLACED);
            case REPAIR -> partition(planned, Gone.KEEP);
            case UNCHANGED -> {
                if (planned.files().isEmpty() && history.ledger().isEmpty(planned.landed())) {
                    requireEmpty(planned.landed());
                }
                yield untouched(planned);
            }
            case REPORT -> untouched(planned);
        };
    }

    /** The flip would hide rows of a landing partition in which only Trino finds files. */
    private void requireEmpty(LandingPartition partition) {
        dataset.progress().at(Step.RECONCILE, Step.RECONCILE.label() + " " + partition, 0, 0);
        published.open(partition);
        dataset.trino().query(published.tail(partition).anyFile(), row -> row.getString(1)).forEach(file -> {
            if (dataset.landing().list(partition).isEmpty()) {
                throw differs(partition, "Trino reads " + file + ", which the batch does not find");
            }
        });
    }

    BatchReport.Partition partition(BatchPlan.Partition planned, Gone gone) {
        return partition(planned, (files, unreadable) -> Merge.of(history, planned.unit(), files, unreadable, gone));
    }

    BatchReport.Partition partition(BatchPlan.Partition planned, Merge.Sources sources) {
        Instant start = dataset.now();
        boolean known = history.ledger().inputs(planned.landed()).isPresent();
        history.takeLease(leasedAt);
        published.open(planned.landed());
        Committed committed = committed(planned, sources);
        Inputs inputs = history.ledger().inputs(planned.landed()).orElse(Inputs.NONE);
        return new BatchReport.Partition(planned.landed(), known ? Outcome.REPLACED : Outcome.INGESTED,
                inputs.files().size(), inputs.bytes(), inputs.rows(), inputs.rejects(),
                committed.merge.dropped().stream().mapToLong(Inputs.Input::rows).sum(), committed.written.reasons(),
                new Rejects(dataset).advice(committed.written), Duration.between(start, dataset.now()));
    }

    /** Reports a partition that is not ingested. */
    private BatchReport.Partition untouched(BatchPlan.Partition partition) {
        Optional<Inputs> inputs = history.ledger().inputs(partition.landed());
        return new BatchReport.Partition(partition.landed(),
                partition.action() == Action.UNCHANGED ? Outcome.UNCHANGED : Outcome.INPUTS_CHANGED,
                partition.files().size(), partition.bytes(), inputs.map(Inputs::rows).orElse(0L),
                inputs.map(Inputs::rejects).orElse(0L), 0, Map.of(), Optional.empty(), Duration.ZERO);
    }

    /** Commits the partition, equal to the tail. If its files change meanwhile, it is read again. */
    private Committed committed(BatchPlan.Partition planned, Merge.Sources sources) {
        LandingPartition partition = planned.landed();
        List<RawFile> files = planned.files();
        SortedMap<String, String> unreadable = new TreeMap<>(published.setAside().of(partition));
        for (int attempt = 1;; attempt++) {
            RuntimeException problem;
            try {
                Merge merge = sources.of(files, unreadable);
                return new Committed(merge, commit(planned.unit(), files, merge));
            } catch (UnreadableFileException | ReconcileException | LakehouseException | UncheckedIOException
                    | NotFoundException e) {
                problem = e;
            }
            if (dataset.tailCheck().addTo(unreadable, partition, files, problem)) {
                attempt--;
                continue;
            }
            List<RawFile> now = dataset.landing().list(partition);
            if (now.equals(files)) {
                throw problem;
            }
            if (attempt == ATTEMPTS) {
                throw differs(partition, "files keep landing in it");
            }
            log.info("files of {} changed while it was ingested; ingesting it again", partition);
            files = now;
        }
    }

    private Written commit(IngestUnit unit, List<RawFile> files, Merge merge) {
        Written written = new Engines(dataset).of(history, files).write(unit, merge.read(), merge.setAside(),
                merge.kept());
        if (!dataset.landing().list(unit.landed()).equals(files)) {
            throw differs(unit.landed(), "its files changed while they were read");
        }
        new Rejects(dataset).requireFew(written, merge);
        Optional<Inputs> dropped = merge.dropped().isEmpty() ? Optional.empty()
                : Optional.of(new Inputs(merge.dropped()));
        new Gate(dataset, published, history.ledger())
                .pass(history, written, merge, (staged, inFull) -> history.commit(staged, dropped, inFull))
                .ifPresent(how -> {
                    throw differs(unit.landed(), how);
                });
        return written;
    }

    private ReconcileException differs(LandingPartition partition, String how) {
        return new ReconcileException(
                "Cannot cut over %s: landing day %s differs: %s".formatted(dataset.name(), partition, how));
    }
}
