package dev.freshet.cli;

import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.drift.Drift;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how far the raw lines have drifted from the spec. */
@Command(name = "drift", sortOptions = false, description = "Read the raw files that no run has ingested yet, and report what the spec does not cover: new keys, invalid "
        + "values, rejects by reason. Propose changes to the spec. Changes nothing.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet drift backups.yaml", "  ./freshet drift --json backups.yaml"})
final class DriftCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SPEC", description = "A spec file.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommonOptions options = FreshetCommand.options(spec);
        SpecFile read = SpecFile.read(file);
        try (LakehouseConnection lakehouse = LakehouseConnection.open(options.lakehouse())) {
            DriftOutput output = new DriftOutput(read.dataset(),
                    read.refusable(() -> Drift.of(read.dataset(), lakehouse)));
            if (options.json()) {
                new Output(spec.commandLine().getOut()).json(output.json());
            } else {
                output.print(spec.commandLine().getOut());
            }
        }
        return ExitCode.OK.code();
    }
}
