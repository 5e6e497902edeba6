package dev.freshet.cli;

import dev.freshet.cli.screen.Figures;
import dev.freshet.transform.Maintenance;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** What housekeeping did to a dataset, as text or JSON. */
record MaintainOutput(String dataset, Maintenance.Report report) implements DatasetOutput {
    @Override
    public void print(PrintWriter out) {
        out.println(
                "%s: data files %d -> %d, snapshots %d -> %d, ledger files %d -> %d, view files %d -> %d, %d tail tables retired, %s"
                        .formatted(dataset, report.before().dataFiles(), report.after().dataFiles(),
                                report.before().snapshots(), report.after().snapshots(), report.before().ledgerFiles(),
                                report.after().ledgerFiles(), report.before().viewFiles(), report.after().viewFiles(),
                                report.retired().size(), Figures.duration(report.elapsed())));
        report.runSince().ifPresent(since -> out.println(
                "%s: a run has been active since %s, so unreferenced files were kept for the next time"
                        .formatted(dataset, since)));
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", dataset);
        json.put("before", json(report.before()));
        json.put("after", json(report.after()));
        json.put("retired", report.retired());
        json.put("runSince", report.runSince().map(Object::toString).orElse(null));
        json.put("millis", report.elapsed().toMillis());
        return json;
    }

    private static Map<String, Object> json(Maintenance.Held held) {
        return Map.of("dataFiles", held.dataFiles(), "snapshots", held.snapshots(), "ledgerFiles",
                held.ledgerFiles(), "viewFiles", held.viewFiles());
    }
}
