package dev.freshet.benchmarks;

import com.github.dockerjava.api.model.Bind;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.lakehouse.StartException;
import dev.freshet.lakehouse.StartProgress;
import dev.freshet.lakehouse.TrinoLauncher;
import dev.freshet.transform.connect.RootCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/**
 * Trino in a container, from the image that the Trino project publishes, with the local lakehouse's catalog files. It
 * shares the host's network, because PostgreSQL listens on 127.0.0.1 only, and Trino must too. It sees the data under
 * the same path and writes it as this user. This requires a Docker engine on this machine, under Linux.
 */
record ContainerTrino(String version) implements TrinoLauncher {
    String image() {
        return "trinodb/trino:" + version;
    }

    static boolean isDockerThere() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /** The address at which an engine was expected. */
    static String engine() {
        String host = System.getenv("DOCKER_HOST");
        return host == null ? "DOCKER_HOST is not set, and nothing listens on /var/run/docker.sock"
                : "DOCKER_HOST is " + host;
    }

    @Override
    public void prepare(StartProgress progress) {
        progress.at("fetching the image " + image(), 0, 0);
        try {
            new RemoteDockerImage(DockerImageName.parse(image())).get();
        } catch (RuntimeException e) {
            throw new StartException("Cannot fetch the image %s: %s".formatted(image(), RootCause.of(e).getMessage()),
                    e);
        }
    }

    @Override
    public Running launch(Setup setup) {
        // Newer versions have no failure detector. On a busy machine it sometimes declares the only node failed.
        String detector = version.equals(LocalLakehouse.TRINO_VERSION) ? "failure-detector.enabled=false\n" : "";
        Path etc = setup.writeConfiguration(detector + """
                                                       catalog.management=static
                                                       catalog.config-dir=/etc/trino/catalog
                                                       plugin.dir=/usr/lib/trino/plugin
                                                       """);
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image())).withNetworkMode("host")
                .withEnv(setup.environment()).withCreateContainerCmdModifier(create -> {
                    create.withUser(user(setup.directory()));
                    create.getHostConfig().withBinds(Bind.parse(etc + ":/etc/trino:ro"),
                            Bind.parse(setup.directory() + ":" + setup.directory()),
                            Bind.parse(setup.data() + ":" + setup.data()));
                });
        try {
            container.start();
        } catch (RuntimeException e) {
            throw new StartException(
                    "Cannot start a container of %s: %s".formatted(image(), RootCause.of(e).getMessage()),
                    e);
        }
        return new Container(container);
    }

    /** Who owns the directory, so that this JVM can delete what the container writes. */
    private String user(Path directory) {
        try {
            return Files.getAttribute(directory, "unix:uid") + ":" + Files.getAttribute(directory, "unix:gid");
        } catch (IOException e) {
            throw new StartException("Cannot start a container of %s: %s".formatted(image(), e), e);
        }
    }

    private record Container(GenericContainer<?> container) implements Running {
        /** If this JVM crashes, Testcontainers' own watchdog removes the container. */
        @Override
        public OptionalLong pid() {
            return OptionalLong.empty();
        }

        @Override
        public Optional<String> end() {
            return container.isRunning() ? Optional.empty()
                    : Optional.of("its container has ended: " + firstError(container.getLogs()));
        }

        private static String firstError(String log) {
            return log.lines().filter(line -> line.contains("ERROR") || line.startsWith("Error")).findFirst()
                    .orElseGet(() -> log.lines().reduce((first, second) -> second).orElse("no output"));
        }

        @Override
        public void close() {
            container.stop();
        }
    }
}
