package dev.freshet.spec;

import java.util.List;
import java.util.stream.Collectors;

/** An invalid spec. The message lists all mistakes, one per line. */
public final class SpecException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<SpecProblem> problems;

    SpecException(List<SpecProblem> problems) {
        super(problems.stream().map(SpecProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** The mistakes, sorted by line; never empty. */
    public List<SpecProblem> problems() {
        return problems;
    }
}
