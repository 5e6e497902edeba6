package dev.freshet.benchmarks.gateway;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.ForkJvm;
import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.Median;
import dev.freshet.benchmarks.Versions;
import dev.freshet.gateway.FreshetStatement;
import dev.freshet.gateway.Route;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Checks that all layers give the same rows, counts the statements they send, and times them in turns. */
public final class OverheadBench {
    private static final int ROWS_COMPARED = 1_000;
    /** All within the seconds for which the gateway remembers a look-up. */
    private static final int CYCLES_COUNTED = 1_000;
    private static final int MEASUREMENTS = 3;
    private static final String QUERY = OverheadBenchmark.REPEATED;

    private OverheadBench() {}

    /**
     * How much is measured.
     *
     * @param rounds each over all layers; the median over them is published
     * @param warmup of a layer in a round, not measured
     * @param measurement of a layer in a round, each of three of which the median counts
     * @param forks 1 for a separate JVM for each measurement; 0 for none, which is for tests
     * @param command the command that repeats it, for the report
     */
    public record Options(int rounds, Duration warmup, Duration measurement, int forks, String command) {
        public Options {
            if (rounds < 1) {
                throw new IllegalArgumentException("Invalid benchmark: %d rounds (at least 1)".formatted(rounds));
            }
        }

        /** Some three minutes each. */
        public static Options ofRounds(int rounds) {
            return new Options(rounds, Duration.ofSeconds(5), Duration.ofMillis(500), 1,
                    "./freshet bench gateway --rounds " + rounds);
        }
    }

    /** @throws BenchException if the layers' rows differ, or Freshet does not route */
    public static OverheadReport run(Options options, BenchProgress progress) {
        Instant start = Instant.now();
        Host host = Host.here();
        try {
            agree();
            List<OverheadReport.RoundTrips> roundTrips = List.of(roundTrips(Layer.FRESHET_LIVE),
                    roundTrips(Layer.FRESHET_T1));
            List<OverheadReport.Figure> figures = time(options, progress);
            Map<String, String> configurations = new LinkedHashMap<>();
            for (Layer layer : Layer.values()) {
                configurations.put(layer.toString(), layer.configuration());
            }
            return new OverheadReport(start.truncatedTo(ChronoUnit.SECONDS).toString(), options.command(),
                    Versions.jdk(), host, options.rounds(), options.warmup().toMillis() / 1000.0,
                    options.measurement().toMillis() / 1000.0, configurations, figures, roundTrips);
        } catch (SQLException e) {
            throw new BenchException("Cannot measure the gateway: " + e.getMessage(), e);
        }
    }

    private static void agree() throws SQLException {
        List<String> bare = rows(Layer.BARE);
        for (Layer layer : Layer.values()) {
            List<String> rows = rows(layer);
            if (!rows.equals(bare)) {
                throw new BenchException("Cannot compare: %s and %s give other rows".formatted(Layer.BARE, layer));
            }
        }
    }

    /** By each kind of statement. */
    private static List<String> rows(Layer layer) throws SQLException {
        MemoryDriver driver = new MemoryDriver();
        List<String> rows = new ArrayList<>();
        try (Layer.Stack stack = layer.over(driver)) {
            for (String sql : List.of(QUERY, OverheadBenchmark.unique(0))) {
                try (Statement statement = stack.connection().createStatement();
                        ResultSet answer = statement.executeQuery(sql)) {
                    read(answer, rows);
                    checkRoute(layer, statement, sql, driver.lastSql());
                }
            }
            try (PreparedStatement statement = stack.connection().prepareStatement(OverheadBenchmark.PREPARED)) {
                statement.setLong(1, 1);
                try (ResultSet answer = statement.executeQuery()) {
                    read(answer, rows);
                    checkRoute(layer, statement, OverheadBenchmark.PREPARED, driver.lastSql());
                }
            }
        }
        return rows;
    }

    private static void read(ResultSet answer, List<String> rows) throws SQLException {
        for (int row = 0; row < ROWS_COMPARED && answer.next(); row++) {
            rows.add(answer.getLong(1) + " " + answer.getString(2) + " " + answer.getInt(3));
        }
    }

