package dev.freshet.transform;

import dev.freshet.core.Ingested;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.Hot;
import dev.freshet.spec.sql.SetAside;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.engine.Written;
import dev.freshet.transform.history.HotTable;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.landing.FileCheck;
import dev.freshet.transform.landing.Listed;
import dev.freshet.transform.landing.Listing;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.UnreadableFileException;
import dev.freshet.transform.publish.PublishedViews;
import dev.freshet.transform.publish.ReconcileException;
import dev.freshet.transform.publish.Span;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One intraday ingest: raw files of the tail become rows of the hot table, by the steps of a day. Write, stage,
 * reconcile and commit each part of a landing partition; then flip, which moves all of them from the tail to the hot
 * table at once. It changes what a live query costs, and never its answer. It can be killed and repeated: until the
 * flip the views name the snapshots of the last one.
 */
final class IntradayIngest {
    private static final Logger log = LoggerFactory.getLogger(IntradayIngest.class);
    /** Maximum number of times a part is read if its files change or turn out to be unreadable. */
    private static final int ATTEMPTS = 3;

    private final Dataset dataset;
    private final Listing listing;
    private final DatasetSpec.Intraday settings;
    private final Instant start;
    private final List<IntradayReport.Partition> partitions = new ArrayList<>();
    private final Map<LandingPartition, List<RawFile>> landed = new TreeMap<>();
    private boolean changed;
    private PublishedViews published;
    private Instant listedAt;
    private Optional<Instant> young = Optional.empty();

    IntradayIngest(Dataset dataset, Listing listing) {
        this.dataset = dataset;
        this.listing = listing;
        this.settings = dataset.spec().ingest().orElseThrow(() -> new LakehouseException(
                "Cannot ingest %s during the day: its spec does not say how often (add ingest: {every: PT1M})"
                        .formatted(dataset.name())));
        this.start = dataset.now();
        this.listedAt = start;
    }

    IntradayReport run() {
        published = dataset.published();
        published.requireLive();
        dataset.requireLandingRoot();
        if (published.isMoved() || published.isReshaped()) {
            throw new LakehouseException("Cannot ingest %s: its spec has changed (run it first)"
                    .formatted(dataset.name()));
        }
        flip(tail()); // to what a killed ingest has committed
        dataset.advisor().trinoNow().ifPresent(this::listedSince);
        try (HotTable hot = dataset.hot().open(dataset.progress(), tail().hot().ingest())) {
            for (LandingPartition partition : tail().tail()) {
                ingest(hot, partition);
            }
            flip(tail().with(served()));
            hot.partitions().stream().filter(published::isDone).forEach(partition -> retire(hot, partition));
            if (hot.hasManyFiles()) {
                join();
            }
        }
        return new IntradayReport(published.span().orElseThrow().hot().ingest(), List.copyOf(partitions),
                published.setAside(), listedAt, young, dataset.progress().take(),
                Duration.between(start, dataset.now()));
    }

    /**
     * What the views should read from the hot table. It is known how complete that is, unless a file has changed: then
     * its old rows may be missing, too.
     */
    private Hot served() {
        landed.replaceAll(this::readable);
        return changed ? dataset.hot().served()
                : dataset.hot().served(landed, listedAt.minus(settings.minAge()),
                        published.ingested().flatMap(Ingested::completeness));
    }

    private void listedSince(Instant at) {
        listedAt = at.isBefore(listedAt) ? at : listedAt;
    }

    /** Drops a landing partition that neither the views nor a rollback need. */
    private void retire(HotTable hot, LandingPartition partition) {
        takeLease(hot);
        hot.retire(partition);
    }

    private void takeLease(HotTable hot) {
        hot.tables().takeLease(dataset.advisor().trinoNow().orElse(start));
    }

    /** Trino joins the small files. The views read the result from the next ingest on. */
    private void join() {
        dataset.hot().existing().orElseThrow().leased(dataset.advisor().trinoNow().orElse(start), () -> {
            for (String table : List.of(dataset.names().hot(), dataset.names().hotRejects())) {
                dataset.trino().execute(Step.MAINTAIN,
                        () -> "ALTER TABLE %s EXECUTE optimize(file_size_threshold => '64MB')".formatted(table));
            }
        });
    }

    /** What is published, with the tail extended by the spec's look-ahead. */
    private Span tail() {
        return dataset.planner(Ledger.EMPTY, published, start, Optional.empty()).tail();
    }

    private void flip(Span span) {
        published = dataset.cutOver().flip(span, published);
    }

