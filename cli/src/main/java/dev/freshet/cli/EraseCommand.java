package dev.freshet.cli;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.Condition;
import dev.freshet.transform.Erasure;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Erases a person's rows. */
@Command(name = "erase", sortOptions = false, description = "Erase rows wherever they are: in raw files, history, hot table, quarantine and old snapshots. Without --yes, only "
        + "count them. Stop what serves or runs the dataset before.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet erase --where \"customer = 'x'\" backups.yaml",
                "  ./freshet erase --where \"customer IN ('x', 'y')\" --yes backups.yaml"})
final class EraseCommand implements Callable<Integer> {
    @Mixin
    private SpecFiles files;

    @Option(names = "--where", required = true, paramLabel = "CONDITION", description = "Which rows: column = literal or column IN (literals), joined by AND. Columns are of type varchar, uuid, bigint or integer.")
    private String where;

    @Option(names = "--yes", description = "Erase them. This cannot be undone.")
    private boolean yes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return new EachDataset(spec, files).run("erasures", null, this::erase);
    }

    /** The run log tells only of a success, as the message of a failure may have the values of the condition. */
    private DatasetOutput erase(DatasetSpec dataset, LakehouseConnection lakehouse, BatchProgress progress) {
        Instant start = Instant.now();
        Erasure erasure = new Erasure(dataset, lakehouse, Clock.systemUTC(), progress, condition(dataset));
        EraseOutput output = new EraseOutput(dataset.name(), yes ? erasure.run() : erasure.plan());
        if (yes) {
            new LoggedWork(spec.name(), dataset, lakehouse, spec.commandLine().getErr()).log(start, Optional.empty(),
                    output.work());
        }
        return output;
    }

    private Condition condition(DatasetSpec dataset) {
        try {
            return Condition.parse(dataset, where);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
        }
    }
}
