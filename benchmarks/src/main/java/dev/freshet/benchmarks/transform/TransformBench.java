package dev.freshet.benchmarks.transform;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.LakehouseFile;
import dev.freshet.benchmarks.OwnLakehouse;
import dev.freshet.benchmarks.Versions;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Generates a day of raw JSON, checks that all contenders write the same rows, and times them in turns. */
public final class TransformBench {
    private final Options options;
    private final BenchProgress progress;
    private final WorkDirectory work;
    /** The directory of {@code local:///}. */
    private final Path root;
    /** Empty without a lakehouse. */
    private final Optional<BatchFork> batch;

    /**
     * How much is measured.
     *
     * @param megabytes of raw JSON before compression (1 MB is 10^6 bytes)
     * @param rounds each over all contenders; the median over them is published
     * @param writes in a JVM: the first is cold, the others are warm
     * @param runs whole runs of the batch of these kinds
     */
    public record Options(int megabytes, int rounds, int writes, List<Variant> variants, List<Contender> contenders,
            List<WholeRun> runs) {
        private static final int WRITES = 5;
        private static final String NO_RUNS = "none";

        public Options {
            variants = variants.stream().distinct().toList();
            contenders = contenders.stream().distinct().sorted().toList();
            runs = runs.stream().distinct().toList();
            if (megabytes < 1 || rounds < 1 || writes < 2 || variants.isEmpty() || contenders.isEmpty()) {
                throw new IllegalArgumentException(
                        "Invalid benchmark: %d MB, %d rounds, %d variants, %d contenders (at least 1 of each)"
                                .formatted(megabytes, rounds, variants.size(), contenders.size()));
            }
        }

        /** @throws IllegalArgumentException if a name is unknown */
        public static Options of(int megabytes, int rounds, List<String> variants, List<String> contenders,
                List<String> runs) {
            return new Options(megabytes, rounds, WRITES, variants.stream().map(Variant::parse).toList(),
                    contenders.stream().map(Contender::parse).toList(),
                    runs.equals(List.of(NO_RUNS)) ? List.of() : runs.stream().map(WholeRun::parse).toList());
        }

        boolean needLakehouse() {
            return !runs.isEmpty() || contenders.contains(Contender.TRINO_INSERT);
        }

        String command() {
            return "./freshet bench transform --megabytes %d --rounds %d --variants %s --contenders %s --runs %s"
                    .formatted(megabytes, rounds, Variant.names(variants), Contender.names(contenders),
                            runs.isEmpty() ? NO_RUNS
                                    : runs.stream().map(WholeRun::toString).collect(Collectors.joining(",")));
        }
    }

    private TransformBench(Options options, BenchProgress progress, WorkDirectory work, Path root,
            Optional<BatchFork> batch) {
        this.options = options;
        this.progress = progress;
        this.work = work;
        this.root = root;
        this.batch = batch;
    }

    /**
     * On a lakehouse of its own if Trino is needed. Deletes all that it wrote, even if it fails or is ended.
     *
     * @throws BenchException if the rows of contenders differ, or one of them fails
     */
    public static TransformReport run(Options options, BenchProgress progress) {
        return options.needLakehouse()
                ? OwnLakehouse.DEFAULT.run(progress, config -> onLakehouse(config, options, progress))
                : withoutLakehouse(options, progress);
    }

