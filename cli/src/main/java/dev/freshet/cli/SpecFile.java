package dev.freshet.cli;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecProblem;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.connect.SpecRefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** A spec that was read, and its file. */
record SpecFile(Path file, DatasetSpec dataset) {
    /** @throws dev.freshet.spec.SpecException with all mistakes */
    static SpecFile read(Path file) {
        return new SpecFile(file, SpecReader.read(file));
    }

    /** Does some work with the dataset. What the lakehouse refuses is a mistake of the spec, with its line. */
    <T> T refusable(Supplier<T> work) {
        try {
            return work.get();
        } catch (SpecRefusedException e) {
            SpecProblem problem = SpecProblem.at(file, e.key(), e.value(), e.reason(), e.fix());
            throw new CommandException(ExitCode.SPEC, problem.toString(), List.of(problem), e);
        }
    }
}
