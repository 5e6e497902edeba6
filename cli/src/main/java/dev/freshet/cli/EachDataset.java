package dev.freshet.cli;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Does a command's work on each of its datasets, one after the other. A spec with mistakes or a dataset that fails does
 * not stop the others.
 */
final class EachDataset {
    private final CommandSpec command;
    private final CommonOptions options;
    private final PrintWriter out;
    private final PrintWriter err;
    private final List<Map<String, Object>> answers = new ArrayList<>();
    private Failure first;
    private boolean logged;
    private boolean strict;
    private boolean unseen;

    EachDataset(CommandSpec command) {
        this.command = command;
        this.options = FreshetCommand.options(command);
        this.out = command.commandLine().getOut();
        this.err = command.commandLine().getErr();
    }

    /** @param fails whether landed files that are in no answer are a failure */
    EachDataset strict(boolean fails) {
        strict = fails;
        return this;
    }

    /** The run log tells of the work. */
    EachDataset logged() {
        logged = true;
        return this;
    }

    interface Work {
        DatasetOutput on(DatasetSpec dataset, LakehouseConnection lakehouse);
    }

    /**
     * @param list the name of the answers' list in JSON
     * @param day the landing day that the command names, or null
     * @return the exit code: that of the first failure
     */
    int run(String list, List<Path> files, LandingPartition day, Work work) {
        Specs specs = Specs.read(files);
        specs.requireOver(day, command);
        specs.mistakes().ifPresent(this::failed);
        if (!specs.good().isEmpty()) {
            try (LakehouseConnection lakehouse = LakehouseConnection.open(options.lakehouse())) {
                specs.good().forEach(spec -> run(spec, lakehouse, work));
            } catch (RuntimeException e) {
                failed(e);
            }
        }
        if (options.json()) {
            new Output(out).json(json(list));
        }
        if (first != null) {
            return first.exit().code();
        }
        return (strict && unseen ? ExitCode.FILE : ExitCode.OK).code();
    }

    private void run(SpecFile spec, LakehouseConnection lakehouse, Work work) {
        try {
            DatasetOutput answer = spec.refusable(() -> output(spec.dataset(), lakehouse, work));
            answers.add(answer.json());
            unseen |= answer.isUnseen();
            if (!options.json()) {
                answer.print(out);
                out.flush();
            }
            answer.failure().ifPresent(this::failed);
        } catch (RuntimeException e) {
            answers.add(Map.of("dataset", spec.dataset().name(), "error", failed(e).json()));
        }
    }

    private DatasetOutput output(DatasetSpec dataset, LakehouseConnection lakehouse, Work work) {
        return logged
                ? new LoggedWork(command.name(), dataset, lakehouse, err).output(() -> work.on(dataset, lakehouse))
                : work.on(dataset, lakehouse);
    }

    private Failure failed(RuntimeException e) {
        if (FreshetCommand.isEnding()) {
            throw e;
        }
        Failure failure = Failure.of(e);
        first = first == null ? failure : first;
        failure.print(err, e, options.verbose());
        return failure;
    }

    private Map<String, Object> json(String list) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(list, answers);
        if (first != null) {
            json.put("error", first.json());
        }
        return json;
    }
}
