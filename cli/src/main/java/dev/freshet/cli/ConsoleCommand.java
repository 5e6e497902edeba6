package dev.freshet.cli;

import dev.freshet.cli.console.ConsoleServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The console: a web page that shows datasets. */
@Command(name = "console", sortOptions = false, description = "Show datasets in a web page: what is history, what is ingested, what is read raw, what is late or "
        + "rejected, the last runs, and answers live and T-1 side by side. Changes nothing. Runs until Ctrl-C.", footerHeading = "%nExample:%n", footer = "  ./freshet console backups.yaml")
final class ConsoleCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SPEC", arity = "1..*", description = "Spec files, one for each dataset.")
    private List<Path> files;

    @Option(names = "--listen", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:8083", description = "The address. Port 0 is any free one. The page has no login. Default: ${DEFAULT-VALUE}")
    private String listen;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Specs specs = Specs.read(files);
        specs.mistakes().ifPresent(mistakes -> {
            throw mistakes;
        });
        CommonOptions options = FreshetCommand.options(spec);
        options.lakehouse(); // fails at once if there is no such file
        try (Connections connections = new Connections(options::lakehouse);
                ConsoleServer server = start(listen, "--listen", specs.good(), connections, spec)) {
            Output output = new Output(spec.commandLine().getOut());
            if (options.json()) {
                output.json(Map.of("url", server.url()));
            } else {
                output.line("The console is at " + server.url());
            }
            new CountDownLatch(1).await();
        }
        return ExitCode.OK.code();
    }

    /** @param option the option with the address, for people */
    static ConsoleServer start(String listen, String option, List<SpecFile> specs, Connections connections,
            CommandSpec spec) {
        try {
            return new ConsoleServer(GatewayCommand.address(listen, option, spec),
                    new ConsoleContent(specs, connections, FreshetCommand.options(spec)::lakehouse,
                            FreshetCommand.options(spec).costModel()));
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, "Cannot listen on %s: %s (name another address with %s)"
                    .formatted(listen, e.getMessage(), option), e);
        }
    }
}
