package dev.freshet.lakehouse;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** A lakehouse's Trino: a coordinator, and its workers if there are any. They end when the watchdog does. */
final class TrinoNodes implements AutoCloseable {
    private final TrinoLauncher launcher;
    private final Watchdog watchdog;
    private final TrinoLauncher.Setup setup;
    private final List<TrinoLauncher.Running> workers = new ArrayList<>();
    private TrinoLauncher.Running coordinator;

    private TrinoNodes(TrinoLauncher launcher, Watchdog watchdog, TrinoLauncher.Setup setup) {
        this.launcher = launcher;
        this.watchdog = watchdog;
        this.setup = setup;
    }

    /**
     * Starts all and returns at once; {@link #await} waits until they answer.
     *
     * @param setup of the coordinator
     */
    static TrinoNodes launch(TrinoLauncher launcher, Watchdog watchdog, TrinoLauncher.Setup setup,
            List<TrinoLauncher.Setup> workers) {
        TrinoNodes nodes = new TrinoNodes(launcher, watchdog, setup);
        nodes.launchCoordinator();
        try {
            workers.forEach(worker -> nodes.workers.add(nodes.launch(worker)));
            return nodes;
        } catch (RuntimeException e) {
            nodes.close();
            throw e;
        }
    }

    private void launchCoordinator() {
        coordinator = launch(setup);
    }

    private TrinoLauncher.Running launch(TrinoLauncher.Setup node) {
        TrinoLauncher.Running running = launcher.launch(node);
        running.pid().ifPresent(pid -> watchdog.guard("TERM", pid));
        return running;
    }

    /** @throws StartException saying why they do not answer */
    void await() {
        Properties client = new Properties();
        client.setProperty("user", "freshet");
        client.putAll(launcher.client());
        new Readiness(Stream.concat(Stream.of(coordinator), workers.stream()).toList(), url(), client,
                setup.directory()).await();
    }

    String url() {
        return "jdbc:trino://127.0.0.1:" + setup.port() + "/lakehouse";
    }

    /** @throws UnsupportedOperationException if the coordinator is not a child process */
    void killCoordinator() {
        long pid = coordinator.pid().orElseThrow(() -> new UnsupportedOperationException(
                "Trino is no child process"));
        Sigkill.tree(pid);
        coordinator.close();
        watchdog.forget(pid);
    }

    /** Starts the coordinator again, on the same port and data, and waits until all answer. */
    void startCoordinator() {
        launchCoordinator();
        await();
    }

    @Override
    public void close() {
        workers.forEach(TrinoLauncher.Running::close);
        coordinator.close();
    }
}
