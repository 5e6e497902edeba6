package dev.freshet.benchmarks;

import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import java.util.function.Function;

/** A lakehouse on this machine for one benchmark: Trino at full speed, removed at the end. */
public final class OwnLakehouse {
    /** Its name in reports. */
    public static final String NAME = "local lakehouse";

    static final LocalLakehouse.Options OPTIONS = LocalLakehouse.Options.TEMPORARY
            .withJvm(LocalLakehouse.Options.PEAK_SPEED);

    private OwnLakehouse() {}

    public static <R> R run(BenchProgress progress, Function<LakehouseConfig, R> bench) {
        try (LocalLakehouse local = LocalLakehouse.start(OPTIONS, progress::at)) {
            return bench.apply(config(local));
        }
    }

    static LakehouseConfig config(LocalLakehouse local) {
        return LakehouseConfig.of(NAME, local.properties());
    }
}
