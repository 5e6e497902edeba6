package dev.freshet.cli;

import dev.freshet.spec.SpecProblem;
import java.util.List;

/** A failure that the command itself detects. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exit;
    private final transient List<SpecProblem> problems;

    public CommandException(ExitCode exit, String message) {
        this(exit, message, List.of(), null);
    }

    public CommandException(ExitCode exit, String message, Throwable cause) {
        this(exit, message, List.of(), cause);
    }

    CommandException(ExitCode exit, String message, List<SpecProblem> problems, Throwable cause) {
        super(message, cause);
        this.exit = exit;
        this.problems = List.copyOf(problems);
    }

    ExitCode exit() {
        return exit;
    }

    List<SpecProblem> problems() {
        return problems;
    }
}
