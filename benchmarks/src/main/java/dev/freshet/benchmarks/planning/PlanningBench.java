package dev.freshet.benchmarks.planning;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Contender;
import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.Removal;
import dev.freshet.benchmarks.Site;
import dev.freshet.benchmarks.Versions;
import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What does planning a live query cost? Publishes views of several widths and plans queries of each in turns. */
public final class PlanningBench {
    private static final int WARM_UP_ROUNDS = 2;

    private PlanningBench() {}

    /**
     * How much is measured.
     *
     * @param columns of a dataset; each number with each of {@code tailDays}
     * @param tailDays landing days in the tail, each a branch of the live view
     * @param rounds over which a figure is the median
     */
    public record Options(List<Integer> columns, List<Integer> tailDays, int rounds) {
        public Options {
            columns = columns.stream().distinct().sorted().toList();
            tailDays = tailDays.stream().distinct().sorted().toList();
            if (columns.isEmpty() || columns.get(0) < 1 || tailDays.isEmpty() || tailDays.get(0) < 2 || rounds < 1) {
                throw new IllegalArgumentException(
                        "Invalid benchmark: %s columns, %s days, %d rounds (at least 1 column, 2 days and 1 round)"
                                .formatted(columns, tailDays, rounds));
            }
        }

        String command() {
            return "./freshet bench planning --columns %s --tail-days %s --rounds %d".formatted(list(columns),
                    list(tailDays), rounds);
        }

        private static String list(List<Integer> numbers) {
            return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
    }

    /** A dataset of so many columns, and so many days in its tail. */
    private record Wide(int columns, int tailDays, DatasetSpec spec, List<Double> t1, List<Double> live) {
        static Wide of(int columns, int tailDays, String landingRoot) {
            String name = "planning_%d_%d".formatted(columns, tailDays);
            DatasetSpec spec = SpecReader.parse(name + ".yaml", """
                                                                dataset: %s
                                                                schema: bench
                                                                landing: {root: "%s/%s"}
                                                                tail: {look_ahead: P%dD}
                                                                columns:
                                                                  id: {type: bigint, required: true}
                                                                """.formatted(name, landingRoot, name, tailDays - 1)
                    + IntStream.range(1, columns).mapToObj("  c%03d: varchar\n"::formatted).collect(
                            Collectors.joining()));
            return new Wide(columns, tailDays, spec, new ArrayList<>(), new ArrayList<>());
        }
    }

    /**
     * On any lakehouse. The datasets are in the schema {@code bench} and are removed at the end, even if it fails.
     *
     * @throws BenchException if a view lacks the row that landed, or the lakehouse fails
     */
    public static PlanningReport run(Site site, Options options, BenchProgress progress) {
        Instant start = Instant.now();
        Host host = Host.here();
        List<Wide> all = options.columns().stream().flatMap(columns -> options.tailDays().stream()
                .map(days -> Wide.of(columns, days, site.landingRoot()))).toList();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(site.lakehouse());
                Connection trino = Contender.TRINO_JDBC.connect(site.lakehouse())) {
            try {
                for (Wide wide : all) {
                    progress.at("publishing " + wide.spec().name(), all.indexOf(wide), all.size());
                    publish(wide, lakehouse, trino, start);
                }
                for (int round = -WARM_UP_ROUNDS; round < options.rounds(); round++) {
                    progress.at("planning", round + WARM_UP_ROUNDS, options.rounds() + WARM_UP_ROUNDS);
                    for (Wide wide : all) {
                        Names names = lakehouse.names(wide.spec());
                        double t1 = millis(trino, "EXPLAIN SELECT * FROM " + names.t1View());
                        double live = millis(trino, "EXPLAIN SELECT * FROM " + names.liveView());
                        if (round >= 0) {
                            wide.t1().add(t1);
                            wide.live().add(live);
                        }
                    }
                }
                return new PlanningReport(start.truncatedTo(ChronoUnit.SECONDS).toString(),
                        options.command() + site.options(), site.where(),
                        Versions.trino(lakehouse), Versions.jdk(), host, options.rounds(),
                        all.stream().map(wide -> PlanningReport.Figure.of(wide.columns(), wide.tailDays() + 1,
                                wide.t1(), wide.live())).toList());
            } finally {
                all.forEach(wide -> new Removal(lakehouse).remove(wide.spec()));
            }
        } catch (SQLException e) {
            throw new BenchException("Cannot measure planning: " + e.getMessage(), e);
        }
    }

    private static void publish(Wide wide, LakehouseConnection lakehouse, Connection trino, Instant now)
            throws SQLException {
        DatasetSpec spec = wide.spec();
        new Removal(lakehouse).remove(spec);
        LandingPartition today = LandingPartition.at(now, ZoneOffset.UTC, Cadence.DAILY);
        String location = spec.landing().directory(today.plus(-1)) + "/part.json";
        try (OutputStream out = lakehouse.landing().newOutputFile(location).create()) {
            out.write("{\"id\":1}\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new BenchException("Cannot land %s: %s".formatted(location, e.getMessage()), e);
        }
        new DailyBatch(spec, lakehouse, Clock.fixed(now, ZoneOffset.UTC), BatchProgress.NONE).run(Optional.empty());
        for (String view : List.of(lakehouse.names(spec).t1View(), lakehouse.names(spec).liveView())) {
            try (Statement statement = trino.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + view)) {
                rows.next();
                if (rows.getLong(1) != 1) {
                    throw new BenchException("Cannot trust %s: it has %d rows, not 1".formatted(view, rows.getLong(1)));
                }
            }
        }
    }

    private static double millis(Connection trino, String sql) throws SQLException {
        long start = System.nanoTime();
        try (Statement statement = trino.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getString(1);
            }
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
