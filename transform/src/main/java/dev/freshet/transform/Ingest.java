package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.spec.sql.Reconciliation;
import dev.freshet.transform.BatchPlan.Action;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.engine.InputChanges;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.engine.Kept;
import dev.freshet.transform.engine.Written;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.Staged;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.UnreadableFileException;
import dev.freshet.transform.publish.PublishedViews;
import dev.freshet.transform.publish.ReconcileException;
import dev.freshet.transform.publish.Reconciler;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    /** Maximum number of times a partition is staged and reconciled if housekeeping commits meanwhile. */
    private static final int STAGINGS = 5;

    /** How to treat ingested files that are now gone or replaced. */
    enum Gone {
        /** Keep rows of files that are gone or were replaced. */
        KEEP,
        /** Keep rows of files that are gone; read replaced files again. */
        KEEP_BUT_REPLACED,
        /** Use only the files that exist now. Dropped rows can be restored for a while. */
        DROP,
        /** As {@link #KEEP_BUT_REPLACED}, and restore the rows that were dropped last. */
        RESTORE
    }

    /**
     * The sources of a landing partition's new rows and rejects.
     *
     * @param read raw files to read
     * @param without paths of replaced raw files to skip, as history keeps their old rows
     * @param kept what is taken over from history
     * @param dropped inputs of history that it will no longer have
     * @param setAside reject reasons by path of raw files that cannot be read
     */
    private record Merge(List<RawFile> read, List<String> without, List<Kept> kept, List<Inputs.Input> dropped,
            SortedMap<String, String> setAside) {}

    private record Committed(Merge merge, Written written) {}

    /** What would be done for a planned landing partition: SQL statements, and work outside Trino as comments. */
    static List<String> text(Dataset dataset, PublishedViews published, BatchPlan.Partition planned) {
        return switch (planned.action()) {
            case INGEST, REPAIR -> {
                Names names = dataset.names();
                Reconciliation queries = new Reconciliation(dataset.spec(), names, planned.unit());
                yield List.of(
                        "-- list and write: %d files, %d bytes of landing day %s to Parquet".formatted(
                                planned.files().size(), planned.bytes(), planned.unit()),
                        "-- stage: branches of %s and %s that no reader sees".formatted(names.historyRejects(),
                                names.history()),
                        published.tail(planned.landed()).create(),
                        "-- reconcile: stop unless the next two queries return the same figures\n" + queries.tail(),
                        queries.history("<staged>", "<staged>"),
                        "-- commit: replace landed_on = %s in %s and %s".formatted(planned.landed().literal(),
                                names.historyRejects(), names.history()));
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
                if (planned.files().isEmpty()) {
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
        Instant start = dataset.now();
        boolean known = history.ledger().inputs(planned.landed()).isPresent();
        history.takeLease(leasedAt);
        published.open(planned.landed());
        Committed committed = committed(planned, gone);
        Inputs inputs = history.ledger().inputs(planned.landed()).orElse(Inputs.NONE);
        return new BatchReport.Partition(planned.landed(), known ? Outcome.REPLACED : Outcome.INGESTED,
                inputs.files().size(), inputs.bytes(), inputs.rows(), inputs.rejects(),
                committed.merge.dropped.stream().mapToLong(Inputs.Input::rows).sum(), committed.written.reasons(),
                advice(committed), Duration.between(start, dataset.now()));
    }

    /** What to do if most lines were rejected because of how their file is written. */
    private Optional<String> advice(Committed committed) {
        long rejects = committed.written.reasons().values().stream().mapToLong(Long::longValue).sum();
        if (rejects <= committed.written.inputs().rows()) {
            return Optional.empty();
        }
        return committed.written.inputs().files().stream().filter(file -> file.rejects() > file.rows())
                .map(Inputs.Input::path).filter(path -> !committed.merge.setAside.containsKey(path)).findFirst()
                .flatMap(path -> dataset.landing().form(path)
                        .flatMap(form -> form.advice(dataset.name() + ".yaml", "FILE")
                                .map(advice -> "%s is %s: %s".formatted(path, form.says(), advice))));
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
    private Committed committed(BatchPlan.Partition planned, Gone gone) {
        LandingPartition partition = planned.landed();
        List<RawFile> files = planned.files();
        SortedMap<String, String> unreadable = new TreeMap<>(published.setAside().of(partition));
        for (int attempt = 1;; attempt++) {
            RuntimeException problem;
            try {
                Merge merge = merge(planned.unit(), files, unreadable, gone);
                return new Committed(merge, commit(planned.unit(), files, merge));
            } catch (UnreadableFileException | ReconcileException | LakehouseException | UncheckedIOException
                    | NotFoundException e) {
                problem = e;
            }
            if (addUnreadable(planned.unit(), files, unreadable, problem)) {
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

    /** Looks for files that cannot be read after a failure. Returns whether there are more than known. */
    private boolean addUnreadable(IngestUnit unit, List<RawFile> files, SortedMap<String, String> known,
            RuntimeException problem) {
        int before = known.size();
        TailCheck check = new TailCheck(dataset);
        if (problem instanceof UnreadableFileException) {
            known.putAll(check.byContent(files));
        } else if (problem instanceof LakehouseException e && TrinoSession.isFileFault(e)) {
            known.putAll(check.byTrino(unit.landed(), files, known.keySet()));
        }
        if (known.size() > before) {
            log.warn("setting aside {} unreadable files of {}: {}", known.size() - before, unit, known);
        }
        return known.size() > before;
    }

    private Merge merge(IngestUnit unit, List<RawFile> files, SortedMap<String, String> unreadable, Gone gone) {
        LandingPartition partition = unit.landed();
        InputChanges changes = history.changes(partition, files).spoiledBy(unreadable.keySet());
        List<Inputs.Input> replaced = history.inputsOf(partition, changes.replaced());
        List<Inputs.Input> kept = new ArrayList<>();
        List<Inputs.Input> dropped = new ArrayList<>();
        (gone == Gone.DROP ? dropped : kept).addAll(changes.gone());
        (gone == Gone.KEEP ? kept : dropped).addAll(replaced);
        List<Kept> sources = new ArrayList<>();
        if (!kept.isEmpty()) {
            sources.add(history.keep(unit, kept));
        }
        if (gone == Gone.RESTORE) {
            Stream<String> there = Stream.concat(files.stream().map(RawFile::path),
                    kept.stream().map(Inputs.Input::path));
            sources.add(history.dropped(unit).without(there.collect(Collectors.toSet())));
        }
        Set<RawFile> without = gone == Gone.KEEP ? Set.copyOf(changes.replaced()) : Set.of();
        List<RawFile> read = files.stream().filter(file -> !without.contains(file)).toList();
        SortedMap<String, String> setAside = new TreeMap<>(unreadable);
        setAside.keySet().retainAll(read.stream().map(RawFile::path).toList());
        return new Merge(read, without.stream().map(RawFile::path).sorted().toList(), sources, dropped, setAside);
    }

    private Written commit(IngestUnit unit, List<RawFile> files, Merge merge) {
        Written written = history.engine(dataset.landing()).write(unit, merge.read, merge.setAside,
                merge.kept);
        if (!dataset.landing().list(unit.landed()).equals(files)) {
            throw differs(unit.landed(), "its files changed while they were read");
        }
        requireFewRejects(written);
        Optional<Inputs> dropped = merge.dropped.isEmpty() ? Optional.empty()
                : Optional.of(new Inputs(merge.dropped));
        Staged staged = history.stage(written);
        for (int staging = 1;; staging++) {
            reconcile(staged, merge);
            if (history.commit(staged, dropped)) {
                return written;
            }
            if (staging == STAGINGS) {
                throw new ConcurrentRunException(dataset.name(), "kept compacting it");
            }
            history.restage(staged);
        }
    }

    /** @throws ReconcileException if a larger part of the lines was rejected than the spec allows */
    private void requireFewRejects(Written written) {
        Inputs inputs = written.inputs();
        dataset.spec().maxRejects().filter(most -> most.isExceeded(inputs.rejects(), inputs.rows())).ifPresent(most -> {
            throw new ReconcileException(
                    "Cannot cut over %s: landing day %s has %d rejects beside %d rows, more than max_rejects: %s (%s)"
                            .formatted(dataset.name(), written.unit(), inputs.rejects(), inputs.rows(), most,
                                    BatchReport.topReasons(written.reasons())));
        });
    }

    private void reconcile(Staged staged, Merge merge) {
        dataset.progress().at(Step.RECONCILE, Step.RECONCILE.label() + " " + staged.unit(), 0, 0);
        Reconciler reconciler = new Reconciler(dataset.spec(), dataset.names(), dataset.trino());
        Optional<String> difference;
        try {
            difference = reconciler.difference(staged, merge.without, merge.setAside);
        } catch (LakehouseException e) { // housekeeping may have retired the tail table of a day before the boundary
            log.debug("reconciling once more", e);
            published.open(staged.unit().landed());
            difference = reconciler.difference(staged, merge.without, merge.setAside);
        }
        difference.ifPresent(how -> {
            throw differs(staged.unit().landed(), how);
        });
    }

    private ReconcileException differs(LandingPartition partition, String how) {
        return new ReconcileException(
                "Cannot cut over %s: landing day %s differs: %s".formatted(dataset.name(), partition, how));
    }
}
