package dev.freshet.benchmarks.command;

import dev.freshet.cli.FreshetCommand;
import picocli.CommandLine;

/** The {@code freshet} command with the benchmarks and the advisor, whose libraries the command alone does not need. */
public final class BenchMain {
    private BenchMain() {}

    public static void main(String[] args) {
        FreshetCommand.run(commandLine(), args);
    }

    public static CommandLine commandLine() {
        return FreshetCommand.commandLine(new AdviseCommand(), new BenchCommand());
    }
}
