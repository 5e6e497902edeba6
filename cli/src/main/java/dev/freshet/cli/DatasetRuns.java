package dev.freshet.cli;

import dev.freshet.cli.screen.Progress;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.BatchReport;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.connect.LakehouseConnection;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs the batch of several datasets, one after the other, and reports what each did.
 *
 * @param day the landing day that the command names, or null
 */
record DatasetRuns(List<Path> files, LandingPartition day, CommandSpec spec) {
    /** @return the exit code */
    int each(Function<DailyBatch, BatchReport> work) {
        CommonOptions options = FreshetCommand.options(spec);
        List<DatasetSpec> datasets = Specs.read(files);
        Specs.requireOver(day, datasets, spec);
        RunOutput output = new RunOutput(spec.commandLine().getOut(), spec.commandLine().getErr(), options);
        try (LakehouseConnection lakehouse = LakehouseConnection.open(options.lakehouse())) {
            for (DatasetSpec dataset : datasets) {
                output.of(dataset, () -> {
                    try (Progress progress = Progress.on(spec.commandLine().getErr())) {
                        return work.apply(new DailyBatch(dataset, lakehouse, Clock.systemUTC(),
                                progress.of(dataset.name())));
                    }
                });
            }
        }
        return output.end().code();
    }
}
