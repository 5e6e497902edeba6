package dev.freshet.benchmarks;

import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.lakehouse.TrinoLauncher;
import dev.freshet.transform.connect.LakehouseConfig;
import java.util.Optional;
import java.util.function.Function;

/**
 * A lakehouse on this machine for one benchmark: Trino at full speed, removed at the end.
 *
 * @param isContainer whether Trino runs in a container, from the image that the Trino project publishes, on the same
 *        catalog files
 */
public record OwnLakehouse(LocalLakehouse.Options options, boolean isContainer) {
    /** Trino as one process, files on disk. */
    public static final OwnLakehouse DEFAULT = new OwnLakehouse(LocalLakehouse.Options.TEMPORARY, false);

    public OwnLakehouse {
        options = options.withJvm(LocalLakehouse.Options.PEAK_SPEED);
    }

    public <R> R run(BenchProgress progress, Function<LakehouseConfig, R> bench) {
        TrinoLauncher launcher = isContainer ? new ContainerTrino(options.trino())
                : TrinoLauncher.process(options.trino());
        try (LocalLakehouse local = LocalLakehouse.start(options, launcher, progress::at)) {
            return bench.apply(LakehouseConfig.of(name(), local.properties()));
        }
    }

    /** Its name in reports, such as {@code local lakehouse} or {@code container trinodb/trino:476, S3}. */
    public String name() {
        return (isContainer ? "container " + new ContainerTrino(options.trino()).image() : "local lakehouse")
                + (options.s3() ? ", S3" : "") + (options.rest() ? ", REST" : "")
                + (options.workers() == 0 ? "" : ", %d workers".formatted(options.workers()));
    }

    /** Whether Trino is a single child process, and files are on disk. */
    public boolean isTrinoOurs() {
        return !isContainer && !options.s3() && options.workers() == 0;
    }

    /** Why it cannot be started, if a container is wanted and there can be none. */
    public Optional<Skipped> skipped() {
        return !isContainer || ContainerTrino.isDockerThere() ? Optional.empty()
                : Optional.of(new Skipped("Skipped: no Docker engine answers (%s)".formatted(ContainerTrino.engine())));
    }
}
