package dev.freshet.cli;

import dev.freshet.cli.Schedule.Task;
import dev.freshet.cli.serve.Events;
import dev.freshet.cli.serve.Metrics.Metric;
import dev.freshet.cli.serve.Metrics;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.Group;
import dev.freshet.transform.IntradayReport;
import dev.freshet.transform.Maintenance;
import dev.freshet.transform.RunLog;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.landing.KeptListing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/** Does the tasks of one dataset when they are due, one at a time, until the process ends. */
final class ServedDataset implements Callable<Void>, Events.Listener {
    private static final Duration RETENTION = Duration.ofDays(7);
    /** Another process may hold a dataset's lock; it is asked for again after this time. */
    private static final Duration LOCKED_OUT = Duration.ofMinutes(1);
    /** A task may wait for the batch of another dataset, and the clock may be set. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final SpecFile file;
    private final ServeCommand serve;
    private final Metrics metrics;
    private final Schedule schedule;
    private final Optional<KeptListing> listing;
    private Optional<Instant> young = Optional.empty();
    private volatile boolean isLocked;

    ServedDataset(SpecFile file, ServeCommand serve, Metrics metrics) {
        this.file = file;
        this.serve = serve;
        this.metrics = metrics;
        this.schedule = new Schedule(file.dataset(), serve.now());
        this.listing = file.dataset().ingest().map(ingest -> new KeptListing(file.dataset()));
    }

    String name() {
        return file.dataset().name();
    }

    DatasetSpec spec() {
        return file.dataset();
    }

    /** The directory watch tells of all its files. */
    void isWatched() {
        listing.ifPresent(each -> each.trust(true));
    }

    @Override
    public boolean told(String path) {
        boolean taken = listing.filter(each -> each.told(path)).isPresent();
        if (taken) {
            schedule.told(serve.now());
        }
        return taken;
    }

    @Override
    public void lost() {
        listing.ifPresent(each -> {
            each.lost();
            schedule.told(serve.now());
        });
    }

    void end() {
        schedule.end();
    }

    @Override
    public Void call() throws InterruptedException {
        while (!serve.isEnding()) {
            Instant now = serve.now();
            if (schedule.due(now).stream().noneMatch(this::isDone)) {
                schedule.await(now, LOOK);
            }
        }
        if (isLocked) {
            unlock();
        }
        return null;
    }

    /** Does a task, unless it has to wait for the batch of another dataset. Ingests go on beside a batch. */
    private boolean isDone(Task task) {
        if (task == Task.INGEST) {
            work(task, Group.alone(spec()));
            return true;
        }
        Semaphore batches = serve.batches();
        if (!batches.tryAcquire()) {
            return false;
        }
        try {
            if (task == Task.RUN) {
                serve.run(this);
            } else {
                work(task, Group.alone(spec()));
            }
            return true;
        } finally {
            batches.release();
        }
    }

    /** Does a task and says how it went. The batch of a group comes from another thread. */
    synchronized void work(Task task, Group group) {
        Instant start = serve.now();
        schedule.begins(task);
        metrics.since(Metric.TASK_RUNNING, start, labels(task));
        try {
            if (serve.connections().with(lakehouse -> isDone(task, start, lakehouse, group))) {
                succeeded(task, start);
            }
        } catch (RuntimeException e) {
            failed(task, start, e);
        } finally {
            metrics.remove(Metric.TASK_RUNNING, labels(task));
        }
    }

    private boolean isDone(Task task, Instant start, LakehouseConnection lakehouse, Group group) {
        if (serve.isEnding()) {
            return false;
        }
        DailyBatch batch = batch(lakehouse);
        Optional<String> other = batch.lock(serve.name());
        if (other.isPresent()) {
            serve.say("%s: another process (%s) serves it".formatted(name(), other.get()));
            schedule.pause(start.plus(LOCKED_OUT));
            return false;
        }
        isLocked = true;
        LoggedWork logged = new LoggedWork(words(task), spec(), lakehouse, serve.err());
        serve.show(file.refusable(() -> logged.output(() -> output(task, batch, lakehouse, group))), task);
        return true;
    }

