package dev.freshet.cli;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecException;
import dev.freshet.spec.SpecProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The specs named on the command line. All are read before any is used.
 *
 * @param good those without a mistake
 * @param problems the mistakes of the others
 */
record Specs(List<SpecFile> good, List<SpecProblem> problems) {
    static Specs read(List<Path> files) {
        List<SpecFile> read = new ArrayList<>();
        List<SpecProblem> problems = new ArrayList<>();
        for (Path file : distinct(files)) {
            try {
                read.add(SpecFile.read(file));
            } catch (SpecException e) {
                problems.addAll(e.problems());
            }
        }
        List<SpecFile> good = new ArrayList<>();
        for (SpecFile spec : read) {
            Optional<SpecProblem> clash = read.stream().filter(other -> other != spec)
                    .flatMap(other -> claimed(spec, other).or(() -> apart(spec, other)).stream()).findFirst();
            clash.ifPresentOrElse(problems::add, () -> good.add(spec));
        }
        return new Specs(good, problems);
    }

    /** Without further names of the same file. */
    private static Collection<Path> distinct(List<Path> files) {
        Map<Path, Path> distinct = new LinkedHashMap<>();
        files.forEach(file -> distinct.putIfAbsent(real(file), file));
        return distinct.values();
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file;
        }
    }

    /** The first view that both would publish. {@code backups_t1} is one of {@code backups}. */
    private static Optional<SpecProblem> claimed(SpecFile spec, SpecFile other) {
        List<String> theirs = views(other.dataset());
        return views(spec.dataset()).stream().filter(theirs::contains).findFirst()
                .map(view -> SpecProblem.at(spec.file(), "dataset", spec.dataset().name(),
                        "Two specs claim the view %s: %s and %s".formatted(view, spec.file(), other.file()),
                        "give one of the two another dataset name"));
    }

    /** Why two datasets of a group cannot have the same boundary. */
    private static Optional<SpecProblem> apart(SpecFile spec, SpecFile other) {
        DatasetSpec one = spec.dataset();
        DatasetSpec two = other.dataset();
        if (one.group().isEmpty() || !one.group().equals(two.group())) {
            return Optional.empty();
        }
        return differ("schemas", one.schema(), two.schema())
                .or(() -> differ("time zones", one.zone(), two.zone()))
                .or(() -> differ("landing cadences", one.landing().cadence(), two.landing().cadence()))
                .map(what -> SpecProblem.at(spec.file(), "group", one.group().get(),
                        "Two datasets of one group have different %s: %s and %s".formatted(what, spec.file(),
                                other.file()),
                        "make them equal, or give one of the two another group"));
    }

    private static Optional<String> differ(String what, Object one, Object two) {
        return one.equals(two) ? Optional.empty() : Optional.of(what);
    }

    private static List<String> views(DatasetSpec spec) {
        return spec.views().stream().map(view -> spec.schema() + "." + view).toList();
    }

    /** One failure with all mistakes, if there are any. */
    Optional<CommandException> mistakes() {
        return problems.isEmpty() ? Optional.empty()
                : Optional.of(new CommandException(ExitCode.SPEC,
                        problems.stream().map(SpecProblem::toString).collect(Collectors.joining("\n")), problems,
                        null));
    }

    /**
     * Checks the day before Trino is contacted. A day can be ingested only after it has ended in the dataset's time
     * zone.
     */
    void requireOver(LandingPartition day, CommandSpec command) {
        good.forEach(spec -> requireOver(day, spec.dataset(), command));
    }

    private static void requireOver(LandingPartition day, DatasetSpec spec, CommandSpec command) {
        LandingPartition now = LandingPartition.at(Instant.now(), spec.zone(), spec.landing().cadence());
        if (day != null && day.cadence() != now.cadence()) {
            throw new ParameterException(command.commandLine(),
                    "Invalid value for option '--day': %s (files of %s land %s; it is %s)".formatted(day, spec.name(),
                            now.cadence().name().toLowerCase(Locale.ROOT), now));
        }
        if (day != null && !day.isBefore(now)) {
            throw new ParameterException(command.commandLine(),
                    "Invalid value for option '--day': %s (it is not over in %s, where it is %s)".formatted(day,
                            spec.zone(), now));
        }
    }
}
