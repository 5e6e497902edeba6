package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.series.Suites;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A first impression. */
@Command(name = "quick", sortOptions = false, description = "Measure what a live query costs and whether readers notice a cut-over in less than five minutes, and write a report: a web page that needs nothing else. "
        + "Runs on a lakehouse of its own, or on the one that --lakehouse names.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench quick", "  ./freshet bench quick --suites scan -o results"})
final class QuickCommand implements Callable<Integer> {
    @Mixin
    private SeriesOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return options.run(spec, Suites.quick());
    }
}
