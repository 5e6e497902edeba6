package dev.freshet.cli;

import dev.freshet.cli.screen.Progress;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.Group;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Does a command's work on each of its datasets, some of them at once if the command says so; those of a group wait for
 * each other. Answers and failures are printed in the order of the specs. A spec with mistakes or a dataset that fails
 * does not stop the others.
 */
final class EachDataset {
    private final CommandSpec command;
    private final SpecFiles files;
    private final CommonOptions options;
    private final PrintWriter out;
    private final PrintWriter err;
    private final List<Map<String, Object>> answers = new ArrayList<>();
    private Failure first;
    private boolean logged;
    private boolean strict;
    private boolean unseen;
    private Map<DatasetSpec, Group> groups = Map.of();

    EachDataset(CommandSpec command, SpecFiles files) {
        this.command = command;
        this.files = files;
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

    /** The datasets that cut over together with this one. */
    Group group(DatasetSpec dataset) {
        return groups.get(dataset);
    }

    /** Work on one dataset, with a connection of its own. */
    interface Work {
        DatasetOutput on(DatasetSpec dataset, LakehouseConnection lakehouse, BatchProgress progress);
    }

    /** The result for one dataset: its output, or the failure. */
    private record Answer(SpecFile spec, DatasetOutput output, RuntimeException failure) {}

    /**
     * @param list the name of the answers' list in JSON
     * @param day the landing day that the command names, or null
     * @return the exit code: that of the first failure in the order of the specs
     */
    int run(String list, LandingPartition day, Work work) {
        Specs specs = Specs.read(files.files());
        specs.requireOver(day, command);
        specs.mistakes().ifPresent(this::failed);
        if (!specs.good().isEmpty()) {
            groups = Group.of(specs.good().stream().map(SpecFile::dataset).toList(), files.parallel());
            try (Connections connections = new Connections(options::lakehouse, specs.good().size());
                    ExecutorService threads = Executors.newCachedThreadPool(
                            Thread.ofPlatform().daemon().name("freshet-dataset-", 1).factory())) {
                connections.with(lakehouse -> null); // one failure, not one for each dataset
                List<Supplier<Answer>> begun = specs.good().stream()
                        .map(spec -> begun(() -> answer(spec, connections, work), threads)).toList();
                begun.forEach(answer -> show(answer.get()));
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

    /** Begins the work on a dataset in a thread, or later in this one if it is done on one dataset after the other. */
    private Supplier<Answer> begun(Supplier<Answer> work, ExecutorService threads) {
        if (!isInThreads()) {
            return work;
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                answer.complete(work.get());
            } catch (Error e) {
                answer.completeExceptionally(e);
                throw e; // out of memory ends the process
            }
        });
        return answer::join;
    }

    private boolean isInThreads() {
        return files.parallel() > 1 || groups.values().stream().anyMatch(Group::isShared);
    }

    private Answer answer(SpecFile spec, Connections connections, Work work) {
        try (Progress progress = isInThreads() ? Progress.lines(err) : Progress.on(err)) {
            return new Answer(spec, group(spec.dataset()).during(spec.dataset(), () -> spec.refusable(() -> connections
                    .with(lakehouse -> output(spec.dataset(), lakehouse, work, progress)))), null);
        } catch (RuntimeException e) {
            return new Answer(spec, null, e);
        }
    }

    private DatasetOutput output(DatasetSpec dataset, LakehouseConnection lakehouse, Work work, Progress progress) {
        Supplier<DatasetOutput> output = () -> work.on(dataset, lakehouse, progress.of(dataset.name()));
        return logged ? new LoggedWork(command.name(), dataset, lakehouse, err).output(output) : output.get();
    }

    private void show(Answer answer) {
        if (answer.failure() != null) {
            answers.add(Map.of("dataset", answer.spec().dataset().name(), "error", failed(answer.failure()).json()));
            return;
        }
        answers.add(answer.output().json());
        unseen |= answer.output().isUnseen();
        if (!options.json()) {
            answer.output().print(out);
            out.flush();
        }
        answer.output().failure().ifPresent(this::failed);
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
