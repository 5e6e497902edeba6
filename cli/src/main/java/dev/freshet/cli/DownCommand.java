package dev.freshet.cli;

import dev.freshet.cli.local.LakehouseDirectory;
import dev.freshet.transform.connect.LakehouseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stops the local lakehouse. */
@Command(name = "down", sortOptions = false, description = "Stop the lakehouse that `freshet up` started. Its data stay, and the next `up` finds them.", footerHeading = "%nExample:%n", footer = {
        "  ./freshet down", "  ./freshet down --delete"})
final class DownCommand implements Callable<Integer> {
    private static final int PATIENCE_SECONDS = 60;

    @Option(names = "--directory", paramLabel = "DIR", defaultValue = CommonOptions.DEFAULT_DIRECTORY, description = "The lakehouse's directory. Default: ${DEFAULT-VALUE}")
    private Path path;

    @Option(names = "--delete", description = "Delete the directory with all data.")
    private boolean delete;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        LakehouseDirectory directory = new LakehouseDirectory(path);
        Optional<ProcessHandle> host = directory.host();
        host.ifPresent(this::stop);
        boolean there = Files.exists(path);
        if (directory.isLakehouse()) {
            directory.forget();
        }
        if (delete && there) {
            delete(directory);
        }
        Output output = new Output(spec.commandLine().getOut());
        if (FreshetCommand.options(spec).json()) {
            output.json(Map.of("stopped", host.isPresent(), "deleted", delete && there, "directory", path.toString()));
        } else {
            output.line((host.isPresent() ? "The lakehouse is stopped" : "No lakehouse is running in " + path)
                    + (delete && there ? ", " + path + " is deleted."
                            : there ? ", its data are in " + path + "." : "."));
        }
        return ExitCode.OK.code();
    }

    private void stop(ProcessHandle host) {
        host.destroy();
        try {
            host.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            host.destroyForcibly();
            throw new LakehouseException(
                    "Cannot stop the lakehouse in %s in good order: process %d did not end in %d s "
                            .formatted(path, host.pid(), PATIENCE_SECONDS) + "(it was killed; its data are kept)",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot wait for process " + host.pid(), e);
        }
    }

    private void delete(LakehouseDirectory directory) {
        if (!directory.isLakehouse()) {
            throw new CommandException(ExitCode.FILE,
                    "Cannot delete %s: no lakehouse was ever started in it (delete it yourself)".formatted(path));
        }
        directory.delete();
    }
}
