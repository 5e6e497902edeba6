package dev.freshet.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the script by which a shell completes commands and options. */
@Command(name = "completion", description = "Print a script for bash and zsh that completes commands, options and files.", footerHeading = "%nExample:%n", footer = "  source <(./freshet completion)")
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine freshet = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(freshet.getCommandName(), freshet));
        out.flush();
        return ExitCode.OK.code();
    }
}
