package dev.freshet.cli;

import dev.freshet.lakehouse.LocalLakehouse;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of the commands that start a lakehouse: which parts it is made of. */
public final class PartOptions {
    /** Of all of them. */
    public static final List<String> NAMES = List.of("--s3", "--rest", "--trino", "--workers");

    @Option(names = "--s3", description = "Keep landing zone and warehouse in an S3 server, which is downloaded once. Default: on disk, or as at the first start in the directory")
    private boolean s3;

    @Option(names = "--rest", description = "Reach the Iceberg catalog over REST. Default: over JDBC")
    private boolean rest;

    @Option(names = "--trino", paramLabel = "VERSION", defaultValue = LocalLakehouse.TRINO_VERSION, description = "Trino's version. Default: ${DEFAULT-VALUE}")
    private String trino;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "0", description = "Workers beside Trino's coordinator. Default: none; the coordinator does their work")
    private int workers;

    public LocalLakehouse.Options of(LocalLakehouse.Options options) {
        return options.withS3(s3).withRest(rest).withTrino(trino).withWorkers(workers);
    }

    /** Those that differ from the defaults, for a command line. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (s3) {
            arguments.add("--s3");
        }
        if (rest) {
            arguments.add("--rest");
        }
        if (!trino.equals(LocalLakehouse.TRINO_VERSION)) {
            arguments.addAll(List.of("--trino", trino));
        }
        if (workers != 0) {
            arguments.addAll(List.of("--workers", String.valueOf(workers)));
        }
        return arguments;
    }
}
