package dev.freshet.cli;

import dev.freshet.cli.screen.Figures;
import dev.freshet.cli.screen.Progress;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.Maintenance;
import dev.freshet.transform.connect.LakehouseConnection;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs housekeeping. */
@Command(name = "maintain", sortOptions = false, description = "Join small files, expire old snapshots and delete unreferenced files. Keeps what a view, a running query "
        + "or a rollback needs.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet maintain backups.yaml", "  ./freshet maintain --retention P2D backups.yaml"})
final class MaintainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SPEC", arity = "1..*", description = "Spec files, one for each dataset.")
    private List<Path> files;

    @Option(names = "--retention", paramLabel = "DURATION", defaultValue = "P7D", description = "How long snapshots and unreferenced files are kept. Default: ${DEFAULT-VALUE}")
    private Duration retention;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommonOptions options = FreshetCommand.options(spec);
        List<DatasetSpec> datasets = Specs.read(files);
        Output output = new Output(spec.commandLine().getOut());
        List<Map<String, Object>> reports = new ArrayList<>();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(options.lakehouse())) {
            for (DatasetSpec dataset : datasets) {
                Maintenance.Report report = maintain(dataset, lakehouse);
                reports.add(json(dataset, report));
                if (!options.json()) {
                    output.line(
                            "%s: data files %d -> %d, snapshots %d -> %d, ledger files %d -> %d, view files %d -> %d, %d tail tables retired, %s"
                                    .formatted(dataset.name(), report.before().dataFiles(), report.after().dataFiles(),
                                            report.before().snapshots(), report.after().snapshots(),
                                            report.before().ledgerFiles(), report.after().ledgerFiles(),
                                            report.before().viewFiles(), report.after().viewFiles(),
                                            report.retired().size(), Figures.duration(report.elapsed())));
                    report.runSince().ifPresent(since -> output.line(
                            "%s: a run has been active since %s, so unreferenced files were kept for the next time"
                                    .formatted(dataset.name(), since)));
                }
            }
        }
        if (options.json()) {
            output.json(Map.of("datasets", reports));
        }
        return ExitCode.OK.code();
    }

    private Maintenance.Report maintain(DatasetSpec dataset, LakehouseConnection lakehouse) {
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            return new Maintenance(dataset, lakehouse, Clock.systemUTC(), progress.of(dataset.name())).run(retention);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static Map<String, Object> json(DatasetSpec dataset, Maintenance.Report report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", dataset.name());
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
