package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.scan.Codec;
import dev.freshet.benchmarks.scan.ScanBench;
import dev.freshet.cli.ExitCode;
import dev.freshet.spec.SpecReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures scan on query by bytes, files, codec and question, and fits the cost model. */
@Command(name = "scan", sortOptions = false, description = "Time scan on query, the same with intraday ingest, and T-1, by bytes, files, codec and question, and fit what a query costs: "
        + "a fixed part, a part for each megabyte and one for each file. Say how well it predicts what it has not seen. All answers are compared before anything is timed. "
        + "Runs on a lakehouse of its own, or on the one that --lakehouse names.", footerHeading = "%nExample:%n", footer = {
                "  ./freshet bench scan", "  ./freshet bench scan --megabytes 1,20 --files 1,20 --codecs gz --rounds 3",
                "  ./freshet bench scan --lakehouse production.properties --spec backups.yaml --landing-root s3://bucket/bench"})
final class ScanCommand implements Callable<Integer> {
    @Option(names = "--megabytes", paramLabel = "MB", split = ",", defaultValue = "1,10,100", description = "Sizes of the text that landed today. Of own files, the largest counts: not more of them are read. Default: ${DEFAULT-VALUE}")
    private List<Integer> megabytes;

    @Option(names = "--files", paramLabel = "N", split = ",", defaultValue = "1,10,100", description = "Numbers of files, for each of these sizes. Default: ${DEFAULT-VALUE}")
    private List<Integer> files;

    @Option(names = "--codecs", paramLabel = "CODEC", split = ",", defaultValue = "plain,gz,zst", description = "How files are compressed: some of plain, gz, zst. Default: ${DEFAULT-VALUE}")
    private List<String> codecs;

    @Option(names = "--spec", paramLabel = "SPEC", description = "Measure your own files, which this spec reads, instead of telemetry.")
    private Path own;

    @Option(names = "--data", paramLabel = "LOCATION", description = "Where these files are. Default: the landing root of the spec.")
    private String data;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Each figure is the median over this many rounds. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Mixin
    private SiteOptions site;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (own == null && data != null) {
            throw new ParameterException(spec.commandLine(), "Missing option: --spec (--data has files of a dataset)");
        }
        BenchRun run = new BenchRun(spec);
        ScanBench.Options options = run.options(() -> new ScanBench.Options(megabytes, files, codecs.stream().map(
                Codec::parse).toList(), Optional.ofNullable(own).map(
                        file -> new ScanBench.Own(SpecReader.read(file),
                                file.toString(), Optional.ofNullable(data))),
                rounds));
        run.onSite(site, (where, progress) -> ScanBench.run(where, options, progress));
        return ExitCode.OK.code();
    }
}
