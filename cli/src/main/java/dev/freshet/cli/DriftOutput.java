package dev.freshet.cli;

import dev.freshet.cli.screen.Figures;
import dev.freshet.cli.screen.Table;
import dev.freshet.spec.Column;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecWriter;
import dev.freshet.transform.drift.Drift;
import dev.freshet.transform.drift.SpecDrift.Misfit;
import dev.freshet.transform.drift.SpecDrift.NewKey;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A dataset's drift, as text or JSON. */
record DriftOutput(DatasetSpec spec, Drift drift) implements DatasetOutput {
    @Override
    public void print(PrintWriter out) {
        long rejects = drift.rejects().values().stream().mapToLong(Long::longValue).sum();
        out.println(spec.name());
        out.println("  read       " + Figures.count(drift.files(), "file") + " of "
                + Figures.count(drift.partitions().size(), "landing partition") + ", " + Figures.bytes(drift.bytes())
                + drift.boundary().map(first -> ", from " + first + " on").orElse(", not published yet"));
        out.println("  lines      " + Figures.count(drift.rows(), "row") + ", " + Figures.count(rejects, "reject"));
        out.println("  no value   " + (drift.empty().isEmpty() ? "none: every column has one in some row"
                : String.join(", ", drift.empty().stream().map(Column::name).toList()) + " in all rows"));
        rejects(out);
        newKeys(out);
        misfits(out);
        if (drift.drift().others() > 0) {
            out.println(
                    "  Keys and places that are counted together: " + Figures.count(drift.drift().others(), "value"));
        }
        List<String> change = change();
        out.println(change.isEmpty() ? "  Nothing to change in the spec." : "  Proposed, under columns:");
        change.forEach(line -> out.println("    " + line));
        out.flush();
    }

    private void rejects(PrintWriter out) {
        if (!drift.rejects().isEmpty()) {
            try (Table table = new Table(out, List.of(Table.Column.text("rejected because"),
                    Table.Column.number("lines")))) {
                drift.rejects().forEach((reason, lines) -> table.row(List.of(reason, Figures.count(lines))));
            }
        }
    }

    private void newKeys(PrintWriter out) {
        List<NewKey> keys = drift.drift().newKeys();
        if (!keys.isEmpty()) {
            try (Table table = new Table(out, List.of(Table.Column.text("new key"), Table.Column.text("type"),
                    Table.Column.number("lines"), Table.Column.text("example")))) {
                keys.forEach(key -> table.row(List.of(key.path().toString(), key.column().type().spec(),
                        Figures.count(key.lines()), key.example())));
            }
        }
    }

    private void misfits(PrintWriter out) {
        List<Misfit> misfits = drift.drift().misfits();
        if (!misfits.isEmpty()) {
            try (Table table = new Table(out, List.of(Table.Column.text("not valid at"), Table.Column.text("type"),
                    Table.Column.number("values"), Table.Column.text("example")))) {
                misfits.forEach(misfit -> table.row(List.of(misfit.path(), misfit.type().spec(),
                        Figures.count(misfit.lines()), misfit.example())));
            }
        }
    }

    /** The spec's lines that the proposal removes and adds. */
    private List<String> change() {
        List<String> before = columns(spec);
        List<String> after = columns(drift.drift().proposal());
        List<String> change = new ArrayList<>();
        before.stream().filter(line -> !after.contains(line)).forEach(line -> change.add("- " + line));
        after.stream().filter(line -> !before.contains(line)).forEach(line -> change.add("+ " + line));
        return change;
    }

    private static List<String> columns(DatasetSpec spec) {
        return SpecWriter.write(spec).lines().dropWhile(line -> !line.equals("columns:")).skip(1)
                .takeWhile(line -> line.startsWith("  ")).map(String::strip).toList();
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", spec.name());
        json.put("boundary", drift.boundary().map(Object::toString).orElse(null));
        json.put("partitions", drift.partitions().stream().map(Object::toString).toList());
        json.put("files", drift.files());
        json.put("bytes", drift.bytes());
        json.put("rows", drift.rows());
        json.put("rejects", drift.rejects());
        json.put("empty", drift.empty().stream().map(Column::name).toList());
        json.put("newKeys", drift.drift().newKeys().stream().map(key -> entry("path", key.path().toString(), "type",
                key.column().type().spec(), "lines", key.lines(), "column", key.column().name(), "example",
                key.example())).toList());
        json.put("misfits", drift.drift().misfits().stream().map(misfit -> entry("path", misfit.path(), "type",
                misfit.type().spec(), "values", misfit.lines(), "column",
                misfit.proposed().map(Column::name).orElse(null), "example", misfit.example())).toList());
        json.put("others", drift.drift().others());
        json.put("change", change());
        json.put("spec", SpecWriter.write(drift.drift().proposal()));
        return json;
    }

    private static Map<String, Object> entry(Object... pairs) {
        Map<String, Object> entry = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            entry.put((String) pairs[i], pairs[i + 1]);
        }
        return entry;
    }
}
