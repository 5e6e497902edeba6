package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.MarkdownTable;
import java.util.ArrayList;
import java.util.List;

/** What went wrong, for people. */
record FaultText(FaultReport report) {
    String markdown() {
        FaultReport.Injected made = report.injected();
        String injected = new MarkdownTable(List.of("faults", "days blocked", "runs behind", "runs ahead", "paused",
                "killed", "housekeeping beside", "requests lost", "replies lost", "files expired"),
                List.of(List.of(
                        String.join(", ", report.faults()), text(made.daysBlocked()), text(made.runsBehind()),
                        text(made.runsAhead()), text(made.pausedRuns()), text(made.killedRuns()), text(made
                                .housekeeping()),
                        text(made.requestsLost()), text(made.repliesLost()), text(made.expiredFiles()))))
                .text();
        List<List<String>> rows = new ArrayList<>();
        report.failures().forEach(each -> rows.add(List.of(each.job(), "said", text(each.runs()), cell(each.kind()))));
        report.silent().forEach(each -> rows.add(List.of(each.job(), "silent", text(each.runs()), cell(each.kind()))));
        String runs = "%d runs, of which %d failed and said so, %d were killed, and %d returned normally and should not have. The boundary went back %d times without a rollback.%s%n"
                .formatted(report.runs(), report.failedRuns(), made.killedRuns(), report.silentRuns(),
                        report.boundaryWentBack(),
                        report.recovered() ? "" : " When all faults were over no run succeeded.");
        return rows.isEmpty() ? injected + "\n" + runs
                : injected + "\n" + runs + "\n" + new MarkdownTable(List.of("run", "failure", "runs", "what it said"),
                        rows).text();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String text(int number) {
        return String.valueOf(number);
    }
}
