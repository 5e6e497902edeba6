package dev.freshet.cli;

import dev.freshet.cli.Schedule.Task;
import dev.freshet.cli.console.ConsoleServer;
import dev.freshet.cli.serve.DirectoryWatch;
import dev.freshet.cli.serve.Endpoint;
import dev.freshet.cli.serve.EventFile;
import dev.freshet.cli.serve.Events;
import dev.freshet.cli.serve.GatewayMetrics;
import dev.freshet.cli.serve.Metrics;
import dev.freshet.gateway.http.HttpGateway;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.Group;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.landing.KeptListing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps datasets up to date in one long-running process, each in a thread of its own. */
@Command(name = "serve", sortOptions = false, description = "Keep datasets up to date until Ctrl-C: ingest during the day if the spec says so, run the batch when a "
        + "landing day is over, keep house once a day. A dataset that fails is tried again and does not stop the others.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet serve backups.yaml", "  ./freshet serve --watch --listen 127.0.0.1:8082 specs/*.yaml",
                "  ./freshet serve --gateway 127.0.0.1:8081 --console 127.0.0.1:8083 specs/*.yaml"})
final class ServeCommand implements Callable<Integer> {
    /** A task in progress gets this long to end after Ctrl-C. It can be killed at any time. */
    private static final Duration LAST_TASK = Duration.ofSeconds(20);

    @Parameters(paramLabel = "SPEC", arity = "1..*", description = "Spec files, one for each dataset.")
    private List<Path> files;

    @Option(names = "--gateway", paramLabel = "HOST:PORT", description = "Also serve the gateway at this address, as `gateway` does.")
    private String gateway;

