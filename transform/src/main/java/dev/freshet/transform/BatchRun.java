package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.transform.BatchPlan.Action;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.publish.PublishedViews;
import dev.freshet.transform.publish.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One run of the batch: its {@link #steps} in order. {@code run} does the work of each, {@code plan} prints the text of
 * each. Every step can be killed and repeated, even by two processes at once. Until the last flip, readers see what
 * they saw before.
 */
final class BatchRun implements AutoCloseable {
    private final Dataset dataset;
    private final Optional<LandingPartition> last;
    private final boolean allowEmpty;
    private final Group group;
    private final Instant start;
    private final Optional<Instant> trinoNow;
    private final CutOver cutOver;
    private final PublishedViews read;
    private final List<LandingPartition> retire;
    private final Map<LandingPartition, BatchReport.Partition> partitions = new TreeMap<>();
    private PublishedViews published;
    private Optional<History> history = Optional.empty();
    private BatchPlan plan;
    private List<String> dropped = List.of();

    /**
     * @param last the last landing partition to ingest; if empty, the last one that is over
     * @param allowEmpty whether the first run may find no raw file
     * @param group the datasets whose boundaries move together
     */
    BatchRun(Dataset dataset, Optional<LandingPartition> last, boolean allowEmpty, Group group) {
        this.dataset = dataset;
        this.last = last;
        this.allowEmpty = allowEmpty;
        this.group = group;
        this.cutOver = dataset.cutOver();
        this.start = dataset.now();
        this.trinoNow = dataset.advisor().trinoNow();
        this.read = dataset.published();
        this.published = read;
        this.retire = dataset.planner(Ledger.EMPTY, read, start, trinoNow).retire();
    }

    List<RunStep> steps() {
        return List.of(
                new RunStep(read::schemas, this::createSchemas),
                new RunStep(this::tailText, this::extendTail), // early, as later steps can fail
                new RunStep(this::setAsideText, this::setAside),
                new RunStep(dataset.history()::evolution, this::openHistory),
                new RunStep(this::reshapeText, this::reshape), // before ingest writes wider values
                new RunStep(this::ingestText, this::ingest),
                new RunStep(this::flipText, this::flip),
                new RunStep(this::retireText, () -> dropped = new Retirement(dataset).drop(retire)));
    }

    BatchReport report() {
        Map<Step, Duration> steps = dataset.progress().take();
        return new BatchReport(read.live().map(Publication::boundary), plan().after().boundary(),
                List.copyOf(partitions.values()), published != read, dropped, warnings(), published.setAside(),
                dataset.contents(published.span(), Rejects.of(history.orElseThrow(), partitions.values())).notRead(),
                steps, Duration.between(start, dataset.now()));
    }

    @Override
    public void close() {
        history.ifPresent(History::close);
    }

    private void createSchemas() {
        read.schemas().forEach(sql -> dataset.trino().ensure(Step.PREPARE, sql));
    }

    /** What is published with the tail extended by the spec's look-ahead; empty before the first run. */
    private Optional<Span> longerTail() {
        return published.live()
                .map(live -> dataset.planner(Ledger.EMPTY, published, start, Optional.empty()).tail());
    }

    private List<String> tailText() {
        return longerTail().map(span -> Stream.of(
                published.reopenText(dataset.tailCheck().toReopen(published)),
                published.isReshaped() ? cutOver.extensionText(span, published) : cutOver.text(span, published))
                .flatMap(List::stream).toList()).orElse(List.of());
    }

    /** Every day stays visible while batches fail. */
    private void extendTail() {
        longerTail().ifPresent(span -> {
            published = published.reopened(dataset.tailCheck().toReopen(published));
            published = published.isReshaped() ? cutOver.extend(span, published) : cutOver.flip(span, published);
        });
    }

    /** The tail without unreadable files; empty if it has no new ones, or if the views cannot be replaced yet. */
    private Optional<Span> readableTail() {
        return longerTail().filter(span -> !published.isReshaped()).map(dataset.tailCheck()::readable)
                .filter(span -> !span.setAside().equals(published.setAside()));
    }

    private List<String> setAsideText() {
        return readableTail().map(span -> cutOver.text(span, published)).orElse(List.of());
    }

    private void setAside() {
        readableTail().ifPresent(span -> published = cutOver.flip(span, published));
    }

    private void openHistory() {
        dataset.requireLandingRoot();
        history = Optional.of(dataset.history().open(dataset.progress()));
        plan();
    }

    /** What the run has to do; decided once the tail is extended and history is open. */
    private BatchPlan plan() {
        if (plan == null) {
            plan = dataset.planner(ledger(), published, start, trinoNow).plan(last, allowEmpty);
            plan = published.live().isPresent() ? plan : plan.readable(dataset.tailCheck());
        }
        return plan;
    }

    private Ledger ledger() {
        return history.map(History::ledger).orElseGet(dataset.history()::ledger);
    }

    private List<String> reshapeText() {
        return plan().reshape() ? Stream.concat(cutOver.text(plan().before(), published).stream(),
                dataset.userViews().breaking().stream()).toList() : List.of();
    }

    private void reshape() {
        if (plan.reshape()) {
            published = cutOver.flip(plan.before(), published);
        }
    }

    private List<String> ingestText() {
        return plan().partitions().stream()
                .flatMap(partition -> Ingest.text(dataset, published, ledger(), partition).stream()).toList();
    }

    private void ingest() {
        Ingest ingest = ingestion();
        new Pace(dataset).each(plan.partitions(), BatchPlan.Partition::cost,
                each -> partitions.put(each.landed(), ingest.asPlanned(each)));
        ingestWhatCameSince(ingest, Planner::ahead);
    }

    private Ingest ingestion() {
        return new Ingest(dataset, history.orElseThrow(), published, trinoNow.orElse(start));
    }

    private interface Check {
        BatchPlan.Partition at(Planner planner, LandingPartition partition, List<RawFile> files);
    }

    /** Lists again the partitions that the flip moves past, and ingests files that have landed since. */
    private void ingestWhatCameSince(Ingest ingest, Check check) {
        Planner planner = dataset.planner(ingest.history().ledger(), ingest.published(), dataset.now(),
                Optional.empty());
        for (BatchPlan.Partition planned : plan.partitions()) {
            if (planned.action() == Action.INGEST
                    || !plan.before().boundary().servesFromHistory(planned.landed())) {
                BatchPlan.Partition now = check.at(planner, planned.landed(),
                        dataset.landing().list(planned.landed()));
                if (now.action() == Action.INGEST || now.action() == Action.REPAIR) {
                    partitions.put(now.landed(), ingest.asPlanned(now));
                }
            }
        }
    }

    private List<String> flipText() {
        return plan().after().equals(plan().before()) && published.live().isPresent() ? List.of()
                : cutOver.text(plan().after(), published);
    }

    private void flip() {
        Ingest ingest = ingestion();
        published = group.flip(cutOver, plan.after(), published, () -> ingestWhatCameSince(ingest, Planner::ahead));
        if (published != read) { // files that only the tail showed would be invisible until the next run
            ingestWhatCameSince(ingest, Planner::behind);
        }
    }

    private List<String> retireText() {
        return retire.stream().map(partition -> published.tail(partition).drop()).toList();
    }

    private List<String> warnings() {
        Instant now = dataset.now();
        LandingPartition current = LandingPartition.at(now, dataset.spec().zone(),
                dataset.spec().landing().cadence());
        List<RawFile> today = published.live().filter(live -> !live.boundary().servesFromHistory(current))
                .map(live -> dataset.landing().list(current)).orElse(List.of());
        List<RawFile> recent = new ArrayList<>(today);
        recent.addAll(plan.newestFiles());
        List<String> warnings = new ArrayList<>(plan.reshape() ? dataset.userViews().broken() : List.of());
        warnings.addAll(dataset.advisor().warnings(now, trinoNow.map(at -> at.plus(Duration.between(start, now))),
                published.live(), recent, Map.of(current, today)));
        return warnings;
    }
}
