package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.series.Series;
import dev.freshet.benchmarks.series.SeriesReport;
import dev.freshet.benchmarks.series.Suite;
import dev.freshet.cli.ExitCode;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
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

    @Mixin
    private SiteOptions site;

    /** Runs the suites and prints what became of them. */
    int run(CommandSpec spec, List<Suite> all) {
        BenchRun run = new BenchRun(spec);
        List<Suite> chosen = chosen(spec, all);
        Path directory = output != null ? output
                : Path.of(System.getProperty("freshet.state", ".freshet"), "bench",
                        LocalDateTime.now(ZoneOffset.UTC).format(DIRECTORY));
        Series series = new Series(directory, "./freshet bench " + spec.name(), chosen);
        return run.onSite(site, series::run).flatMap(SeriesReport::failure).map(failed -> ExitCode.LAKEHOUSE)
                .orElse(ExitCode.OK).code();
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
