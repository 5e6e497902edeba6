package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.planning.PlanningBench;
import dev.freshet.cli.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what planning costs. */
@Command(name = "planning", sortOptions = false, description = "Time how Trino plans a query of the live view and of the T-1 view, by the number of columns and of landing days in the tail. Runs on a "
        + "lakehouse of its own, or on the one that --lakehouse names.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench planning", "  ./freshet bench planning --columns 500 --tail-days 2 --json"})
final class PlanningCommand implements Callable<Integer> {
    @Option(names = "--columns", paramLabel = "N", split = ",", defaultValue = "10,50,200", description = "Columns of a dataset, each number with each of the days. Default: ${DEFAULT-VALUE}")
    private List<Integer> columns;

    @Option(names = "--tail-days", paramLabel = "N", split = ",", defaultValue = "2,8,32", description = "Landing days in the tail, from 2 on. Default: ${DEFAULT-VALUE}")
    private List<Integer> tailDays;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "9", description = "Each figure is the median over this many rounds. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Mixin
    private SiteOptions site;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BenchRun run = new BenchRun(spec);
        PlanningBench.Options options = run.options(() -> new PlanningBench.Options(columns, tailDays, rounds));
        run.onSite(site, (where, progress) -> PlanningBench.run(where, options, progress));
        return ExitCode.OK.code();
    }
}
