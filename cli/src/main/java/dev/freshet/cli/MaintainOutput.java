package dev.freshet.cli;

import dev.freshet.cli.screen.Figures;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.SetAside;
import dev.freshet.transform.Maintenance;
import dev.freshet.transform.RawRetention;
import dev.freshet.transform.landing.RawFile;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What housekeeping did to a dataset, as text or JSON.
 *
 * @param raw what became of raw files, if they have a retention
 */
record MaintainOutput(DatasetSpec spec, Maintenance.Report report, Optional<RawRetention.Report> raw)
        implements
            DatasetOutput {
    private static final int NAMED = 3;

    @Override
    public void print(PrintWriter out) {
        out.println(
                "%s: data files %d -> %d, snapshots %d -> %d, ledger files %d -> %d, view files %d -> %d, %d tail tables retired, %s"
                        .formatted(spec.name(), report.before().dataFiles(), report.after().dataFiles(),
                                report.before().snapshots(), report.after().snapshots(), report.before().ledgerFiles(),
                                report.after().ledgerFiles(), report.before().viewFiles(), report.after().viewFiles(),
                                report.retired().size(), Figures.duration(report.elapsed())));
        report.runSince().ifPresent(since -> out.println(
                "%s: a run has been active since %s, so unreferenced files were kept for the next time"
                        .formatted(spec.name(), since)));
        raw.ifPresent(files -> print(files, out));
    }

    private void print(RawRetention.Report files, PrintWriter out) {
        out.println("%s: %s %s of %s, %s%s".formatted(spec.name(), files.deleted() ? "deleted" : "would delete",
                Figures.count(files.files(), "raw file"), Figures.count(files.days(), "landing day"),
                Figures.bytes(files.bytes()),
                files.deleted() || files.files() == 0 ? "" : " (--yes deletes them)"));
        files.staying().forEach((reason, stay) -> {
            out.println("  stays      %s %s".formatted(Figures.count(stay.size(), "file"), reason.text()));
            paths(stay).limit(NAMED).forEach(path -> out.println("             " + path));
            if (stay.size() > NAMED) {
                out.println("             and %s more".formatted(Figures.count(stay.size() - NAMED)));
            }
        });
        new UnseenOutput(spec.landing(), SetAside.NONE, files.notRead()).print(out, "  ");
    }

    private static Stream<String> paths(List<RawFile> files) {
        return files.stream().map(RawFile::path);
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", spec.name());
        json.put("before", json(report.before()));
        json.put("after", json(report.after()));
        json.put("retired", report.retired());
        json.put("runSince", report.runSince().map(Object::toString).orElse(null));
        raw.ifPresent(files -> json.put("rawFiles", json(files)));
        json.put("millis", report.elapsed().toMillis());
        return json;
    }

    private Map<String, Object> json(RawRetention.Report files) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("deleted", files.deleted());
        json.put("days", files.days());
        json.put("files", files.files());
        json.put("bytes", files.bytes());
        Map<String, List<String>> staying = new LinkedHashMap<>();
        files.staying().forEach(
                (reason, stay) -> staying.put(reason.name().toLowerCase(Locale.ROOT), paths(stay).toList()));
        json.put("staying", staying);
        new UnseenOutput(spec.landing(), SetAside.NONE, files.notRead()).json(json);
        return json;
    }

    private static Map<String, Object> json(Maintenance.Held held) {
        return Map.of("dataFiles", held.dataFiles(), "snapshots", held.snapshots(), "ledgerFiles",
                held.ledgerFiles(), "viewFiles", held.viewFiles());
    }
}
