package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.series.Suites;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the documentation publishes. */
@Command(name = "full", sortOptions = false, description = "Run all benchmarks, which takes more than an hour and a half, and write a report: a web page that needs nothing else. Each result is there as soon as its "
        + "benchmark has ended. Runs on a lakehouse of its own, or on the one that --lakehouse names.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench full",
                "  ./freshet bench full --lakehouse production.properties --landing-root s3://bucket/bench",
                "  ./freshet bench full --suites tail,history -o results"})
final class FullCommand implements Callable<Integer> {
    @Mixin
    private SeriesOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return options.run(spec, Suites.full());
    }
}
