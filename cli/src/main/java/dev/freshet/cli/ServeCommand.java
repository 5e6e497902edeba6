package dev.freshet.cli;

import dev.freshet.cli.Schedule.Task;
import dev.freshet.gateway.http.HttpGateway;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.Maintenance;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps datasets up to date in one long-running process, one task at a time. */
@Command(name = "serve", sortOptions = false, description = "Keep datasets up to date until Ctrl-C: ingest during the day if the spec says so, run the batch when a "
        + "landing day is over, keep house once a day. A dataset that fails is tried again and does not stop the others.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet serve backups.yaml", "  ./freshet serve --gateway 127.0.0.1:8081 specs/*.yaml"})
final class ServeCommand implements Callable<Integer> {
    private static final Duration RETENTION = Duration.ofDays(7);
    /** Another process may hold a dataset's lock; it is asked for again after this time. */
    private static final Duration LOCKED_OUT = Duration.ofMinutes(1);
    /** A task in progress gets this long to end after Ctrl-C. It can be killed at any time. */
    private static final Duration LAST_TASK = Duration.ofSeconds(20);

    @Parameters(paramLabel = "SPEC", arity = "1..*", description = "Spec files, one for each dataset.")
    private List<Path> files;

    @Option(names = "--gateway", paramLabel = "HOST:PORT", description = "Also serve the gateway at this address, as `gateway` does.")
    private String gateway;

    @Spec
    private CommandSpec spec;

    private final String name = ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<SpecFile, Schedule> schedules = new LinkedHashMap<>();
    private final Clock clock = Clock.systemUTC();
    private LakehouseConnection lakehouse;

    @Override
    public Integer call() throws InterruptedException {
        Specs specs = Specs.read(files);
        if (specs.good().isEmpty()) {
            throw specs.mistakes().orElseThrow();
        }
        specs.mistakes().ifPresent(this::print);
        FreshetCommand.options(spec).lakehouse(); // fails at once if there is no such file
        specs.good().forEach(file -> schedules.put(file, new Schedule(file.dataset(), clock.instant())));
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        try (HttpGateway started = gateway == null ? null : gateway()) {
            say("serving %s%s".formatted(schedules.keySet().stream().map(file -> file.dataset().name())
                    .collect(Collectors.joining(", ")),
                    started == null ? "" : ", and the gateway at " + started.uri()));
            serve();
        } finally {
            close();
            ended.countDown();
        }
        return ExitCode.OK.code();
    }

    private HttpGateway gateway() {
        try {
            return GatewayCommand.start(gateway, "--gateway",
                    GatewayCommand.coordinator(FreshetCommand.options(spec).lakehouse()), Optional.empty(), spec);
        } catch (URISyntaxException e) {
            throw new CommandException(ExitCode.LAKEHOUSE, "Invalid URL of Trino: " + e.getInput(), e);
        }
    }

    private void end() {
        end.countDown();
        try {
            ended.await(LAST_TASK.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() throws InterruptedException {
        while (end.getCount() > 0) {
            schedules.forEach(this::work);
            Instant next = schedules.values().stream().map(Schedule::next).min(Comparator.naturalOrder()).orElseThrow();
            end.await(Math.max(0, Duration.between(clock.instant(), next).toMillis()), TimeUnit.MILLISECONDS);
        }
    }

    /** Does one task of a dataset, if one is due. */
    private void work(SpecFile file, Schedule schedule) {
        DatasetSpec dataset = file.dataset();
        Instant start = clock.instant();
        Optional<Task> task = schedule.due(start);
        if (task.isEmpty() || end.getCount() == 0) {
            return;
        }
        try {
            Optional<String> other = batch(dataset).lock(name);
            if (other.isPresent()) {
                say("%s: another process (%s) serves it".formatted(dataset.name(), other.get()));
                schedule.pause(start.plus(LOCKED_OUT));
                return;
            }
            show(file.refusable(() -> work(dataset, task.get())), task.get());
            schedule.succeeded(task.get(), start);
        } catch (RuntimeException e) {
            if (end.getCount() > 0) {
                Instant again = schedule.failed(task.get(), clock.instant());
                print(e);
                say("%s: %s failed, next try at %s".formatted(dataset.name(), words(task.get()), at(again)));
                close();
            }
        }
    }

    private DatasetOutput work(DatasetSpec dataset, Task task) {
        return switch (task) {
            case RUN -> new RunOutput(dataset, batch(dataset).run(Optional.empty()), spec.commandLine().getErr());
            case INGEST -> new IngestOutput(dataset, batch(dataset).ingest());
            case MAINTAIN -> new MaintainOutput(dataset.name(),
                    new Maintenance(dataset, lakehouse(), clock, BatchProgress.NONE).run(RETENTION));
        };
    }

    private void show(DatasetOutput output, Task task) {
        PrintWriter out = spec.commandLine().getOut();
        if (FreshetCommand.options(spec).json()) {
            new Output(out).json(output.json());
        } else if (!output.isIdle()) {
            out.print(at(clock.instant()) + " " + words(task) + " ");
            output.print(out);
        }
        out.flush();
    }

    private void print(RuntimeException e) {
        Failure.of(e).print(spec.commandLine().getErr(), e, FreshetCommand.options(spec).verbose());
    }

    private void say(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("freshet: " + at(clock.instant()) + " " + text);
        err.flush();
    }

    private static String words(Task task) {
        return task.name().toLowerCase(Locale.ROOT);
    }

    private static Instant at(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    private DailyBatch batch(DatasetSpec dataset) {
        return new DailyBatch(dataset, lakehouse(), clock, BatchProgress.NONE);
    }

    private LakehouseConnection lakehouse() {
        if (lakehouse == null) {
            lakehouse = LakehouseConnection.open(FreshetCommand.options(spec).lakehouse());
        }
        return lakehouse;
    }

    /** The connection is opened again for the next task. */
    private void close() {
        if (lakehouse == null) {
            return;
        }
        try (LakehouseConnection open = lakehouse) {
            lakehouse = null;
            if (end.getCount() == 0) {
                schedules.keySet().forEach(
                        file -> new DailyBatch(file.dataset(), open, clock, BatchProgress.NONE).unlock(name));
            }
        } catch (RuntimeException e) {
            say("cannot give the lock back, so it ends by itself: " + e.getMessage());
        }
    }
}
