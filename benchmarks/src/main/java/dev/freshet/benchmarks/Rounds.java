package dev.freshet.benchmarks;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs the benchmark in rounds, each over all contenders. They take turns in going first, so that a disturbance of the
 * machine affects all of them.
 */
record Rounds(Path lakehouseFile, BenchOptions options, BenchProgress progress) {
    /** How long each contender warms the server up, in warm-up times of a fork. */
    private static final int SERVER_WARMUPS = 3;

    private record Key(int megabytes, Question question, Contender contender) {}

    private record Sample(double p50Millis, long answers) {}

    List<BenchReport.Row> run() {
        warmUpServer();
        Map<Key, List<Sample>> samples = new LinkedHashMap<>();
        keys(0).forEach(key -> samples.put(key, new ArrayList<>()));
        for (int round = 0; round < options.rounds(); round++) {
            List<Key> keys = keys(round);
            for (Key key : keys) {
                int done = round * keys.size() + keys.indexOf(key);
                progress.at("round %d of %d: %s over %d MB, %s".formatted(round + 1, options.rounds(), key.question(),
                        key.megabytes(), key.contender()), done, (long) options.rounds() * keys.size());
                samples.get(key).add(measure(key));
            }
        }
        return samples.entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toList();
    }

    private List<Key> keys(int round) {
        List<Contender> contenders = new ArrayList<>(List.of(Contender.values()));
        Collections.rotate(contenders, -round);
        List<Key> keys = new ArrayList<>();
        for (int megabytes : options.megabytes()) {
            for (Question question : Question.values()) {
                contenders.forEach(contender -> keys.add(new Key(megabytes, question, contender)));
            }
        }
        return keys;
    }

    /** A fork warms up the driver; Trino outlives all forks and would be cold for the first of them only. */
    private void warmUpServer() {
        System.setProperty(ScanBenchmark.LAKEHOUSE, lakehouseFile.toString());
        List<Key> keys = keys(0);
        for (Key key : keys) {
            progress.at("warming Trino up", keys.indexOf(key), keys.size());
            ScanBenchmark benchmark = new ScanBenchmark();
            benchmark.megabytes = key.megabytes();
            benchmark.question = key.question();
            benchmark.contender = key.contender();
            try {
                benchmark.connect();
                long end = System.nanoTime() + SERVER_WARMUPS * options.warmup().toNanos();
                do {
                    benchmark.answer();
                } while (System.nanoTime() < end);
                benchmark.disconnect();
            } catch (SQLException e) {
                throw new BenchException("Cannot warm up %s: %s".formatted(key, e.getMessage()), e);
            }
        }
    }

    private Sample measure(Key key) {
        OptionsBuilder jmh = new OptionsBuilder();
        jmh.include("^" + Pattern.quote(ScanBenchmark.class.getName() + ".answer") + "$")
                .param("megabytes", String.valueOf(key.megabytes())).param("question", key.question().name())
                .param("contender", key.contender().name()).forks(options.forks()).warmupForks(0).warmupIterations(1)
                .warmupTime(TimeValue.milliseconds(options.warmup().toMillis())).measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(options.measurement().toMillis())).timeUnit(
                        TimeUnit.MILLISECONDS)
                .shouldFailOnError(true).verbosity(VerboseMode.SILENT)
                .jvmArgs(ForkJvm.arguments("-D" + ScanBenchmark.LAKEHOUSE + "=" + lakehouseFile));
        try {
            Collection<RunResult> results = new Runner(jmh.build()).run();
            Statistics answers = results.iterator().next().getPrimaryResult().getStatistics();
            return new Sample(answers.getPercentile(50), answers.getN());
        } catch (RunnerException e) {
            throw new BenchException("Cannot measure %s: %s".formatted(key, e.getMessage()), e);
        }
    }

    private static BenchReport.Row row(Key key, List<Sample> samples) {
        List<Double> rounds = samples.stream().map(Sample::p50Millis).toList();
        return BenchReport.Row.of(key.megabytes(), key.question(), key.contender(), rounds,
                samples.stream().mapToLong(Sample::answers).sum());
    }
}
