package dev.freshet.cli;

import dev.freshet.cli.local.Background;
import dev.freshet.cli.local.Host;
import dev.freshet.cli.local.LakehouseDirectory;
import dev.freshet.cli.local.ProgressFile;
import dev.freshet.cli.screen.Progress;
import dev.freshet.lakehouse.LocalLakehouse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the local lakehouse. */
@Command(name = "up", sortOptions = false, description = "Start a lakehouse on this machine: a real Trino, a real PostgreSQL as Iceberg catalog, a landing zone "
        + "on disk or in S3. It runs in the background until `freshet down`. The first start downloads Trino.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet up", "  ./freshet up --directory /tmp/lakehouse --port 8080",
                "  ./freshet up --directory /tmp/objects --s3"})
final class UpCommand implements Callable<Integer> {
    @Option(names = "--directory", paramLabel = "DIR", defaultValue = CommonOptions.DEFAULT_DIRECTORY, description = "Where the data are kept. Default: ${DEFAULT-VALUE}")
    private Path path;

    @Option(names = "--port", paramLabel = "PORT", description = "Trino's port. Default: a free one.")
    private Integer port;

    @Mixin
    private PartOptions parts;

    @Option(names = "--foreground", description = "Stay in this process until Ctrl-C.")
    private boolean foreground;

    @Option(names = "--progress-file", hidden = true)
    private Path progressFile;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (port != null && (port < 1 || port > 65_535)) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid value for option '--port': " + port + " (use 1 to 65535)");
        }
        LakehouseDirectory directory = new LakehouseDirectory(path);
        UpOutput output = new UpOutput(spec.commandLine().getOut(), FreshetCommand.options(spec), directory,
                !spec.commandLine().getParseResult().hasMatchedOption("--directory"));
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            if (foreground) {
                Host.run(directory, options(),
                        progressFile == null ? progress : new ProgressFile(progressFile, progress),
                        () -> output.running(false));
            } else {
                boolean already = Background.start(directory, FreshetCommand.class.getName(), host(directory),
                        progress);
                progress.end();
                output.running(already);
            }
        }
        return ExitCode.OK.code();
    }

    private LocalLakehouse.Options options() {
        LocalLakehouse.Options options = parts.of(LocalLakehouse.Options.in(path));
        return port == null ? options : options.withPort(port);
    }

    private List<String> host(LakehouseDirectory directory) {
        List<String> arguments = new ArrayList<>(List.of("up", "--foreground", "--directory", path.toString(),
                "--progress-file", directory.progress().toString()));
        if (port != null) {
            arguments.addAll(List.of("--port", port.toString()));
        }
        arguments.addAll(parts.arguments());
        if (FreshetCommand.options(spec).verbose()) {
            arguments.add("--verbose");
        }
        return arguments;
    }
}
