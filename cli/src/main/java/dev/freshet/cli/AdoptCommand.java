package dev.freshet.cli;

import dev.freshet.cli.screen.Figures;
import dev.freshet.cli.screen.Table;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.drift.Adoption;
import dev.freshet.transform.drift.Parity;
import dev.freshet.transform.drift.SpecDraft;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes over an external table. */
@Command(name = "adopt", sortOptions = false, description = "Draft a spec from an external table over raw JSON, and compare how the two read a landing day. Changes nothing.", footerHeading = "%nExample:%n", footer = {
        "  ./freshet adopt hive.raw.backups -o backups.yaml",
        "  ./freshet adopt hive.raw.backups --spec backups.yaml"})
final class AdoptCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TABLE", description = "The table, with catalog and schema.")
    private String table;

    @Option(names = "--spec", paramLabel = "SPEC", description = "Compare the table with this spec, instead of drafting one.")
    private Path corrected;

    @Option(names = "--dataset", paramLabel = "NAME", description = "The dataset's name. Default: that of the table.")
    private String dataset;

    @Mixin
    private DraftFile file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommonOptions options = FreshetCommand.options(spec);
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> json = new LinkedHashMap<>();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(options.lakehouse())) {
            Adoption adoption = new Adoption(table, lakehouse);
            Optional<Parity> parity;
            if (corrected == null) {
                SpecDraft draft = adoption.draft(dataset == null ? table.replaceFirst(".*[.]", "") : dataset);
                file.write(draft);
                json.putAll(file.json(draft));
                if (!options.json()) {
                    file.print(draft, out);
                }
                parity = adoption.parity(draft.spec());
            } else {
                SpecFile read = SpecFile.read(corrected);
                parity = read.refusable(() -> adoption.parity(read.dataset()));
            }
            json.put("parity", parity.map(AdoptCommand::json).orElse(null));
            if (!options.json()) {
                parity.ifPresentOrElse(found -> print(found, out), () -> out.println("No file has landed yet."));
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if (options.json()) {
            new Output(out).json(json);
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private static Map<String, Object> json(Parity parity) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("partition", parity.partition().toString());
        json.put("files", parity.files());
        json.put("rows", parity.rows());
        json.put("rejects", parity.rejects());
        json.put("tableRows", parity.tableRows());
        json.put("failure", parity.failure().orElse(null));
        json.put("columns", parity.columns());
        return json;
    }

    private static void print(Parity parity, PrintWriter out) {
        out.printf("%nLanding partition %s, %s:%n", parity.partition(), Figures.count(parity.files(), "file"));
        out.printf("  spec   %s, %s%n", Figures.count(parity.rows(), "row"), Figures.count(parity.rejects(), "reject"));
        out.println("  table  " + parity.failure().map(failure -> "cannot be read: " + failure)
                .orElseGet(() -> Figures.count(parity.tableRows(), "row")));
        if (parity.columns().isEmpty()) {
            return;
        }
        try (Table table = new Table(out, List.of(Table.Column.text("column"), Table.Column.text("values"),
                Table.Column.number("spec"), Table.Column.number("table"), Table.Column.text("only by the spec"),
                Table.Column.text("only in the table")))) {
            parity.columns().forEach(column -> table.row(List.of(column.name(), column.equal() ? "equal" : "differ",
                    Figures.count(column.values()), Figures.count(column.tableValues()),
                    String.join(", ", column.only()), String.join(", ", column.tableOnly()))));
        }
    }
}
