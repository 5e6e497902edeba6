package dev.freshet.cli;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecException;
import dev.freshet.spec.SpecProblem;
import dev.freshet.spec.SpecReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The specs named on the command line. All are read before any is used. */
final class Specs {
    private Specs() {}

    static List<DatasetSpec> read(List<Path> files) {
        List<DatasetSpec> specs = new ArrayList<>();
        List<SpecProblem> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                specs.add(SpecReader.read(file));
            } catch (SpecException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            String all = problems.stream().map(SpecProblem::toString).collect(Collectors.joining("\n"));
            throw new CommandException(ExitCode.SPEC, all, problems, null);
        }
        return specs;
    }

    /**
     * Checks the day before Trino is contacted. A day can be ingested only after it has ended in the dataset's time
     * zone.
     */
    static void requireOver(LandingPartition day, List<DatasetSpec> specs, CommandSpec command) {
        for (DatasetSpec spec : specs) {
            LandingPartition now = LandingPartition.at(Instant.now(), spec.zone(), spec.landing().cadence());
            if (day != null && day.cadence() != now.cadence()) {
                throw new ParameterException(command.commandLine(),
                        "Invalid value for option '--day': %s (files of %s land %s; it is %s)".formatted(day,
                                spec.name(),
                                now.cadence().name().toLowerCase(Locale.ROOT), now));
            }
            if (day != null && !day.isBefore(now)) {
                throw new ParameterException(command.commandLine(),
                        "Invalid value for option '--day': %s (it is not over in %s, where it is %s)".formatted(day,
                                spec.zone(), now));
            }
        }
    }
}
