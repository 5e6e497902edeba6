package dev.freshet.cli;

import dev.freshet.cli.screen.Figures;
import dev.freshet.cli.screen.Table;
import dev.freshet.cli.screen.Table.Column;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.IntradayReport;
import dev.freshet.transform.RunLog;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an intraday ingest did, as text or JSON. */
record IngestOutput(DatasetSpec dataset, IntradayReport report) implements DatasetOutput {
    private static final List<Column> COLUMNS = List.of(Column.text("landed"), Column.number("files"),
            Column.number("size"), Column.number("rows"), Column.number("rejects"), Column.number("took"),
            Column.number("still raw"));

    @Override
    public void print(PrintWriter out) {
        out.printf("%s: ingest %d, %s%n", dataset.name(), report.ingest(), Figures.duration(report.elapsed()));
        if (!report.partitions().isEmpty()) {
            try (Table table = new Table(out, COLUMNS)) {
                report.partitions().forEach(partition -> table.row(cells(partition)));
            }
        }
        unseen().print(out, "");
        out.flush();
    }

    @Override
    public RunLog.Work work() {
        List<IntradayReport.Partition> partitions = report.partitions();
        return new RunLog.Work(Optional.empty(), Optional.of(report.completeUntil()),
                partitions.stream().mapToLong(IntradayReport.Partition::files).sum(),
                partitions.stream().mapToLong(IntradayReport.Partition::bytes).sum(),
                partitions.stream().mapToLong(IntradayReport.Partition::rows).sum(),
                partitions.stream().mapToLong(IntradayReport.Partition::rejects).sum(), report.steps());
    }

    @Override
    public boolean isIdle() {
        return report.partitions().stream().allMatch(partition -> partition.files() == 0);
    }

    @Override
    public boolean isUnseen() {
        return !unseen().isEmpty();
    }

    private UnseenOutput unseen() {
        return new UnseenOutput(dataset.landing(), report.setAside(), List.of());
    }

    private static List<String> cells(IntradayReport.Partition partition) {
        return List.of(partition.landed().toString(), Figures.count(partition.files()),
                Figures.bytes(partition.bytes()), Figures.count(partition.rows()), Figures.count(partition.rejects()),
                Figures.duration(partition.elapsed()), partition.rawFiles() == 0 ? "nothing"
                        : Figures.count(partition.rawFiles(), "file") + ", " + Figures.bytes(partition.rawBytes()));
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", dataset.name());
        json.put("ingest", report.ingest());
        json.put("partitions", report.partitions().stream().map(IngestOutput::json).toList());
        unseen().json(json);
        json.put("millis", report.elapsed().toMillis());
        return json;
    }

    private static Map<String, Object> json(IntradayReport.Partition partition) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("landed", partition.landed().toString());
        json.put("files", partition.files());
        json.put("bytes", partition.bytes());
        json.put("rows", partition.rows());
        json.put("rejects", partition.rejects());
        json.put("rawFiles", partition.rawFiles());
        json.put("rawBytes", partition.rawBytes());
        json.put("millis", partition.elapsed().toMillis());
        return json;
    }
}
