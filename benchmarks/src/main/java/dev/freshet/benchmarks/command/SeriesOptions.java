package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.OwnLakehouse;
import dev.freshet.benchmarks.Skipped;
import dev.freshet.benchmarks.series.Series;
import dev.freshet.benchmarks.series.SeriesReport;
import dev.freshet.benchmarks.series.Site;
import dev.freshet.benchmarks.series.Suite;
import dev.freshet.cli.ExitCode;
import dev.freshet.cli.FreshetCommand;
import dev.freshet.transform.connect.LakehouseConfig;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of the commands that run several suites. */
final class SeriesOptions {
    private static final DateTimeFormatter DIRECTORY = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss");

    @Option(names = "--suites", paramLabel = "LIST", split = ",", description = "Run only these. Default: all")
    private List<String> suites = List.of();

    @Option(names = {"-o",
            "--output"}, paramLabel = "DIR", description = "Where the results and the report go. Default: a directory for each time, below .freshet/bench in the clone")
    private Path output;

    @Option(names = "--container", description = "Run Trino in a container. Skipped if no Docker engine answers. Leaves out the suites that read the CPU time of Trino's process.")
    private boolean container;

    @Mixin
    private LandingRoot landingRoot;

    /** Runs the suites and prints what became of them. */
    int run(CommandSpec spec, List<Suite> all) {
        BenchRun run = new BenchRun(spec);
        List<Suite> chosen = chosen(spec, all);
        Path directory = output != null ? output
                : Path.of(System.getProperty("freshet.state", ".freshet"), "bench",
                        LocalDateTime.now(ZoneOffset.UTC).format(DIRECTORY));
        String command = "./freshet bench " + spec.name() + (container ? " --container" : "");
        Series series = new Series(directory, command, chosen);
        if (!container) {
            return exit(run.onLakehouse((lakehouse, where, progress) -> series.run(
                    site(lakehouse, where, !run.isLakehouseNamed()), progress)));
        }
        if (run.isLakehouseNamed()) {
            throw BenchCommand.containerWithLakehouse(spec);
        }
        Optional<Skipped> skipped = OwnLakehouse.withoutContainer();
        if (skipped.isPresent()) {
            run.print(skipped.get());
            return ExitCode.OK.code();
        }
        return exit(run.print(run.withProgress(progress -> inContainer(series, progress))));
    }

    private SeriesReport inContainer(Series series, BenchProgress progress) {
        return OwnLakehouse.inContainer(progress, own -> series.run(site(own, OwnLakehouse.CONTAINER, false),
                progress));
    }

    private Site site(LakehouseConfig lakehouse, String where, boolean isTrinoOurs) {
        return new Site(lakehouse, where, isTrinoOurs, landingRoot.location(), List.of(StartCommand.launcher()));
    }

    private static int exit(SeriesReport report) {
        return (report.failure().isEmpty() ? ExitCode.OK : ExitCode.LAKEHOUSE).code();
    }

    private List<Suite> chosen(CommandSpec spec, List<Suite> all) {
        List<String> names = all.stream().map(Suite::name).toList();
        for (String suite : suites) {
            if (!names.contains(suite)) {
                throw new ParameterException(spec.commandLine(), "Invalid suite: %s (use %s)".formatted(suite,
                        String.join(", ", names)));
            }
        }
        return suites.isEmpty() ? all : all.stream().filter(suite -> suites.contains(suite.name())).toList();
    }
}
