package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.Report;
import dev.freshet.benchmarks.page.ReportPage;
import dev.freshet.cli.CommandException;
import dev.freshet.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the report of results that are there. */
@Command(name = "report", sortOptions = false, description = "Make a report of results: a web page that needs nothing else. Results of several runs stand side by side.", footerHeading = "%nExample:%n", footer = {
        "  ./freshet bench report docs/results", "  ./freshet bench report tail.json history.json -o report.html"})
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PATH", arity = "1..*", description = "JSON results of benchmarks, or directories with them.")
    private List<Path> paths;

    @Option(names = {"-o",
            "--output"}, paramLabel = "FILE", defaultValue = "report.html", description = "The page. Default: ${DEFAULT-VALUE}")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            ReportPage page = ReportPage.of(paths);
            page.write(output);
            new BenchRun(spec).print(new Written(output.toString(), page.results().size()));
            return ExitCode.OK.code();
        } catch (IOException | BenchException e) {
            throw new CommandException(ExitCode.FILE, "Cannot make a report: " + e.getMessage(), e);
        }
    }

    private record Written(String page, int results) implements Report {
        @Override
        public String markdown() {
            return "%s: %d results".formatted(page, results);
        }
    }
}
