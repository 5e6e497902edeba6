package dev.freshet.benchmarks.command;

import dev.freshet.benchmarks.Site;
import dev.freshet.benchmarks.advise.Advice;
import dev.freshet.benchmarks.advise.Amount;
import dev.freshet.benchmarks.advise.Landing;
import dev.freshet.benchmarks.advise.Load;
import dev.freshet.benchmarks.scan.Codec;
import dev.freshet.benchmarks.scan.ScanBench;
import dev.freshet.cli.AdviseEntry;
import dev.freshet.cli.CostModelFile;
import dev.freshet.cli.ExitCode;
import dev.freshet.cli.FreshetCommand;
import dev.freshet.core.CostModel;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says whether live queries are fast enough, until when, and what to do. */
@Command(name = AdviseEntry.NAME, sortOptions = false, description = AdviseEntry.DESCRIPTION, footerHeading = "%nExample:%n", footer = {
        "  ./freshet advise --ingest-rate 5MB/min --file-size 1MB --queries 2/s --target PT1S",
        "  ./freshet advise --live backups.yaml --queries 30/min --measure"})
final class AdviseCommand implements Callable<Integer> {
    /** Two to four minutes on two cores. */
    private static final List<Integer> MEGABYTES = List.of(2, 40);
    private static final List<Integer> FILES = List.of(1, 40);
    private static final int ROUNDS = 3;

    @Option(names = "--ingest-rate", paramLabel = "RATE", description = "What lands: 5MB/min, 2GB/h, 100GB/d, as stored.")
    private String ingestRate;

    @Option(names = "--file-size", paramLabel = "SIZE", description = "The size of a file as stored: 1MB, 200kB.")
    private String fileSize;

    @Option(names = "--live", paramLabel = "SPEC", description = "Take rate, size and codec from what has landed for this dataset: yesterday's files by the hour, today's, or the run log.")
    private Path live;

    @Option(names = "--queries", paramLabel = "RATE", defaultValue = "1/s", description = "How many live queries are asked: 2/s, 30/min. Default: ${DEFAULT-VALUE}")
    private String queries;

    @Option(names = "--target", paramLabel = "DURATION", defaultValue = "PT1S", description = "What 19 of 20 answers may take. Default: ${DEFAULT-VALUE}")
    private Duration target;

    @Option(names = "--question", paramLabel = "QUESTION", defaultValue = "group_by", description = "What is asked: count, lookup, group_by, top_n or join. Default: ${DEFAULT-VALUE}")
    private String question;

    @Option(names = "--codec", paramLabel = "CODEC", description = "How files are compressed: plain, gz or zst. Default: plain")
    private String codec;

    @Option(names = "--trino-cores", paramLabel = "N", description = "The cores of Trino's workers. Default: as many as the measured scans kept busy.")
    private Integer trinoCores;

    @Option(names = "--measure", description = "Measure the cluster again, which takes two to four minutes.")
    private boolean measure;

    @Mixin
    private LandingRoot landingRoot;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (trinoCores != null && trinoCores < 1) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid value for option '--trino-cores': %d (at least 1)".formatted(trinoCores));
        }
        BenchRun run = new BenchRun(spec);
        Landing landing = run.options(this::landing);
        Load load = run.options(() -> new Load(landing.megabytesByHour(), landing.fileMegabytes(), Amount.rate(
                "--queries", queries), target.toMillis(), question, landing.codec().toString()));
        CostModelFile file = FreshetCommand.options(spec).costModel();
        CostModel model = Optional.of(file).filter(known -> !measure).flatMap(CostModelFile::read)
                .filter(known -> known.line(CostModel.LIVE, question, load.codec()).isPresent())
                .orElseGet(() -> measured(run, file, landing.codec()));
        run.print(run.options(() -> Advice.of(trinoCores == null ? model : model.withCores(trinoCores), load)));
        return ExitCode.OK.code();
    }

    private Landing landing() {
        if (live != null) {
            if (ingestRate != null || fileSize != null || codec != null) {
                throw new IllegalArgumentException(
                        "Invalid options: --live with --ingest-rate, --file-size or --codec (it takes them from what has landed)");
            }
            DatasetSpec dataset = SpecReader.read(live);
            try (LakehouseConnection lakehouse = LakehouseConnection.open(lakehouse())) {
                return Landing.of(dataset, lakehouse, Clock.systemUTC());
            }
        }
        if (ingestRate == null || fileSize == null) {
            throw new IllegalArgumentException(
                    "Missing options: --ingest-rate and --file-size, or --live SPEC to take them from what has landed");
        }
        return new Landing(Load.constant(Amount.dataRate("--ingest-rate", ingestRate)), Amount.size("--file-size",
                fileSize) / 1e6, codec == null ? Codec.PLAIN : Codec.parse(codec));
    }

    private CostModel measured(BenchRun run, CostModelFile file, Codec used) {
        if (List.of("count", "lookup", "group_by", "top_n", "join").stream().noneMatch(question::equals)) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid value for option '--question': '%s' (use count, lookup, group_by, top_n or join)"
                            .formatted(question));
        }
        LakehouseConfig lakehouse = lakehouse();
        ScanBench.Options options = new ScanBench.Options(MEGABYTES, FILES, List.of(used), Optional.empty(), ROUNDS);
        CostModel measured = run.withProgress(progress -> ScanBench.run(Site.of(lakehouse, landingRoot.in(lakehouse)),
                options, progress)).costModel();
        CostModel model = file.read().map(measured::with).orElse(measured);
        file.write(model);
        return model;
    }

    private LakehouseConfig lakehouse() {
        return FreshetCommand.options(spec).lakehouse();
    }
}
