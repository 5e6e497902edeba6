package dev.freshet.cli;

import dev.freshet.cli.screen.Figures;
import dev.freshet.transform.Erasure;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What was erased from a dataset, or would be, as text or JSON. */
record EraseOutput(String dataset, Erasure.Report report) implements DatasetOutput {
    @Override
    public void print(PrintWriter out) {
        out.println("%s: %s %s in %d of %s (%s, %s), %s of history%s".formatted(dataset,
                report.done().isPresent() ? "erased" : "would erase",
                Figures.count(report.rows() + report.rejects(), "line"), report.files(),
                Figures.count(report.searched(), "raw file"), Figures.count(report.rows(), "row"),
                Figures.count(report.rejects(), "reject"), Figures.count(report.days(), "landing day"),
                report.done().map(done -> ", " + Figures.count(done.snapshots(), "snapshot") + ", "
                        + Figures.duration(report.elapsed())).orElse(" (--yes erases them)")));
        out.println("  stored      " + counts(report.stored()));
        report.done().ifPresent(done -> {
            out.println("  left        " + counts(done.left()) + ", by this query:");
            done.proof().lines().forEach(line -> out.println("    " + line));
        });
        if (report.naming() > 0) {
            out.println("  stays       %s that the condition does not select, though the value is in the text"
                    .formatted(Figures.count(report.naming(), "row")));
        }
        report.notSearched().forEach(files -> out.println("  unsearched  " + files));
    }

    private static String counts(Map<String, Long> rows) {
        return rows.entrySet().stream().map(each -> each.getKey() + " " + Figures.count(each.getValue()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", dataset);
        json.put("searchedFiles", report.searched());
        json.put("files", report.files());
        json.put("rows", report.rows());
        json.put("rejects", report.rejects());
        json.put("stored", report.stored());
        json.put("days", report.days());
        json.put("staying", report.naming());
        json.put("notSearched", report.notSearched());
        json.put("erased", report.done().isPresent());
        report.done().ifPresent(done -> {
            json.put("snapshots", done.snapshots());
            json.put("left", done.left());
            json.put("proof", done.proof());
        });
        json.put("millis", report.elapsed().toMillis());
        return json;
    }
}
