package dev.freshet.cli;

import dev.freshet.cli.screen.Figures;
import dev.freshet.cli.screen.Table.Column;
import dev.freshet.cli.screen.Table;
import dev.freshet.core.Boundary;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.BatchReport;
import dev.freshet.transform.RunLog;
import dev.freshet.transform.connect.Step;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run did to a dataset, as text or JSON.
 *
 * @param err takes the warnings
 */
record RunOutput(DatasetSpec dataset, BatchReport report, PrintWriter err) implements DatasetOutput {
    private static final List<Column> COLUMNS = List.of(Column.text("landed"), Column.text("outcome"),
            Column.number("files"), Column.number("size"), Column.number("rows"), Column.number("rejects"),
            Column.number("took"));

    @Override
    public void print(PrintWriter out) {
        out.printf("%s: boundary %s, %s, %s%n", dataset.name(),
                report.before().filter(before -> !before.equals(report.after()))
                        .map(before -> before + " -> " + report.after()).orElse(report.after().toString()),
                report.flipped() ? "views replaced" : "views unchanged", Figures.duration(report.elapsed()));
        print(report.partitions(), out);
        report.retired().forEach(table -> out.println("retired " + table));
        unseen().print(out, "");
        out.flush();
        report.warnings().forEach(warning -> err.println("freshet: warning: " + dataset.name() + ": " + warning));
        err.flush();
    }

    static void print(List<BatchReport.Partition> partitions, PrintWriter out) {
        if (!partitions.isEmpty()) {
            try (Table table = new Table(out, COLUMNS)) {
                partitions.forEach(partition -> table.row(cells(partition)));
            }
        }
        partitions.stream().filter(partition -> partition.dropped() > 0).forEach(partition -> out.printf(
                "dropped %s of files that are gone or were replaced from %s; for 30 days `%s repair --restore --day %s` brings them back%n",
                Figures.count(partition.dropped(), "row"), partition.landed(), CommonOptions.freshet(),
                partition.landed()));
        partitions.stream().filter(RunOutput::hasManyRejects).forEach(partition -> {
            out.printf("rejects of %s: %s%n", partition.landed(), BatchReport.topReasons(partition.reasons()));
            partition.advice().ifPresent(advice -> out.println("  " + advice));
        });
    }

    @Override
    public RunLog.Work work() {
        List<BatchReport.Partition> written = report.partitions().stream()
                .filter(each -> each.outcome() == BatchReport.Outcome.INGESTED
                        || each.outcome() == BatchReport.Outcome.REPLACED)
                .toList();
        return work(Optional.of(report.after()), Optional.of(report.after().historyDataAsOf(dataset.zone())), written,
                report.steps());
    }

    static RunLog.Work work(Optional<Boundary> boundary, Optional<Instant> completeUntil,
            List<BatchReport.Partition> written, Map<Step, Duration> steps) {
        return new RunLog.Work(boundary, completeUntil,
                written.stream().mapToLong(BatchReport.Partition::files).sum(),
                written.stream().mapToLong(BatchReport.Partition::bytes).sum(),
                written.stream().mapToLong(BatchReport.Partition::rows).sum(),
                written.stream().mapToLong(BatchReport.Partition::rejects).sum(), steps);
    }

    @Override
    public boolean isIdle() {
        return !report.flipped() && report.partitions().stream()
                .allMatch(partition -> partition.outcome() == BatchReport.Outcome.UNCHANGED);
    }

    @Override
    public boolean isUnseen() {
        return !unseen().isEmpty();
    }

    private UnseenOutput unseen() {
        return new UnseenOutput(dataset.landing(), report.setAside(), report.notRead());
    }

    /** More than one line in a hundred. */
    private static boolean hasManyRejects(BatchReport.Partition partition) {
        long rejects = partition.reasons().values().stream().mapToLong(Long::longValue).sum();
        return rejects * 100 > partition.rows() + partition.rejects();
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

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", dataset.name());
        json.put("boundaryBefore", report.before().map(Object::toString).orElse(null));
        json.put("boundary", report.after().toString());
        json.put("flipped", report.flipped());
        json.put("partitions", report.partitions().stream().map(RunOutput::json).toList());
        json.put("retired", report.retired());
        json.put("warnings", report.warnings());
        unseen().json(json);
        json.put("millis", report.elapsed().toMillis());
        return json;
    }

    static Map<String, Object> json(BatchReport.Partition partition) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("landed", partition.landed().toString());
        json.put("outcome", partition.outcome().name().toLowerCase(java.util.Locale.ROOT));
        json.put("files", partition.files());
        json.put("bytes", partition.bytes());
        json.put("rows", partition.rows());
        json.put("rejects", partition.rejects());
        json.put("reasons", new TreeMap<>(partition.reasons()));
        json.put("advice", partition.advice().orElse(null));
        json.put("dropped", partition.dropped());
        json.put("millis", partition.elapsed().toMillis());
        return json;
    }
}
