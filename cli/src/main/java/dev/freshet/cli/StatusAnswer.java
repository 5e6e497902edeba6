package dev.freshet.cli;

import dev.freshet.cli.screen.Figures;
import dev.freshet.cli.screen.Table;
import dev.freshet.cli.screen.Table.Column;
import dev.freshet.core.sql.Publication;
import dev.freshet.transform.DatasetStatus;
import dev.freshet.transform.DatasetStatus.RawDay;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A dataset's status for people and for scripts.
 *
 * @param zone the dataset's own, in which its days begin
 */
record StatusAnswer(DatasetStatus status, ZoneId zone) {
    private static final List<Column> COLUMNS = List.of(Column.text("served from"), Column.text("day"),
            Column.number("files"), Column.number("size"), Column.text("newest file"));

    void print(PrintWriter out) {
        out.println(status.dataset());
        if (status.publication().isPresent()) {
            Publication published = status.publication().get();
            out.println("  boundary   " + published.boundary() + ", published "
                    + Figures.instant(published.publishedAt(), zone));
            out.println("  history    " + Figures.count(status.historyRows(), "row") + status.historyDataAsOf()
                    .map(asOf -> ", complete up to " + Figures.instant(asOf, zone)).orElse(""));
        } else {
            out.println("  not published yet: `freshet run` does it");
        }
        out.println("  tail       " + total(status.tail()));
        out.println("  late       " + (status.late().isEmpty() ? "none"
                : total(status.late()) + "; the next run takes them in"));
        if (!status.tail().isEmpty() || !status.late().isEmpty()) {
            try (Table table = new Table(out, COLUMNS)) {
                status.late().forEach(day -> table.row(cells("nothing (late)", day)));
                status.tail().forEach(day -> table.row(cells("tail", day)));
            }
        }
        out.flush();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", status.dataset());
        json.put("boundary", status.publication().map(p -> p.boundary().toString()).orElse(null));
        json.put("publishedAt", status.publication().map(p -> p.publishedAt().toString()).orElse(null));
        json.put("historyDataAsOf", status.historyDataAsOf().map(Object::toString).orElse(null));
        json.put("historyRows", status.historyRows());
        json.put("tail", status.tail().stream().map(StatusAnswer::json).toList());
        json.put("late", status.late().stream().map(StatusAnswer::json).toList());
        return json;
    }

    private static String total(List<RawDay> days) {
        return days.isEmpty() ? "no files"
                : Figures.count(days.stream().mapToLong(RawDay::files).sum(), "file") + " of "
                        + Figures.count(days.size(), "day") + ", "
                        + Figures.bytes(days.stream().mapToLong(RawDay::bytes).sum());
    }

    private List<String> cells(String from, RawDay day) {
        return List.of(from, day.day().toString(), Figures.count(day.files()), Figures.bytes(day.bytes()),
                day.newest().map(newest -> Figures.instant(newest, zone)).orElse(""));
    }

    private static Map<String, Object> json(RawDay day) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("day", day.day().toString());
        json.put("files", day.files());
        json.put("bytes", day.bytes());
        json.put("newest", day.newest().map(Object::toString).orElse(null));
        return json;
    }
}
