package dev.freshet.benchmarks.series;

import dev.freshet.benchmarks.Bench;
import dev.freshet.benchmarks.BenchOptions;
import dev.freshet.benchmarks.cutover.CutOverBench;
import dev.freshet.benchmarks.cutover.CutOverOptions.Subject;
import dev.freshet.benchmarks.cutover.CutOverOptions;
import dev.freshet.benchmarks.gateway.OverheadBench;
import dev.freshet.benchmarks.growth.GrowthBench;
import dev.freshet.benchmarks.history.HistoryBench;
import dev.freshet.benchmarks.intraday.IntradayBench;
import dev.freshet.benchmarks.planning.PlanningBench;
import dev.freshet.benchmarks.scan.Codec;
import dev.freshet.benchmarks.scan.ScanBench;
import dev.freshet.benchmarks.start.StartBench;
import dev.freshet.benchmarks.tail.TailBench;
import dev.freshet.benchmarks.transform.TransformBench;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code bench quick} and {@code bench full} measure. The series puts its own command into each result. */
public final class Suites {
    private static final List<String> PLAIN = List.of("plain");

    private Suites() {}

    /** Enough for a first impression: less than five minutes on two slow cores, with building the command. */
    public static List<Suite> quick() {
        return List.of(
                Suite.of("scan", 130, (site, progress) -> ScanBench.run(site,
                        scan(List.of(1, 10), List.of(1, 10), List.of(Codec.PLAIN), 1), progress)),
                Suite.of("cutover", 40, (site, progress) -> CutOverBench.run(site,
                        CutOverOptions.DEFAULT.withCutOvers(3).withPatterns(List.of(Subject.FRESHET)), progress)));
    }

    /** What the documentation publishes. */
    public static List<Suite> full() {
        return List.of(
                Suite.of("start-up", 110, (site, progress) -> StartBench.run(site,
                        StartBench.Options.of(9), progress)),
                Suite.of("planning", 180, (site, progress) -> PlanningBench.run(site,
                        new PlanningBench.Options(List.of(10, 50, 200), List.of(2, 8, 32), 9),
                        progress)),
                Suite.of("scan", 1030, (site, progress) -> ScanBench.run(site,
                        scan(List.of(1, 10, 100), List.of(1, 10, 100), List.of(Codec.values()), 3), progress)),
                Suite.of("live", 490, (site, progress) -> Bench.run(site,
                        BenchOptions.DEFAULT, progress)),
                Suite.of("tail", 400, (site, progress) -> TailBench.run(site,
                        new TailBench.Options(100, 5), progress)),
                Suite.of("history", 490, (site, progress) -> HistoryBench.run(site,
                        HistoryBench.Options.of(List.of(10, 100), 12), progress)),
                Suite.onOurTrino("intraday", 700, (site, progress) -> IntradayBench.run(site.lakehouse(),
                        IntradayBench.Options.of(List.of(10, 100), List.of(1, 10), Map.of(), 7), progress)),
                Suite.onOurTrino("transform", 580, (site, progress) -> TransformBench.onLakehouse(site.lakehouse(),
                        TransformBench.Options.of(100, 3, PLAIN,
                                List.of("columns", "rows", "iceberg-generic", "write-support", "trino-insert", "duckdb",
                                        "duckdb-best"),
                                List.of("sampled", "full")),
                        progress)),
                Suite.of("growth", 350, (site, progress) -> GrowthBench.run(site,
                        new GrowthBench.Options(List.of(30, 300), 100, 20_000, 5), progress)),
                Suite.of("cutover", 1700, (site, progress) -> CutOverBench.run(site,
                        CutOverOptions.DEFAULT.withCutOvers(100), progress)),
                Suite.of("gateway", 190, (site, progress) -> OverheadBench.run(OverheadBench.Options.ofRounds(1),
                        progress)));
    }

    private static ScanBench.Options scan(List<Integer> megabytes, List<Integer> files, List<Codec> codecs,
            int rounds) {
        return new ScanBench.Options(megabytes, files, codecs, Optional.empty(), rounds);
    }
}
