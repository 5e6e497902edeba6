package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.OwnLakehouse;
import dev.freshet.benchmarks.Site;
import dev.freshet.cli.FreshetCommand;
import dev.freshet.cli.PartOptions;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.connect.LakehouseConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of all benchmarks that run on a lakehouse of their own, or on the one that {@code --lakehouse} names. */
final class SiteOptions {
    private static final String CONTAINER = "--container";

    @Mixin
    private PartOptions parts;

    @Option(names = CONTAINER, description = "Run Trino in a container. Skipped if no Docker engine answers.")
    private boolean container;

    @Mixin
    private LandingRoot landingRoot;

    /** The lakehouse to start. */
    OwnLakehouse own(CommandSpec spec) {
        LocalLakehouse.Options options = parts.of(LocalLakehouse.Options.TEMPORARY);
        if (container && options.workers() > 0) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid options: --container with --workers (Trino runs in one container)");
        }
        return new OwnLakehouse(options, container);
    }

    Site at(OwnLakehouse own, LakehouseConfig lakehouse) {
        List<String> options = new ArrayList<>(parts.arguments());
        if (container) {
            options.add(CONTAINER);
        }
        return new Site(lakehouse, own.name(), options.isEmpty() ? "" : " " + String.join(" ", options),
                own.isTrinoOurs(), landingRoot.in(lakehouse));
    }

    /** The lakehouse that {@code --lakehouse} names. */
    Site named(CommandSpec spec) {
        Stream.concat(PartOptions.NAMES.stream(), Stream.of(CONTAINER)).filter(
                spec.commandLine().getParseResult()::hasMatchedOption).findFirst().ifPresent(option -> {
                    throw new ParameterException(spec.commandLine(),
                            "Invalid options: %s with --lakehouse (the benchmark starts no lakehouse then)".formatted(
                                    option));
                });
        LakehouseConfig lakehouse = FreshetCommand.options(spec).lakehouse();
        return Site.of(lakehouse, landingRoot.in(lakehouse));
    }
}
