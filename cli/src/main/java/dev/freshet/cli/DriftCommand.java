package dev.freshet.cli;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.Lakehouse;
import dev.freshet.transform.drift.Drift;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how far the raw lines have drifted from the spec. */
@Command(name = "drift", sortOptions = false, description = "Read today's raw files and say what the spec does not take: new keys, values of other types, rejects by "
        + "reason; and propose the change of the spec. Changes nothing.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet drift backups.yaml", "  ./freshet drift --json backups.yaml"})
final class DriftCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SPEC", description = "A spec file.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommonOptions options = FreshetCommand.options(spec);
        DatasetSpec dataset = Specs.read(List.of(file)).getFirst();
        try (Lakehouse lakehouse = Lakehouse.connect(options.lakehouse())) {
            DriftAnswer answer = new DriftAnswer(dataset, Drift.of(dataset, lakehouse));
            if (options.json()) {
                new Answer(spec.commandLine().getOut()).json(answer.json());
            } else {
                answer.print(spec.commandLine().getOut());
            }
        }
        return ExitCode.OK.code();
    }
}
