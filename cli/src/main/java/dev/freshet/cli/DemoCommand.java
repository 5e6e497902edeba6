package dev.freshet.cli;

import dev.freshet.cli.demo.Demo;
import dev.freshet.cli.demo.DemoReport;
import dev.freshet.cli.demo.DemoScreen;
import dev.freshet.cli.demo.DemoSink;
import dev.freshet.cli.local.Background;
import dev.freshet.cli.local.LakehouseDirectory;
import dev.freshet.cli.screen.Progress;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecWriter;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the demo. */
@Command(name = "demo", sortOptions = false, description = "See the whole pattern at work: starts a lakehouse, lands three days of telemetry, ingests the past days "
        + "into history, and compares T-1 and live answers while more files land. Leaves nothing behind.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet demo", "  ./freshet demo --keep"})
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--keep", description = "Leave the lakehouse running at the end, and print commands to try next.")
    private boolean keep;

    @Mixin
    private PartOptions parts;

    @Option(names = "--directory", paramLabel = "DIR", defaultValue = CommonOptions.STATE
            + "/demo", description = "Where --keep keeps it. Default: ${DEFAULT-VALUE}")
    private Path path;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        boolean json = FreshetCommand.options(spec).json();
        DemoSink sink = json ? DemoSink.SILENT : new DemoScreen(System.out);
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            DemoReport report = FreshetCommand.isLakehouseNamed(spec) ? runOnNamed(sink)
                    : keep ? runAndKeep(progress, sink)
                            : Demo.run(parts.of(LocalLakehouse.Options.TEMPORARY), progress, sink);
            if (json) {
                new Output(spec.commandLine().getOut()).line(report.json());
            } else if (keep) {
                tryNext();
            }
        }
        return ExitCode.OK.code();
    }

    private DemoReport runOnNamed(DemoSink sink) {
        Optional<OptionSpec> own = spec.commandLine().getParseResult().matchedOptions().stream().filter(
                option -> !option.inherited()).findFirst();
        if (own.isPresent()) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid options: %s with --lakehouse (the demo starts no lakehouse then)".formatted(
                            own.get().longestName()));
        }
        Demo demo = Demo.on(FreshetCommand.options(spec).lakehouse(), System.nanoTime(), sink);
        requireNew(demo);
        return demo.run();
    }

    /** Nothing lands in a dataset that people use. */
    private static void requireNew(Demo demo) {
        try (LakehouseConnection lakehouse = LakehouseConnection.open(demo.lakehouse());
                ResultSet tables = lakehouse.trino().getMetaData().getTables(demo.lakehouse().trinoCatalog(),
                        demo.spec().schema(), demo.spec().name(), null)) {
            if (tables.next()) {
                throw new CommandException(ExitCode.FILE, "Cannot run the demo: %s.%s exists in this lakehouse"
                        .formatted(demo.spec().schema(), demo.spec().name()));
            }
        } catch (SQLException e) {
            throw new CommandException(ExitCode.LAKEHOUSE, "Cannot run the demo: " + e.getMessage(), e);
        }
    }

    private DemoReport runAndKeep(Progress progress, DemoSink sink) {
        long start = System.nanoTime();
        LakehouseDirectory directory = new LakehouseDirectory(path);
        if (Files.exists(path)) {
            throw new CommandException(ExitCode.FILE,
                    "Cannot keep a demo in %s: there is one already (%s down --directory %s --delete)".formatted(
                            path, CommonOptions.freshet(), path));
        }
        Thread hook = new Thread(() -> directory.host().ifPresent(ProcessHandle::destroy), "freshet-demo-stop");
        Runtime.getRuntime().addShutdownHook(hook); // the lakehouse is kept only if the demo completes
        List<String> up = new ArrayList<>(List.of("up", "--foreground", "--directory", path.toString(),
                "--progress-file", directory.progress().toString()));
        up.addAll(parts.arguments());
        Background.start(directory, FreshetCommand.class.getName(), up, progress);
        Demo demo = Demo.on(LakehouseConfig.read(directory.file()), start, sink);
        write(demo.spec());
        DemoReport report = demo.run();
        Runtime.getRuntime().removeShutdownHook(hook);
        return report;
    }

    private Path specFile() {
        return path.resolve("backups.yaml");
    }

    private void write(DatasetSpec dataset) {
        try {
            Files.writeString(specFile(), SpecWriter.write(dataset));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + specFile() + ": " + e, e);
        }
    }

    private void tryNext() {
        LakehouseDirectory directory = new LakehouseDirectory(path);
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        out.println("The lakehouse keeps running: " + LakehouseConfig.read(directory.file()).trinoUrl());
        String freshet = "  " + CommonOptions.freshet();
        out.println("Try next:");
        out.println("  export FRESHET_LAKEHOUSE=" + directory.file());
        out.println(freshet + " query \"SELECT status, count(*) FROM telemetry.backups GROUP BY 1 ORDER BY 1\"");
        out.println(freshet + " query --freshness t-1 \"SELECT count(*) FROM telemetry.backups\"");
        out.println(freshet + " query \"SELECT reason, count(*) FROM telemetry.backups_rejects GROUP BY 1\"");
        out.println(freshet + " status " + specFile());
        out.println(freshet + " plan " + specFile());
        out.println(freshet + " down --directory " + path + " --delete");
        out.flush();
    }
}
