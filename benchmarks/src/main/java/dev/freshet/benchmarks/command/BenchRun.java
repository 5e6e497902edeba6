package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.OwnLakehouse;
import dev.freshet.benchmarks.Report;
import dev.freshet.benchmarks.Site;
import dev.freshet.benchmarks.Skipped;
import dev.freshet.cli.CommandException;
import dev.freshet.cli.ExitCode;
import dev.freshet.cli.FreshetCommand;
import dev.freshet.cli.screen.Progress;
import dev.freshet.spec.SpecException;
import dev.freshet.transform.connect.SpecRefusedException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Runs the benchmark of one command and prints its report. */
record BenchRun(CommandSpec spec) {
    /** Invalid options are wrong usage. */
    <O> O options(Supplier<O> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /**
     * Runs it on the lakehouse that {@code --lakehouse} names, or on one of its own.
     *
     * @return empty if it was skipped
     */
    <R extends Report> Optional<R> onSite(SiteOptions options, BiFunction<Site, BenchProgress, R> bench) {
        if (FreshetCommand.isLakehouseNamed(spec)) {
            Site site = options.named(spec);
            return Optional.of(print(withProgress(progress -> bench.apply(site, progress))));
        }
        OwnLakehouse own = options.own(spec);
        Optional<Skipped> skipped = own.skipped();
        skipped.ifPresent(this::print);
        return skipped.isPresent() ? Optional.empty()
                : Optional.of(print(withProgress(progress -> own.run(progress,
                        lakehouse -> bench.apply(options.at(own, lakehouse), progress)))));
    }

    <R> R withProgress(Function<BenchProgress, R> bench) {
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            return bench.apply(progress::at);
        } catch (BenchException e) {
            throw new CommandException(ExitCode.LAKEHOUSE, e.getMessage(), e);
        } catch (SpecException e) {
            throw refused(e.problems().getFirst().message(), e.problems().getFirst().fix(), e);
        } catch (SpecRefusedException e) {
            throw refused(e.reason(), e.fix(), e);
        }
    }

    /** A benchmark's specs are fixed, except for where they land. */
    private static CommandException refused(String reason, String fix, RuntimeException e) {
        return new CommandException(ExitCode.SPEC,
                "Invalid value for option '--landing-root': %s (%s)".formatted(reason, fix), e);
    }

    <R extends Report> R print(R report) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(FreshetCommand.options(spec).json() ? report.json() : report.markdown());
        out.flush();
        return report;
    }
}