    private DatasetOutput output(Task task, DailyBatch batch, LakehouseConnection lakehouse, Group group) {
        return switch (task) {
            case RUN -> {
                RunOutput output = new RunOutput(spec(), batch.run(Optional.empty(), false, group),
                        serve.err());
                count(task, output.work());
                metrics.set(Metric.BOUNDARY, output.work().completeUntil().orElseThrow(), labels());
                yield output;
            }
            case INGEST -> {
                IntradayReport report = batch.ingest(listing.orElseThrow());
                IngestOutput output = new IngestOutput(spec(), report);
                count(task, output.work());
                countRaw(report);
                yield output;
            }
            case MAINTAIN -> new MaintainOutput(spec(),
                    new Maintenance(spec(), lakehouse, serve.clock(), BatchProgress.NONE).run(RETENTION),
                    Optional.empty());
        };
    }

    private void succeeded(Task task, Instant start) {
        schedule.succeeded(task, start);
        if (task == Task.INGEST) {
            listing.flatMap(KeptListing::listsAt)
                    .ifPresent(listsAt -> schedule.leaveToEvents(serve.now(), listsAt, young));
        }
        ended(task, start, true);
        metrics.set(Metric.TASK_SUCCESS, serve.now(), labels(task));
    }

    private void failed(Task task, Instant start, RuntimeException e) {
        if (serve.isEnding()) {
            return;
        }
        listing.ifPresent(KeptListing::lost);
        Instant again = schedule.failed(task, serve.now());
        ended(task, start, false);
        serve.failed(e, "%s: %s failed, next try at %s".formatted(name(), words(task), ServeCommand.at(again)));
    }

    private void ended(Task task, Instant start, boolean succeeded) {
        metrics.add(Metric.TASKS, 1, labels(task, "outcome", succeeded ? "succeeded" : "failed"));
        metrics.outcome(succeeded, spec().schema() + "." + name() + ": " + words(task));
        double seconds = Duration.between(start, serve.now()).toMillis() / 1000.0;
        metrics.set(Metric.TASK_SECONDS, () -> seconds, labels(task));
    }

    private void countRaw(IntradayReport report) {
        List<IntradayReport.Partition> partitions = report.partitions();
        long files = partitions.stream().mapToLong(IntradayReport.Partition::rawFiles).sum();
        long bytes = partitions.stream().mapToLong(IntradayReport.Partition::rawBytes).sum();
        young = report.young();
        metrics.set(Metric.RAW_FILES, () -> files, labels());
        metrics.set(Metric.RAW_BYTES, () -> bytes, labels());
        metrics.since(Metric.DATA_LAG, report.completeUntil(), labels());
    }

    private void count(Task task, RunLog.Work work) {
        metrics.add(Metric.FILES, work.files(), labels(task));
        metrics.add(Metric.BYTES, work.bytes(), labels(task));
        metrics.add(Metric.ROWS, work.rows(), labels(task));
        metrics.add(Metric.REJECTS, work.rejects(), labels(task));
    }

    private String[] labels(String... more) {
        return Stream.concat(Stream.of("schema", spec().schema(), "dataset", name()), Stream.of(more))
                .toArray(String[]::new);
    }

    private String[] labels(Task task, String... more) {
        return labels(Stream.concat(Stream.of("task", words(task)), Stream.of(more)).toArray(String[]::new));
    }

    static String words(Task task) {
        return task.name().toLowerCase(Locale.ROOT);
    }

    /** Gives the lock back. */
    private void unlock() {
        try {
            serve.connections().with(lakehouse -> {
                batch(lakehouse).unlock(serve.name());
                return null;
            });
        } catch (RuntimeException e) {
            serve.say("%s: cannot give the lock back, so it ends by itself: %s".formatted(name(), e.getMessage()));
        }
    }

    private DailyBatch batch(LakehouseConnection lakehouse) {
        return new DailyBatch(spec(), lakehouse, serve.clock(), BatchProgress.NONE);
    }
}