    private void ingest(HotTable hot, LandingPartition partition) {
        dataset.progress().at(Step.LIST, Step.LIST.label() + " " + partition, 0, 0);
        HotPlan plan = plan(hot, partition);
        landed.put(partition, plan.listed().files());
        changed |= plan.changed().isPresent();
        plan.changed().ifPresent(how -> log.warn("{}: {} of {}, so all of it is ingested again (ingest.min_age is {})",
                dataset.name(), how, partition, settings.minAge()));
        Instant begin = dataset.now();
        long rows = 0;
        long rejects = 0;
        int files = 0;
        long bytes = 0;
        for (HotPlan.Part part : plan.parts()) {
            Inputs added = commit(hot, partition, part);
            files += added.files().size();
            bytes += added.bytes();
            rows += added.rows();
            rejects += added.rejects();
        }
        listedSince(plan.listed().at());
        if (!plan.listed().files().isEmpty()) {
            Set<String> paths = hot.inputs(partition).files().stream().map(Inputs.Input::path)
                    .collect(Collectors.toSet());
            List<RawFile> raw = listed(partition, List.of()).files().stream()
                    .filter(file -> !paths.contains(file.path())).toList();
            young = Stream.concat(young.stream(), raw.stream().map(RawFile::modified)
                    .filter(modified -> modified.isAfter(start.minus(settings.minAge()))))
                    .min(Comparator.naturalOrder());
            partitions.add(new IntradayReport.Partition(partition, files, bytes, rows, rejects, raw.size(),
                    raw.stream().mapToLong(RawFile::bytes).sum(),
                    raw.stream().map(RawFile::modified).min(Comparator.naturalOrder()),
                    Duration.between(begin, dataset.now())));
        }
    }

    private HotPlan plan(HotTable hot, LandingPartition partition) {
        Instant settled = settings.minAge().isZero() ? Instant.MAX : dataset.now().minus(settings.minAge());
        Listed listed = listed(partition, List.of());
        return HotPlan.of(hot, partition, listed, settled, age(listed));
    }

    /**
     * The files of a landing partition that can be read.
     *
     * @param again those that have to be as they are now
     */
    private Listed listed(LandingPartition partition, List<RawFile> again) {
        Listed listed = listing.of(partition, again);
        return new Listed(readable(partition, listed.files()), listed.at());
    }

    private List<RawFile> readable(LandingPartition partition, List<RawFile> files) {
        SortedMap<String, String> unreadable = published.setAside().of(partition);
        return files.stream().filter(file -> !unreadable.containsKey(file.path())).toList();
    }

    private Duration age(Listed listed) {
        return Duration.between(listed.at(), dataset.now());
    }

    /**
     * Commits a part of a landing partition, equal to the tail. Files that change meanwhile wait for the next ingest.
     */
    private Inputs commit(HotTable hot, LandingPartition partition, HotPlan.Part part) {
        takeLease(hot);
        published.open(partition);
        setAside(partition, new FileCheck(dataset.landing()).unreadable(part.read()));
        HotPlan.Part now = part.only(listed(partition, part.read()).files());
        for (int attempt = 1;; attempt++) {
            RuntimeException problem;
            try {
                return committed(hot, partition, now);
            } catch (UnreadableFileException | ReconcileException | LakehouseException | UncheckedIOException e) {
                problem = e;
            }
            SortedMap<String, String> unreadable = new TreeMap<>(published.setAside().of(partition));
            dataset.tailCheck().addTo(unreadable, partition, now.read(), problem);
            setAside(partition, unreadable);
            HotPlan.Part left = now.only(listed(partition, now.read()).files());
            if (left.equals(now) || attempt == ATTEMPTS) {
                throw problem;
            }
            now = left;
        }
    }

    private Inputs committed(HotTable hot, LandingPartition partition, HotPlan.Part part) {
        if (part.isIdle()) {
            return Inputs.NONE;
        }
        Written written = hot.engine(dataset.landing(), dataset.jsonNumbers()).write(part.unit(), part.read(),
                new TreeMap<>(), List.of());
        Listed listed = listed(partition, part.read());
        if (!listed.files().containsAll(part.read())) {
            throw differs(partition, "its files changed while they were read");
        }
        Merge merge = new Merge(part.read(), List.of(), List.of(), List.of(), new TreeMap<>(), true);
        new Gate(dataset, published, hot.tables().ledger())
                .pass(hot.tables(), written, merge,
                        (staged, inFull) -> hot.commit(staged, listed.files(), age(listed), inFull))
                .ifPresent(how -> {
                    throw differs(partition, how);
                });
        return written.inputs();
    }

    /** Lets the views leave out files that cannot be read. */
    private void setAside(LandingPartition partition, SortedMap<String, String> unreadable) {
        flip(tail().without(published.setAside().and(new SetAside(new TreeMap<>(Map.of(partition, unreadable))))));
    }

    private ReconcileException differs(LandingPartition partition, String how) {
        return new ReconcileException(
                "Cannot ingest %s: landing day %s differs: %s".formatted(dataset.name(), partition, how));
    }
}
