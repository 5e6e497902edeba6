package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.cutover.CutOverBench;
import dev.freshet.benchmarks.cutover.CutOverOptions.Subject;
import dev.freshet.benchmarks.cutover.CutOverOptions;
import dev.freshet.benchmarks.cutover.CutOverReport;
import dev.freshet.benchmarks.cutover.Fault;
import dev.freshet.cli.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tests whether any reader notices a cut-over. */
@Command(name = "cutover", sortOptions = false, description = "Watch cut-overs: files land, simulated days pass, the batch cuts each day over, and readers query all "
        + "the time. Every answer is compared with what had landed. The pattern as published is watched too, which proves that the "
        + "comparison finds errors. The exit code is 70 if Freshet gave a wrong answer.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench cutover", "  ./freshet bench cutover --cutovers 20 --pattern freshet",
                "  ./freshet bench cutover --pattern freshet --minutes 60 --ingest-seconds 3",
                "  ./freshet bench cutover --pattern freshet --faults failing,pause"})
final class CutOverCommand implements Callable<Integer> {
    @Option(names = "--cutovers", paramLabel = "N", description = "Cut-overs of each pattern. Default: 200")
    private Integer cutOvers;

    @Option(names = "--minutes", paramLabel = "M", description = "Time for each pattern, instead of a number of cut-overs.")
    private Integer minutes;

    @Option(names = "--pattern", paramLabel = "PATTERN", defaultValue = "both", description = "freshet, seed or both. Default: ${DEFAULT-VALUE}")
    private String pattern;

    @Option(names = "--faults", paramLabel = "LIST", arity = "0..1", fallbackValue = "all", description = "Faults to inject, with --pattern freshet: all or "
            + "some of failing, skew, pause, maintain, lost-replies, expired-files. Without a list: all")
    private String faults;

    @Option(names = "--ingest-seconds", paramLabel = "S", description = "Make an intraday ingest every S seconds, with --pattern freshet. Default: none")
    private Integer ingestSeconds;

    @Option(names = "--readers", paramLabel = "N", defaultValue = "4", description = "Concurrent readers, three in four of them through the gateway. Default: ${DEFAULT-VALUE}")
    private int readers;

    @Option(names = "--files", paramLabel = "N", defaultValue = "3", description = "A day ends after this many files. Default: ${DEFAULT-VALUE}")
    private int files;

    @Option(names = "--rows", paramLabel = "N", defaultValue = "200", description = "Rows per file. Default: ${DEFAULT-VALUE}")
    private int rows;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "20261122", description = "Random seed for the rows and for which files are late. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Mixin
    private SiteOptions site;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BenchRun run = new BenchRun(spec);
        CutOverOptions options = run.options(this::cutOverOptions);
        Optional<CutOverReport> report = run.onSite(site,
                (where, progress) -> CutOverBench.run(where, options, progress));
        return (report.map(CutOverReport::isFreshetCorrect).orElse(true) ? ExitCode.OK : ExitCode.UNEXPECTED).code();
    }

    private CutOverOptions cutOverOptions() {
        if (minutes != null && cutOvers != null) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid options: --minutes with --cutovers (one of them says when it ends)");
        }
        CutOverOptions options = CutOverOptions.DEFAULT.withPatterns(patterns()).withReaders(readers)
                .withFiles(files, rows).withFaults(faults()).withSeed(seed)
                .withCommand(command());
        if (ingestSeconds != null) {
            options = options.withIngest(Duration.ofSeconds(ingestSeconds));
        }
        return minutes != null ? options.withTime(Duration.ofMinutes(minutes))
                : options.withCutOvers(cutOvers == null ? CutOverOptions.DEFAULT.cutOvers() : cutOvers);
    }

    private List<Subject> patterns() {
        if (pattern.equals("both")) {
            return List.of(Subject.values());
        }
        for (Subject subject : Subject.values()) {
            if (subject.name().toLowerCase(Locale.ROOT).equals(pattern)) {
                return List.of(subject);
            }
        }
        throw new IllegalArgumentException("Invalid pattern: " + pattern + " (use freshet, seed or both)");
    }

    private Set<Fault> faults() {
        if (faults == null) {
            return Set.of();
        }
        return faults.equals("all") ? Fault.ALL : Fault.parse(faults);
    }

    private String command() {
        String length = minutes != null ? "--minutes " + minutes
                : "--cutovers " + (cutOvers == null ? CutOverOptions.DEFAULT.cutOvers() : cutOvers);
        return "./freshet bench cutover %s --pattern %s --readers %d --files %d --rows %d --seed %d%s%s".formatted(
                length,
                pattern, readers, files, rows, seed, ingestSeconds == null ? "" : " --ingest-seconds " + ingestSeconds,
                faults == null ? "" : " --faults " + faults);
    }
}
