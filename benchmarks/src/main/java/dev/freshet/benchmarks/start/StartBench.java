package dev.freshet.benchmarks.start;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.LakehouseFile;
import dev.freshet.benchmarks.Removal;
import dev.freshet.benchmarks.Site;
import dev.freshet.benchmarks.Versions;
import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.lakehouse.Directories;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What does a short command cost? Calls each in turns, as a user does, on a dataset of one row. */
public final class StartBench {
    private static final String DATASET = "start_up";

    private final List<String> freshet;
    private final Path directory;

    private StartBench(List<String> freshet, Path directory) {
        this.freshet = freshet;
        this.directory = directory;
    }

    /**
     * How much is measured.
     *
     * @param freshet the words that start the command
     * @param rounds each over all commands; a figure is the median over them
     */
    public record Options(List<String> freshet, int rounds) {
        public Options {
            if (rounds < 1) {
                throw new IllegalArgumentException("Invalid benchmark: %d rounds (at least 1)".formatted(rounds));
            }
        }

        /** With the launcher that started this process. */
        public static Options of(int rounds) {
            return new Options(List.of(Path.of(System.getProperty("freshet.called", "./freshet")).toAbsolutePath()
                    .toString()), rounds);
        }

        String command() {
            return "./freshet bench start-up --rounds " + rounds;
        }
    }

    /**
     * On any lakehouse. The dataset is in the schema {@code bench} and is removed at the end, even if it fails.
     *
     * @throws BenchException if a command fails, or the lakehouse does
     */
    public static StartReport run(Site site, Options options, BenchProgress progress) {
        Instant start = Instant.now();
        Host host = Host.here();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(site.lakehouse());
                LakehouseFile file = LakehouseFile.write(site.lakehouse())) {
            Path directory = Files.createTempDirectory("freshet-bench-");
            String yaml = """
                          dataset: %s
                          schema: bench
                          landing: {root: "%s/%s"}
                          columns: {id: bigint}
                          """.formatted(DATASET, site.landingRoot(), DATASET);
            Path specFile = Files.writeString(directory.resolve(DATASET + ".yaml"), yaml);
            DatasetSpec spec = SpecReader.parse(DATASET + ".yaml", yaml);
            try {
                publish(spec, lakehouse, start);
                List<StartReport.Figure> figures = new StartBench(options.freshet(), directory)
                        .time(commands(specFile.toString(), file.path().toString()), options.rounds(), progress);
                return new StartReport(start.truncatedTo(ChronoUnit.SECONDS).toString(),
                        options.command() + site.options(), site.where(),
                        Versions.trino(lakehouse), Versions.jdk(), host, options.rounds(), figures);
            } finally {
                new Removal(lakehouse).remove(spec);
                Directories.delete(directory);
            }
        } catch (IOException e) {
            throw new BenchException("Cannot measure commands: " + e.getMessage(), e);
        }
    }

    private static void publish(DatasetSpec spec, LakehouseConnection lakehouse, Instant now) throws IOException {
        new Removal(lakehouse).remove(spec);
        LandingPartition today = LandingPartition.at(now, ZoneOffset.UTC, Cadence.DAILY);
        try (OutputStream out = lakehouse.landing()
                .newOutputFile(spec.landing().directory(today.plus(-1)) + "/part.json").create()) {
            out.write("{\"id\":1}\n".getBytes(StandardCharsets.UTF_8));
        }
        new DailyBatch(spec, lakehouse, Clock.fixed(now, ZoneOffset.UTC), BatchProgress.NONE).run(Optional.empty());
    }

    /** By what the report calls them. */
    private static Map<String, List<String>> commands(String spec, String lakehouse) {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("--help", List.of("--help"));
        commands.put("status", List.of("status", spec, "--lakehouse", lakehouse));
        commands.put("query", List.of("query", "SELECT count(*) FROM bench." + DATASET, "--lakehouse", lakehouse));
        commands.put("run", List.of("run", spec, "--lakehouse", lakehouse));
        return commands;
    }

    private List<StartReport.Figure> time(Map<String, List<String>> commands, int rounds, BenchProgress progress)
            throws IOException {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        Map<String, List<Double>> cpu = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            progress.at("starting commands", round + 1L, rounds + 1L);
            for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                ChildCpu before = ChildCpu.read();
                long start = System.nanoTime();
                call(command.getValue());
                double took = (System.nanoTime() - start) / 1e9;
                if (round >= 0) {
                    seconds.computeIfAbsent(command.getKey(), c -> new ArrayList<>()).add(took);
                    cpu.computeIfAbsent(command.getKey(), c -> new ArrayList<>()).add(ChildCpu.read().since(before));
                }
            }
        }
        return commands.keySet().stream().map(command -> StartReport.Figure.of(command, seconds.get(command),
                cpu.get(command))).toList();
    }

    private void call(List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>(freshet);
        words.addAll(arguments);
        Path log = directory.resolve("command.log");
        Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            if (process.waitFor() != 0) {
                throw new BenchException("Failed to run %s: %s".formatted(String.join(" ", words), Files.readString(
                        log)));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted", e);
        }
    }
}
