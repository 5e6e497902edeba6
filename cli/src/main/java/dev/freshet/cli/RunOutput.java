package dev.freshet.cli;

import dev.freshet.cli.screen.Figures;
import dev.freshet.cli.screen.Table.Column;
import dev.freshet.cli.screen.Table;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.BatchReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Reports what a run did to each dataset: as text during the run, or as one JSON object at the end. */
final class RunOutput {
    private static final List<Column> COLUMNS = List.of(Column.text("landed"), Column.text("outcome"),
            Column.number("files"), Column.number("size"), Column.number("rows"), Column.number("rejects"),
            Column.number("took"));

    private final PrintWriter out;
    private final PrintWriter err;
    private final CommonOptions options;
    private final List<Map<String, Object>> runs = new ArrayList<>();
    private Failure first;

    RunOutput(PrintWriter out, PrintWriter err, CommonOptions options) {
        this.out = out;
        this.err = err;
        this.options = options;
    }

    /** Reports what a run did or why it failed. A dataset that fails does not stop the others. */
    void of(DatasetSpec dataset, Supplier<BatchReport> run) {
        BatchReport report;
        try {
            report = run.get();
        } catch (RuntimeException e) {
            failed(dataset, e);
            return;
        }
        ran(dataset, report);
    }

    private void ran(DatasetSpec dataset, BatchReport report) {
        runs.add(json(dataset, report));
        if (options.json()) {
            return;
        }
        out.printf("%s: boundary %s, %s, %s%n", dataset.name(),
                report.before().filter(before -> !before.equals(report.after()))
                        .map(before -> before + " -> " + report.after()).orElse(report.after().toString()),
                report.flipped() ? "views replaced" : "views unchanged", Figures.duration(report.elapsed()));
        if (!report.partitions().isEmpty()) {
            try (Table table = new Table(out, COLUMNS)) {
                report.partitions().forEach(partition -> table.row(cells(partition)));
            }
        }
        report.partitions().stream().filter(partition -> partition.dropped() > 0).forEach(partition -> out.printf(
                "dropped %s of files that are gone or were replaced from %s; for 30 days `./freshet repair --restore --day %s` brings them back%n",
                Figures.count(partition.dropped(), "row"), partition.landed(), partition.landed()));
        report.retired().forEach(table -> out.println("retired " + table));
        out.flush();
        report.warnings().forEach(warning -> err.println("freshet: warning: " + dataset.name() + ": " + warning));
        err.flush();
    }

    private void failed(DatasetSpec dataset, RuntimeException e) {
        Failure failure = Failure.of(e);
        first = first == null ? failure : first;
        runs.add(Map.of("dataset", dataset.name(), "error", failure.json()));
        err.println(failure.text(options.verbose()));
        if (options.verbose()) {
            e.printStackTrace(err);
        }
        err.flush();
    }

    /** The exit code: that of the first dataset that failed. */
    ExitCode end() {
        if (options.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("runs", runs);
            if (first != null) {
                json.put("error", first.json());
            }
            new Output(out).json(json);
        }
        return first == null ? ExitCode.OK : first.exit();
    }

    private static List<String> cells(BatchReport.Partition partition) {
        return List.of(partition.landed().toString(), switch (partition.outcome()) {
            case INGESTED -> "ingested";
            case REPLACED -> "replaced";
            case UNCHANGED -> "unchanged";
            case INPUTS_CHANGED -> "files gone or changed, history kept";
        }, Figures.count(partition.files()), Figures.bytes(partition.bytes()), Figures.count(partition.rows()),
                Figures.count(partition.rejects()), Figures.duration(partition.elapsed()));
    }

    private static Map<String, Object> json(DatasetSpec dataset, BatchReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", dataset.name());
        json.put("boundaryBefore", report.before().map(Object::toString).orElse(null));
        json.put("boundary", report.after().toString());
        json.put("flipped", report.flipped());
        json.put("partitions", report.partitions().stream().map(RunOutput::json).toList());
        json.put("retired", report.retired());
        json.put("warnings", report.warnings());
        json.put("millis", report.elapsed().toMillis());
        return json;
    }

    private static Map<String, Object> json(BatchReport.Partition partition) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("landed", partition.landed().toString());
        json.put("outcome", partition.outcome().name().toLowerCase(java.util.Locale.ROOT));
        json.put("files", partition.files());
        json.put("bytes", partition.bytes());
        json.put("rows", partition.rows());
        json.put("rejects", partition.rejects());
        json.put("dropped", partition.dropped());
        json.put("millis", partition.elapsed().toMillis());
        return json;
    }
}