    /** A gateway that does nothing would be fast. */
    private static void checkRoute(Layer layer, Statement statement, String sql, String sent) throws SQLException {
        if (!layer.isFreshet()) {
            return;
        }
        Route.View view = layer == Layer.FRESHET_T1 ? Route.View.T_1 : Route.View.LIVE;
        List<Route> routes = statement.unwrap(FreshetStatement.class).routes();
        boolean rewritten = !sent.equals(sql);
        if (routes.size() != 1 || routes.get(0).view() != view || rewritten != (view == Route.View.T_1)) {
            throw new BenchException("Cannot measure %s: it routes %s, and sends %s".formatted(layer, routes, sent));
        }
    }

    private static OverheadReport.RoundTrips roundTrips(Layer layer) throws SQLException {
        MemoryDriver driver = new MemoryDriver();
        try (Layer.Stack stack = layer.over(driver)) {
            send(stack.connection(), 1);
            long first = driver.statements();
            send(stack.connection(), CYCLES_COUNTED);
            return new OverheadReport.RoundTrips(layer.toString(), first - 1,
                    driver.statements() - first - CYCLES_COUNTED, CYCLES_COUNTED);
        }
    }

    private static void send(Connection connection, int times) throws SQLException {
        for (int cycle = 0; cycle < times; cycle++) {
            try (Statement statement = connection.createStatement()) {
                statement.executeQuery(QUERY);
            }
        }
    }

    private static List<OverheadReport.Figure> time(Options options, BenchProgress progress) {
        List<OverheadReport.Figure> figures = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            Map<Layer, List<Double>> times = new EnumMap<>(Layer.class);
            List<Layer> turns = new ArrayList<>(List.of(Layer.values()));
            for (int round = 0; round < options.rounds(); round++) {
                for (Layer layer : turns) {
                    int done = (measure.ordinal() * options.rounds() + round) * turns.size() + turns.indexOf(layer);
                    progress.at("%s, round %d of %d: %s".formatted(measure, round + 1, options.rounds(), layer), done,
                            (long) Measure.values().length * options.rounds() * turns.size());
                    times.computeIfAbsent(layer, l -> new ArrayList<>()).add(nanos(measure, layer, options));
                }
                Collections.rotate(turns, -1);
            }
            for (Layer layer : Layer.values()) {
                figures.add(figure(measure, layer, times));
            }
        }
        return figures;
    }

    private static double nanos(Measure measure, Layer layer, Options options) {
        OptionsBuilder jmh = new OptionsBuilder();
        jmh.include("^" + Pattern.quote(OverheadBenchmark.class.getName() + "." + measure) + "$")
                .param("layer", layer.name()).forks(options.forks()).warmupForks(0).warmupIterations(1)
                .warmupTime(TimeValue.milliseconds(options.warmup().toMillis())).measurementIterations(MEASUREMENTS)
                .measurementTime(TimeValue.milliseconds(options.measurement().toMillis())).shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT).jvmArgs(ForkJvm.arguments());
        try {
            return new Runner(jmh.build()).run().iterator().next().getSecondaryResults().get("cpuNanos").getStatistics()
                    .getPercentile(50);
        } catch (RunnerException e) {
            throw new BenchException("Cannot measure %s of %s: %s".formatted(measure, layer, e.getMessage()), e);
        }
    }

    private static OverheadReport.Figure figure(Measure measure, Layer layer, Map<Layer, List<Double>> times) {
        List<Double> own = times.get(layer);
        List<Double> over = new ArrayList<>();
        for (int round = 0; round < own.size(); round++) {
            double bare = times.get(Layer.BARE).get(round);
            over.add(own.get(round) - bare);
        }
        return new OverheadReport.Figure(measure.toString(), layer.toString(), rounded(Median.of(own)),
                rounded(Median.of(over)), rounded(Median.of(Median.ratios(own, times.get(Layer.BARE)))),
                own.stream().map(OverheadBench::rounded)
                        .toList(),
                measure.targetNanos());
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
