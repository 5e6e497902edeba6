package dev.freshet.benchmarks.command;

import picocli.CommandLine.Option;

/** The option of all benchmarks that land raw files. */
final class LandingRoot {
    @Option(names = "--landing-root", paramLabel = "LOCATION", defaultValue = "local:///landing/bench", description = "Where raw files land. They are deleted at the end. Default: ${DEFAULT-VALUE}")
    private String location;

    String location() {
        return location;
    }
}
