package dev.freshet.benchmarks.command;

import dev.freshet.cli.CommandException;
import dev.freshet.cli.ExitCode;
import dev.freshet.transform.connect.LakehouseConfig;
import picocli.CommandLine.Option;

/** The option of all benchmarks that land raw files. */
final class LandingRoot {
    @Option(names = "--landing-root", paramLabel = "LOCATION", description = "Where raw files land. They are deleted at the end. Default: landing/bench beside the warehouse")
    private String location;

    String in(LakehouseConfig lakehouse) {
        return location != null ? location
                : lakehouse.landingRoot("bench").orElseThrow(() -> new CommandException(ExitCode.USAGE,
                        "Missing option: --landing-root (the lakehouse file names no iceberg.warehouse to land files beside)"));
    }
}