    @Option(names = "--console", paramLabel = "HOST:PORT", description = "Also show the datasets in a web page at this address, as `console` does. It has no login.")
    private String console;

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "Answer HTTP at this address, such as 127.0.0.1:8082: /metrics for Prometheus, /health, and "
            + "/events, which takes event notifications of object storage.")
    private String listen;

    @Option(names = "--watch", description = "Watch the landing roots that are on this machine's disk.")
    private boolean watch;

    @Option(names = "--event-file", paramLabel = "FILE", description = "Follow a file to which event notifications of object storage are appended, one a line.")
    private Path eventFile;

    @Spec
    private CommandSpec spec;

    private final String name = ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Clock clock = Clock.systemUTC();
    private final Metrics metrics = new Metrics(clock);
    /** A batch takes the memory of this process and the cores of Trino: one at a time. */
    private final Semaphore batches = new Semaphore(1);
    private final List<ServedDataset> datasets = new ArrayList<>();
    private Connections connections;

    /** What is closed at the end, the last first. */
    private interface Open extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public Integer call() throws InterruptedException {
        Specs specs = Specs.read(files);
        if (specs.good().isEmpty()) {
            throw specs.mistakes().orElseThrow();
        }
        specs.mistakes().ifPresent(this::print);
        LakehouseConfig lakehouse = FreshetCommand.options(spec).lakehouse(); // fails at once if there is no such file
        int waiting = (int) specs.good().stream().filter(file -> file.dataset().group().isPresent()).count();
        connections = new Connections(FreshetCommand.options(spec)::lakehouse, Connections.MOST + waiting);
        specs.good().forEach(file -> datasets.add(new ServedDataset(file, this, metrics)));
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        Deque<Open> open = new ArrayDeque<>();
        try {
            open.push(connections::close);
            String at = listen(lakehouse, open); // first, as its limits on slow clients are those of the process
            at += console == null ? "" : console(specs.good(), open);
            at += gateway == null ? "" : gateway(lakehouse, open);
            say("serving %s%s".formatted(
                    datasets.stream().map(ServedDataset::name).collect(Collectors.joining(", ")), at));
            serve();
        } finally {
            open.forEach(Open::close);
            ended.countDown();
        }
        return ExitCode.OK.code();
    }

    private String console(List<SpecFile> specs, Deque<Open> open) {
        ConsoleServer started = ConsoleCommand.start(console, "--console", specs, connections, spec);
        open.push(started::close);
        return ", and the console at " + started.url();
    }

    private String gateway(LakehouseConfig lakehouse, Deque<Open> open) {
        try {
            Upstream upstream = Upstream.of(lakehouse);
            HttpGateway started = GatewayCommand.start(HttpGateway.Options.of(
                    GatewayCommand.address(gateway, "--gateway", spec), upstream.uri()).trusting(upstream.trust())
                    .with(new GatewayMetrics(metrics)),
                    "--gateway", spec);
            open.push(started::close);
            GatewayMetrics.count(started, metrics);
            return ", and the gateway at " + started.uri();
        } catch (URISyntaxException e) {
            throw new CommandException(ExitCode.LAKEHOUSE, "Invalid URL of Trino: " + e.getInput(), e);
        }
    }

    /** Opens what events come from. */
    private String listen(LakehouseConfig lakehouse, Deque<Open> open) {
        Events events = new Events(datasets, metrics);
        if (watch) {
            DirectoryWatch started = opened("watch the landing roots", () -> watch(lakehouse, events));
            open.push(started::close);
        }
        if (eventFile != null) {
            EventFile started = opened("follow the event file " + eventFile, () -> new EventFile(eventFile, events));
            open.push(started::close);
        }
        if (listen == null) {
            return "";
        }
        Endpoint started = opened("listen on " + listen,
                () -> new Endpoint(GatewayCommand.address(listen, "--listen", spec), Optional.of(events), metrics,
                        metrics::unhealthy));
        open.push(started::close);
        return ", and HTTP at port " + started.port();
    }

    private interface Opening<T> {
        T open() throws IOException;
    }

    private static <T> T opened(String what, Opening<T> opening) {
        try {
            return opening.open();
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, "Cannot %s: %s".formatted(what, e.getMessage()), e);
        }
    }

    private DirectoryWatch watch(LakehouseConfig lakehouse, Events events) throws IOException {
        String disk = lakehouse.landing().get(LocalFileIO.LOCATION);
        List<ServedDataset> local = datasets.stream().filter(each -> each.spec().ingest().isPresent())
                .filter(each -> disk != null && each.spec().landing().root().startsWith("local:///")).toList();
        if (local.isEmpty()) {
            throw new IOException("no spec with ingest has its landing root on this machine's disk (local:///)");
        }
        DirectoryWatch started = new DirectoryWatch(local.stream().map(each -> new DirectoryWatch.Root(
                Path.of(disk + KeptListing.location(each.spec().landing().root())).normalize(), each.spec()))
                .toList(), events);
        local.forEach(ServedDataset::isWatched);
        return started;
    }

    /** Ends all tasks, and waits a while for those at work. */
    void end() {
        end.countDown();
        datasets.forEach(ServedDataset::end);
        try {
            ended.await(LAST_TASK.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the end, or until a dataset's thread breaks. */
    private void serve() throws InterruptedException {
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("freshet-dataset-", 1).factory());
        ExecutorCompletionService<Void> completed = new ExecutorCompletionService<>(threads);
        datasets.forEach(completed::submit);
        for (int i = 0; i < datasets.size(); i++) {
            try {
                completed.take().get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Runs the batch of a dataset, and those of its group, which cut over together. */
    void run(ServedDataset dataset) {
        Map<DatasetSpec, Group> groups = Group.of(datasets.stream().map(ServedDataset::spec).toList(), 1);
        Group group = groups.get(dataset.spec());
        if (!group.isShared()) {
            dataset.work(Task.RUN, group);
            return;
        }
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("freshet-group-", 1).factory())) {
            datasets.stream().filter(each -> groups.get(each.spec()) == group)
                    .forEach(each -> threads.execute(() -> group.during(each.spec(), () -> {
                        each.work(Task.RUN, group);
                        return null;
                    })));
        }
    }

    String name() {
        return name;
    }

    Clock clock() {
        return clock;
    }

    Instant now() {
        return clock.instant();
    }

    boolean isEnding() {
        return end.getCount() == 0;
    }

    Connections connections() {
        return connections;
    }

    Semaphore batches() {
        return batches;
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Prints the whole output at once, as other datasets print, too. */
    void show(DatasetOutput output, Task task) {
        PrintWriter out = spec.commandLine().getOut();
        if (FreshetCommand.options(spec).json()) {
            new Output(out).json(output.json());
        } else if (!output.isIdle()) {
            StringWriter text = new StringWriter();
            output.print(new PrintWriter(text));
            out.print(at(now()) + " " + ServedDataset.words(task) + " " + text);
        }
        out.flush();
    }

    synchronized void failed(RuntimeException e, String next) {
        print(e);
        say(next);
    }

    private void print(RuntimeException e) {
        Failure.of(e).print(err(), e, FreshetCommand.options(spec).verbose());
    }

    void say(String text) {
        err().println("freshet: " + at(now()) + " " + text);
        err().flush();
    }

    static Instant at(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
