package dev.freshet.benchmarks.history;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.Median;
import dev.freshet.benchmarks.Site;
import dev.freshet.benchmarks.Versions;
import dev.freshet.cli.telemetry.Truth;
import dev.freshet.gateway.FreshetStatement;
import dev.freshet.gateway.Route;
import dev.freshet.transform.connect.LakehouseConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Queries past days with files of several sizes landed today. Checks that all readers give the same answers and that
 * the gateway does not read the tail, and times the readers in turns.
 */
public final class HistoryBench {
    /** One warm-up round for this many rounds that count. */
    private static final int ROUNDS_PER_WARM_UP = 6;

    private final PastDays days;
    private final BenchProgress progress;
    private final Connections readers;
    private final Random random = new Random(20_261_122);

    /**
     * How much is measured.
     *
     * @param megabytes of raw JSON that landed today, one after the other (1 MB is 10^6 bytes)
     * @param days of history, more than the two before today that the questions leave out
     * @param historyMegabytes of raw JSON that landed on these days
     * @param rounds each over all readers; the median over them is published
     * @param command the command that repeats it, for the report
     */
    public record Options(List<Integer> megabytes, int days, int historyMegabytes, int rounds,
            String command) {
        /** A week of history, some million and a half rows. */
        public static Options of(List<Integer> megabytes, int rounds) {
            return new Options(megabytes, 7, 600, rounds,
                    "./freshet bench history --megabytes %s --rounds %d".formatted(
                            String.join(",", megabytes.stream().map(String::valueOf).toList()), rounds));
        }

        public Options {
            megabytes = megabytes.stream().distinct().sorted().toList();
            if (megabytes.isEmpty() || megabytes.get(0) < 1 || rounds < 1) {
                throw new IllegalArgumentException("Invalid benchmark: %s MB, %d rounds (at least 1 of each)"
                        .formatted(megabytes, rounds));
            }
        }
    }

    private HistoryBench(PastDays days, BenchProgress progress, Connections readers) {
        this.days = days;
        this.progress = progress;
        this.readers = readers;
    }

    /**
     * On any lakehouse. The dataset is in the schema {@code bench} and is removed at the end, even if it fails.
     *
     * @throws BenchException if answers differ, the gateway reads the tail or the lakehouse fails
     */
    public static HistoryReport run(Site site, Options options, BenchProgress progress) {
        Instant start = Instant.now();
        Host host = Host.here();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(site.lakehouse());
                Connections readers = new Connections(site.lakehouse())) {
            PastDays days = new PastDays(lakehouse, site.landingRoot(), start, progress);
            try {
                days.remove();
                days.landHistory(options.days(), options.historyMegabytes());
                List<HistoryReport.Tail> tails = new ArrayList<>();
                HistoryBench bench = new HistoryBench(days, progress, readers);
                for (int megabytes : options.megabytes()) {
                    Truth tail = days.landTail(megabytes);
                    bench.agree(tail);
                    tails.add(new HistoryReport.Tail(megabytes, tail.rows(), bench.time(megabytes, options.rounds())));
                }
                return new HistoryReport(start.truncatedTo(ChronoUnit.SECONDS).toString(),
                        options.command() + site.options(), site.where(),
                        Versions.trino(lakehouse), Versions.jdk(), host, options.days(), options.historyMegabytes(),
                        days.history().rows(), days.beforeMoment().rows(), options.rounds(), tails);
            } finally {
                days.remove();
            }
        } catch (SQLException e) {
            throw new BenchException("Cannot measure history: " + e.getMessage(), e);
        }
    }

    private void agree(Truth tail) throws SQLException {
        long history = days.history().rows();
        require("rows of the Iceberg table", history, count(PastReader.ICEBERG, "count(*)"));
        require("rows of the live view", history + tail.rows(), count(PastReader.LIVE_VIEW, "count(*)"));
        require("rows of the tail", tail.rows(), count(PastReader.LIVE_VIEW, "count_if(served_from = 'tail')"));
        for (PastQuestion question : PastQuestion.all()) {
            List<String> answer = ask(question, PastReader.ICEBERG).rows();
            for (PastReader reader : PastReader.values()) {
                List<String> other = ask(question, reader).rows();
                if (!other.equals(answer)) {
                    throw new BenchException("Cannot compare: to %s, %s answers %s, %s answers %s".formatted(question,
                            PastReader.ICEBERG, answer, reader, other));
                }
            }
        }
        String filtered = ask(new PastQuestion(PastQuestion.Kind.FILTER, PastQuestion.By.LANDED_ON), PastReader.ICEBERG)
                .rows().get(0);
        require("rows that filter counts", days.beforeMoment().rowsByStatus().get(PastQuestion.STATUS),
                Long.parseLong(filtered.substring(0, filtered.indexOf(' '))));
    }

    private static void require(String what, long landed, long answered) {
        if (landed != answered) {
            throw new BenchException("Cannot trust the %s: landed %d, answered %d".formatted(what, landed, answered));
        }
    }

    private long count(PastReader reader, String what) throws SQLException {
        String sql = "SELECT %s FROM %s".formatted(what, reader.table(days.names()));
        try (Statement statement = readers.ready(reader, sql).createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private List<HistoryReport.Figure> time(int megabytes, int rounds) throws SQLException {
        List<HistoryReport.Figure> figures = new ArrayList<>();
        int warmUp = rounds / ROUNDS_PER_WARM_UP;
        for (PastQuestion question : PastQuestion.all()) {
            Map<PastReader, List<Double>> times = new EnumMap<>(PastReader.class);
            List<PastReader> turns = new ArrayList<>(List.of(PastReader.values()));
            for (int round = -warmUp; round < rounds; round++) {
                progress.at("timing %s, %d MB today".formatted(question, megabytes), round + warmUp,
                        rounds + warmUp);
                Collections.shuffle(turns, random); // so that none always follows the same reader
                for (PastReader reader : turns) {
                    double millis = ask(question, reader).millis();
                    if (round >= 0) {
                        times.computeIfAbsent(reader, r -> new ArrayList<>()).add(millis);
                    }
                }
            }
            for (PastReader reader : PastReader.values()) {
                figures.add(figure(question, reader, times));
            }
        }
        return figures;
    }

    private static HistoryReport.Figure figure(PastQuestion question, PastReader reader,
            Map<PastReader, List<Double>> times) {
        List<Double> own = times.get(reader);
        List<Double> ratios = Median.ratios(own, times.get(PastReader.ICEBERG));
        return new HistoryReport.Figure(question.kind().toString(), question.by().toString(), reader.toString(),
                rounded(Median.of(own)), rounded(Median.of(ratios)),
                own.stream().map(HistoryBench::rounded).toList());
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** @param rows sorted, because no question orders them */
    private record Answer(List<String> rows, double millis) {}

    private Answer ask(PastQuestion question, PastReader reader) throws SQLException {
        String sql = question.sql(reader.table(days.names()), days.moment());
        Connection connection = readers.ready(reader, sql);
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            List<String> answer = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(rows.getString(i));
                }
                answer.add(String.join(" ", values));
            }
            double millis = (System.nanoTime() - start) / 1e6;
            if (reader.isGateway()) {
                checkRoute(question, statement.unwrap(FreshetStatement.class).routes());
            }
            Collections.sort(answer);
            return new Answer(answer, millis);
        }
    }

    private static void checkRoute(PastQuestion question, List<Route> routes) {
        if (routes.size() != 1 || routes.get(0).view() != Route.View.T_1) {
            throw new BenchException("Cannot measure %s: the gateway routes %s".formatted(question, routes));
        }
    }
}
