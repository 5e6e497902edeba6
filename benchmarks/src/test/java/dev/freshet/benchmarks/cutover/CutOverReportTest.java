package dev.freshet.benchmarks.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.benchmarks.Contender;
import dev.freshet.benchmarks.Host;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutOverReportTest {
    private static final Way WAY = new Way(Way.View.LIVE, Contender.TRINO_JDBC, "view");

    @Test
    void oneWrongReadOfFreshetFailsTheReport() {
        assertThat(report(result(FreshetPattern.NAME, ReadClass.CORRECT)).isFreshetCorrect()).isTrue();
        for (ReadClass wrong : List.of(ReadClass.STALE, ReadClass.MISSING, ReadClass.DUPLICATE, ReadClass.INVENTED,
                ReadClass.ERROR)) {
            CutOverReport report = report(result(FreshetPattern.NAME, ReadClass.CORRECT, wrong));
            assertThat(report.isFreshetCorrect()).as(wrong.toString()).isFalse();
            assertThat(report.markdown()).contains("- freshet, live, trino-jdbc, " + wrong
                    + ": what is wrong (run 2; the query took 1 ms)");
            assertThat(report.json()).contains("run 1");
        }
    }

    @Test
    void wrongReadsOfTheSeedDoNotFailTheReport() {
        CutOverReport report = report(result(FreshetPattern.NAME, ReadClass.CORRECT), result("seed",
                ReadClass.MISSING));
        assertThat(report.isFreshetCorrect()).isTrue();
        assertThat(report.markdown()).contains("| seed    | live, trino-jdbc | 2         | 4       | 1     | 0       | "
                + "0     | 1       |");
    }

    @Test
    void aSilentFailureFailsTheReportAndAReportedOneDoesNot() {
        FaultTally faults = new FaultTally();
        faults.failed(Job.RUN, "LakehouseException: Cannot read local:///landing/dt=2001-01-02/a-000001.json.bz2");
        faults.failed(Job.RUN, "LakehouseException: Cannot read local:///landing/dt=2001-01-03/a-000002.json.bz2");
        CutOverReport said = report(result(FreshetPattern.NAME, faults.report(Fault.ALL, 3, 4, 0, true),
                ReadClass.CORRECT));
        assertThat(said.isFreshetCorrect()).isTrue();
        assertThat(said.markdown()).contains("| run | said    | 2    | LakehouseException: Cannot read a-N.json.bz2 |");

        assertThat(report(result(FreshetPattern.NAME, faults.report(Fault.ALL, 3, 4, 0, false), ReadClass.CORRECT))
                .isFreshetCorrect()).as("no run succeeded at the end").isFalse();
        faults.silent(Job.RUN, "a.bz2 lies in 2001-01-02, and the run returned normally");
        CutOverReport silent = report(result(FreshetPattern.NAME, faults.report(Fault.ALL, 3, 4, 0, true),
                ReadClass.CORRECT));
        assertThat(silent.isFreshetCorrect()).isFalse();
        assertThat(silent.json()).contains("a.bz2 lies in N, and the run returned normally");
    }

    @Test
    void theTimesAreMedians() {
        CutOverReport.Times times = CutOverReport.Times.of(List.of(new StopWatch.Times(100, 10, 1),
                new StopWatch.Times(200, 30, 3), new StopWatch.Times(900, 20, 2), new StopWatch.Times(400, 40, 4)));
        assertThat(times).isEqualTo(new CutOverReport.Times(300, 25, 2.5, 100, 400));
    }

    private static CutOverReport report(CutOverReport.Result... results) {
        return new CutOverReport("2026-11-25T00:00:00Z", "./freshet bench cutover", "local lakehouse", "476", "25",
                new Host("cpu", 2, 8, "Linux", 0), 1, 3, 200, 10, List.of(results));
    }

    private static CutOverReport.Result result(String pattern, ReadClass... reads) {
        return result(pattern, null, reads);
    }

    private static CutOverReport.Result result(String pattern, FaultReport faults, ReadClass... reads) {
        Tally tally = new Tally();
        for (ReadClass read : reads) {
            tally.add(WAY, Verdict.of(read, read == ReadClass.CORRECT ? "" : "what is wrong"), 0, 1_000_000,
                    List.of("run 2", "run 1"));
        }
        return new CutOverReport.Result(pattern, 2, 0, 0, 0, 0, 4, 6, 0, 1_200, tally.reads(), 0,
                new CutOverReport.GoneAgain(0, ""), 0, CutOverReport.Times.of(List.of()), tally.examples(),
                List.of(new CutOverReport.Footprint("end", 2, 1, 1, 1, 1, 1, 1, new CutOverReport.Hot(1, 1, 1, 1, 1),
                        TrinoHeap.UNKNOWN)),
                10, faults);
    }
}
