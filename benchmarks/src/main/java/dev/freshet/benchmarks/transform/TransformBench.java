package dev.freshet.benchmarks.transform;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Generates a day of raw JSON, checks that all contenders write the same rows, and times them in turns. */
public final class TransformBench {
    private final Options options;
    private final WorkDirectory work;
    private final BenchProgress progress;

    /**
     * How much is measured.
     *
     * @param megabytes of raw JSON before compression (1 MB is 10^6 bytes)
     * @param rounds each over all contenders; the median over them is published
     * @param writes in a JVM: the first is cold, the others are warm
     */
    public record Options(int megabytes, int rounds, int writes, List<Variant> variants, List<Contender> contenders) {
        private static final int WRITES = 5;

        public Options {
            variants = variants.stream().distinct().toList();
            contenders = contenders.stream().distinct().sorted().toList();
            if (megabytes < 1 || rounds < 1 || writes < 2 || variants.isEmpty() || contenders.isEmpty()) {
                throw new IllegalArgumentException(
                        "Invalid benchmark: %d MB, %d rounds, %d variants, %d contenders (at least 1 of each)"
                                .formatted(megabytes, rounds, variants.size(), contenders.size()));
            }
        }

        /** @throws IllegalArgumentException if a name is unknown */
        public static Options of(int megabytes, int rounds, List<String> variants, List<String> contenders) {
            return new Options(megabytes, rounds, WRITES, variants.stream().map(Variant::parse).toList(),
                    contenders.stream().map(Contender::parse).toList());
        }

        String command() {
            return "./freshet bench transform --megabytes %d --rounds %d --variants %s --contenders %s".formatted(
                    megabytes, rounds, Variant.names(variants), Contender.names(contenders));
        }
    }

    private TransformBench(Options options, WorkDirectory work, BenchProgress progress) {
        this.options = options;
        this.work = work;
        this.progress = progress;
    }

    /**
     * Deletes all that it wrote, even if it fails or is ended.
     *
     * @throws BenchException if the rows of contenders differ, or one of them fails
     */
    public static TransformReport run(Options options, BenchProgress progress) {
        Instant start = Instant.now();
        Host host = Host.here();
        try (WorkDirectory work = WorkDirectory.create()) {
            TransformBench bench = new TransformBench(options, work, progress);
            List<TransformReport.Data> data = new ArrayList<>();
            for (Variant variant : options.variants()) {
                data.add(bench.measure(variant));
            }
            return new TransformReport(start.truncatedTo(ChronoUnit.SECONDS).toString(), options.command(),
                    Versions.jdk(), host, options.rounds(), options.writes(), data);
        } catch (IOException e) {
            throw new BenchException("Cannot measure the batch: " + e.getMessage(), e);
        }
    }

    private TransformReport.Data measure(Variant variant) throws IOException {
        RawDay day = RawDay.create(work.path().resolve(variant.toString()), variant.spec());
        DayGenerator.Generated generated = DayGenerator.generate(day, variant, options.megabytes(), progress);
        WriteFork fork = new WriteFork(work, day);
        Map<Contender, Content> contents = contents(fork);
        new RowsAgreement(generated.lines()).check(contents);
        Map<Contender, List<List<Cost>>> rounds = time(fork, variant);
        WorkDirectory.delete(day.root());
        return TransformReport.Data.of(variant, generated, contents, rounds);
    }

    private Map<Contender, Content> contents(WriteFork fork) throws IOException {
        Map<Contender, Content> contents = new EnumMap<>(Contender.class);
        for (Contender contender : options.contenders()) {
            progress.at("comparing rows", contents.size(), options.contenders().size());
            Path out = out(fork, contender);
            fork.run(contender, 1, out);
            contents.put(contender, new ContentReader(fork.day().spec(), out).read());
            WorkDirectory.delete(out);
        }
        return contents;
    }

    private static Path out(WriteFork fork, Contender contender) {
        return fork.day().root().resolve("out-" + contender);
    }

    /** The contenders take turns in going first, so that a disturbance of the machine affects all of them. */
    private Map<Contender, List<List<Cost>>> time(WriteFork fork, Variant variant) throws IOException {
        Map<Contender, List<List<Cost>>> costs = new EnumMap<>(Contender.class);
        List<Contender> turns = new ArrayList<>(options.contenders());
        for (int round = 0; round < options.rounds(); round++) {
            for (Contender contender : turns) {
                progress.at("round %d of %d: %s, %s".formatted(round + 1, options.rounds(), variant, contender),
                        (long) round * turns.size() + turns.indexOf(contender),
                        (long) options.rounds() * turns.size());
                Path out = out(fork, contender);
                costs.computeIfAbsent(contender, c -> new ArrayList<>())
                        .add(fork.run(contender, options.writes(), out));
                WorkDirectory.delete(out);
            }
            Collections.rotate(turns, -1);
        }
        return costs;
    }
}
