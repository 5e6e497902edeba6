package dev.freshet.benchmarks;

import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import java.util.Optional;
import java.util.function.Function;

/** A lakehouse on this machine for one benchmark: Trino at full speed, removed at the end. */
public final class OwnLakehouse {
    /** Its name in reports. */
    public static final String NAME = "local lakehouse";
    /** And with Trino in a container. */
    public static final String CONTAINER = "container " + ContainerTrino.IMAGE;

    private static final LocalLakehouse.Options OPTIONS = LocalLakehouse.Options.TEMPORARY
            .withJvm(LocalLakehouse.Options.PEAK_SPEED);

    private OwnLakehouse() {}

    public static <R> R run(BenchProgress progress, Function<LakehouseConfig, R> bench) {
        try (LocalLakehouse local = LocalLakehouse.start(OPTIONS, progress::at)) {
            return bench.apply(config(local));
        }
    }

    /**
     * The same with Trino in a container, from the image that the Trino project publishes, on the same catalog files.
     */
    public static <R> R inContainer(BenchProgress progress, Function<LakehouseConfig, R> bench) {
        try (LocalLakehouse local = LocalLakehouse.start(OPTIONS, new ContainerTrino(), progress::at)) {
            return bench.apply(config(local));
        }
    }

    /** Why there can be no container, if so. */
    public static Optional<Skipped> withoutContainer() {
        return ContainerTrino.isDockerThere() ? Optional.empty()
                : Optional.of(new Skipped("Skipped: no Docker engine answers (%s)".formatted(ContainerTrino.engine())));
    }

    private static LakehouseConfig config(LocalLakehouse local) {
        return LakehouseConfig.of(NAME, local.properties());
    }
}