    private static TransformReport withoutLakehouse(Options options, BenchProgress progress) {
        try (WorkDirectory work = WorkDirectory.create()) {
            return new TransformBench(options, progress, work, work.path(), Optional.empty()).report("none");
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * The same on a lakehouse that is there.
     *
     * @param config of a lakehouse on this machine, whose Trino is a child of this process
     */
    public static TransformReport onLakehouse(LakehouseConfig config, Options options, BenchProgress progress) {
        try (WorkDirectory work = WorkDirectory.create();
                LakehouseConnection lakehouse = LakehouseConnection.open(config);
                LakehouseFile file = LakehouseFile.write(config)) {
            return new TransformBench(options, progress, work, Path.of(config.iceberg().get(LocalFileIO.LOCATION)),
                    Optional.of(new BatchFork(work, lakehouse, file, TrinoCpu.find())))
                    .report(Versions.trino(lakehouse));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static BenchException failed(IOException e) {
        return new BenchException("Cannot measure the batch: " + e.getMessage(), e);
    }

    private TransformReport report(String trino) throws IOException {
        Instant start = Instant.now();
        Host host = Host.here();
        List<TransformReport.Data> data = new ArrayList<>();
        for (Variant variant : options.variants()) {
            data.add(measure(variant));
        }
        return new TransformReport(start.truncatedTo(ChronoUnit.SECONDS).toString(), options.command(), trino,
                DuckDb.version(work.path()), Versions.jdk(), host, options.rounds(), options.writes(), data);
    }

    private TransformReport.Data measure(Variant variant) throws IOException {
        RawDay day = RawDay.create(root, "transform_" + variant, variant.spec());
        Map<Contender, Writing> writings = new LinkedHashMap<>();
        options.contenders().forEach(contender -> writings.put(contender, writing(contender, day)));
        try {
            DayGenerator.Generated generated = DayGenerator.generate(day, variant, options.megabytes(), progress);
            Map<Contender, Measured> measured = new LinkedHashMap<>();
            Map<Contender, Content> contents = contents(writings, measured);
            new RowsAgreement(generated.lines()).check(contents);
            time(writings, measured, variant);
            return TransformReport.Data.of(variant, generated, contents, measured, runs(day, generated));
        } finally {
            for (Writing writing : writings.values()) {
                writing.clear();
            }
            day.delete();
        }
    }

    private Writing writing(Contender contender, RawDay day) {
        return contender == Contender.TRINO_INSERT
                ? new TrinoWriting(batch.orElseThrow().lakehouse(), batch.orElseThrow().trino(), day)
                : new ForkedWriting(work, day, contender);
    }

    /** Writes once with each contender. In a process that stays, this is the write that is cold. */
    private Map<Contender, Content> contents(Map<Contender, Writing> writings, Map<Contender, Measured> measured)
            throws IOException {
        Map<Contender, Content> contents = new LinkedHashMap<>();
        for (Map.Entry<Contender, Writing> each : writings.entrySet()) {
            progress.at("comparing rows: " + each.getKey(), contents.size(), writings.size());
            List<Cost> first = each.getValue().write(1);
            measured.put(each.getKey(), new Measured(
                    new ArrayList<>(each.getValue().isInNewProcess() ? List.of() : first), new ArrayList<>()));
            contents.put(each.getKey(), each.getValue().content());
            each.getValue().clear();
        }
        return contents;
    }

    /** The contenders take turns in going first, so that a disturbance of the machine affects all of them. */
    private void time(Map<Contender, Writing> writings, Map<Contender, Measured> measured, Variant variant)
            throws IOException {
        List<Contender> turns = new ArrayList<>(writings.keySet());
        for (int round = 0; round < options.rounds(); round++) {
            for (Contender contender : turns) {
                progress.at("round %d of %d: %s, %s".formatted(round + 1, options.rounds(), variant, contender),
                        (long) round * turns.size() + turns.indexOf(contender),
                        (long) options.rounds() * turns.size());
                Writing writing = writings.get(contender);
                measured.get(contender).add(writing.write(options.writes()), writing.isInNewProcess());
                writing.clear();
            }
            Collections.rotate(turns, -1);
        }
    }

    private Map<WholeRun, List<BatchFork.RunCost>> runs(RawDay day, DayGenerator.Generated generated)
            throws IOException {
        Map<WholeRun, List<BatchFork.RunCost>> costs = new LinkedHashMap<>();
        if (options.runs().isEmpty()) {
            return costs;
        }
        progress.at("warming Trino up", 0, 0);
        batch.orElseThrow().run(day, options.runs().get(0), generated.lines());
        for (int round = 0; round < options.rounds(); round++) {
            for (WholeRun mode : options.runs()) {
                progress.at("round %d of %d: whole run, %s".formatted(round + 1, options.rounds(), mode), round,
                        options.rounds());
                costs.computeIfAbsent(mode, m -> new ArrayList<>())
                        .add(batch.orElseThrow().run(day, mode, generated.lines()));
            }
        }
        return costs;
    }
}
