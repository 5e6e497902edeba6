package dev.freshet.cli;

import dev.freshet.transform.DailyBatch;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs one intraday ingest, from any scheduler. */
@Command(name = "ingest", sortOptions = false, description = "Ingest files that have landed since the boundary, so that live queries need not read them as raw JSON. "
        + "No answer changes. Can be killed and run again at any time. A dataset that fails does not stop the others.", footerHeading = "%nExample:%n", footer = "  ./freshet ingest backups.yaml")
final class IngestCommand implements Callable<Integer> {
    @Mixin
    private SpecFiles files;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return new EachDataset(spec, files).logged().run("ingests", null,
                (dataset, lakehouse, progress) -> new IngestOutput(dataset,
                        new DailyBatch(dataset, lakehouse, Clock.systemUTC(), progress).ingest()));
    }
}
