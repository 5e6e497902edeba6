package dev.freshet.benchmarks.scan;

import com.sun.management.OperatingSystemMXBean;
import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.Median;
import dev.freshet.benchmarks.Site;
import dev.freshet.benchmarks.Versions;
import dev.freshet.benchmarks.scan.ScanPoint.Sample;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.LakehouseConnection;
import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoStatement;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lands days of several sizes, checks that all readers give the same answers, times them in turns, and fits a model of
 * what they cost.
 */
public final class ScanBench {
    private static final OperatingSystemMXBean PROCESS = ManagementFactory.getPlatformMXBean(
            OperatingSystemMXBean.class);
    /** Until Trino has compiled its code. */
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    /** A reader that takes longer in the first round does not take part in the others. */
    private static final double SLOW_MILLIS = 5_000;

    private final Options options;
    private final ScanDay day;
    private final Map<ScanReader, Connection> connections;
    private final List<ScanQuestion> questions;
    private final BenchProgress progress;
    private final Random random = new Random(20_261_122);
    private final List<ScanPoint> points = new ArrayList<>();
    private final List<ScanReport.Ingested> ingests = new ArrayList<>();

    /**
     * How much is measured.
     *
     * @param megabytes of text that landed today (1 MB is 10^6 bytes); of own files, only the largest counts
     * @param files numbers of files, for each of these sizes
     * @param own the user's files; empty for telemetry
     * @param rounds each over all readers; a figure is the median over them
     */
    public record Options(List<Integer> megabytes, List<Integer> files, List<Codec> codecs, Optional<Own> own,
            int rounds) {
        public Options {
            megabytes = megabytes.stream().distinct().sorted().toList();
            files = files.stream().distinct().sorted().toList();
            codecs = codecs.stream().distinct().sorted().toList();
            if (megabytes.isEmpty() || megabytes.get(0) < 1 || files.isEmpty() || files.get(0) < 1 || codecs.isEmpty()
                    || rounds < 1) {
                throw new IllegalArgumentException(
                        "Invalid benchmark: %s MB in %s files, %d rounds (at least 1 of each)".formatted(megabytes,
                                files, rounds));
            }
        }

        String command() {
            return "./freshet bench scan --megabytes %s%s --rounds %d".formatted(list(megabytes), own.map(
                    own -> " --spec %s%s".formatted(own.file(), own.data().map(data -> " --data " + data).orElse("")))
                    .orElseGet(() -> " --files %s --codecs %s".formatted(list(files), list(codecs))), rounds);
        }

        private static String list(List<?> list) {
            return list.stream().map(Object::toString).collect(Collectors.joining(","));
        }
    }

    /**
     * The user's files.
     *
     * @param file the spec's, for the report
     * @param data where they are; where the spec says if empty
     */
    public record Own(DatasetSpec spec, String file, Optional<String> data) {}

    private ScanBench(Options options, ScanDay day, Map<ScanReader, Connection> connections,
            List<ScanQuestion> questions, BenchProgress progress) {
        this.options = options;
        this.day = day;
        this.connections = connections;
        this.questions = questions;
        this.progress = progress;
    }

    /**
     * On any lakehouse. The datasets are in the schema {@code bench} and are removed at the end, even if it fails.
     *
     * @throws BenchException if the readers' answers differ or the lakehouse fails
     */
    public static ScanReport run(Site site, Options options, BenchProgress progress) {
        Instant start = Instant.now();
        Host host = Host.here();
        Map<ScanReader, Connection> connections = new EnumMap<>(ScanReader.class);
        try (LakehouseConnection lakehouse = LakehouseConnection.open(site.lakehouse())) {
            for (ScanReader reader : ScanReader.values()) {
                connections.put(reader, reader.connect(site.lakehouse()));
            }
            RawSource source = options.own().<RawSource>map(own -> OwnFiles.list(own.spec(), lakehouse.landing(),
                    own.data().orElse(own.spec().landing().root()), Collections.max(options.megabytes())))
                    .orElseGet(() -> TelemetryFiles.of(options.megabytes(), options.files(), options.codecs(), start));
            ScanDay day = new ScanDay(lakehouse, source, site.landingRoot(), start, progress);
            ScanBench bench = new ScanBench(options, day, connections, source.questions(day.dimension()), progress);
            try {
                double hourlyMillis = bench.measure(source.shapes());
                ModelFit fit = new ModelFit(bench.points, bench.questions);
                return new ScanReport("scan", start.truncatedTo(ChronoUnit.SECONDS).toString(),
                        options.command() + site.options(),
                        site.where(), Versions.trino(lakehouse), Versions.jdk(), host, options.rounds(),
                        Duration.between(start, Instant.now()).toMillis() / 1000.0, bench.points, bench.ingests,
                        fit.cores(), fit.lines(), ModelFit.ingest(bench.ingests), hourlyMillis);
            } finally {
                day.remove();
            }
        } catch (SQLException e) {
            throw new BenchException("Cannot measure scan on query: " + e.getMessage(), e);
        } finally {
            close(connections.values());
        }
    }

    private static void close(Iterable<Connection> connections) {
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                // the server forgets it
            }
        }
    }

    /**
     * In random order, so that a machine that becomes slower is not taken for files that do.
     *
     * @return what landing by the hour adds to a live query
     */
    private double measure(List<ScanShape> shapes) throws SQLException {
        ScanShape smallest = shapes.get(0);
        Landed landed = day.open(smallest);
        day.ingest();
        day.landHistory(smallest);
        check(smallest, landed, List.of(ScanReader.values()));
        warmUp(landed);
        List<ScanShape> order = new ArrayList<>(shapes);
        Collections.shuffle(order, random);
        Set<Long> inHistory = new LinkedHashSet<>();
        for (ScanShape shape : order) {
            boolean isFirstCodec = shape.codec() == smallest.codec();
            measure(shape, isFirstCodec, isFirstCodec && inHistory.add(shape.kilobytes()));
        }
        return hourlyMillis(smallest);
    }

    /**
     * @param isIngested whether the hot table is measured, too: its files are the same, however those of its rows were
     *        compressed
     * @param isInHistory whether history is measured, too
     */
    private void measure(ScanShape shape, boolean isIngested, boolean isInHistory) throws SQLException {
        Landed landed = day.land(shape);
        List<ScanReader> readers = new ArrayList<>(List.of(ScanReader.LIVE));
        if (isIngested) {
            ingest(shape, landed);
            readers.add(ScanReader.INGEST);
        }
        if (isInHistory) {
            day.landHistory(shape);
            readers.addAll(List.of(ScanReader.T_1, ScanReader.ICEBERG));
        }
        Landed counted = check(shape, landed, readers);
        for (ScanQuestion question : questions) {
            time(shape, question, counted, readers);
        }
    }

    /** Trino's CPU time is that of the statements which the batch has sent. */
    private void ingest(ScanShape shape, Landed landed) {
        Instant before = trinoNow();
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        day.ingest();
        double millis = (System.nanoTime() - start) / 1e6;
        double own = (PROCESS.getProcessCpuTime() - cpu) / 1e6;
        double trino = day.trino().query("""
                                         SELECT coalesce(sum(t.split_cpu_time_ms), 0)
                                         FROM system.runtime.tasks t JOIN system.runtime.queries q USING (query_id)
                                         WHERE q.source = 'freshet' AND q.created >= TIMESTAMP '%s'
                                         """.formatted(before.toString().replace('T', ' ').replace("Z", " UTC")),
                row -> row.getDouble(1)).get(0);
        ingests.add(new ScanReport.Ingested(landed.bytes(), shape.files(), ScanPoint.rounded(millis), ScanPoint
                .rounded(own), ScanPoint.rounded(trino)));
    }

    private Instant trinoNow() {
        return day.trino().query("SELECT to_unixtime(now())",
                row -> Instant.ofEpochMilli((long) (row.getDouble(1) * 1000))).get(0);
    }

    /**
     * Compares the readers' answers. That also warms Trino up for these files.
     *
     * @return what has landed, with its rows counted
     */
    private Landed check(ScanShape shape, Landed landed, List<ScanReader> readers) throws SQLException {
        Map<ScanReader, String> from = Map.of(ScanReader.LIVE, "tail", ScanReader.INGEST, "hot", ScanReader.T_1,
                "history");
        long rows = landed.rows();
        for (ScanReader reader : readers) {
            String sql = "SELECT count(*)%s FROM %s".formatted(from.containsKey(reader)
                    ? ", count_if(served_from = %s)".formatted(Names.literal(from.get(reader)))
                    : ", count(*)", day.table(reader));
            List<String> counted = rows(connections.get(reader), sql);
            rows = rows == 0 ? Long.parseLong(counted.get(0).split("\\|")[0]) : rows;
            if (!counted.equals(List.of(rows + "|" + rows))) {
                throw new BenchException("Cannot trust the answer of %s over %s: %s rows, of them %s, landed %d"
                        .formatted(reader, shape, counted.get(0).split("\\|")[0], counted.get(0).split("\\|")[1],
                                rows));
            }
        }
        for (ScanQuestion question : questions) {
            List<String> first = null;
            for (ScanReader reader : readers) {
                List<String> answer = rows(connections.get(reader), question.sql(day.table(reader), landed.id()));
                if (first != null && !answer.equals(first)) {
                    throw new BenchException("Cannot compare %s with %s: their answers to %s over %s differ (%s, %s)"
                            .formatted(readers.get(0), reader, question.name(), shape, first, answer));
                }
                first = answer;
            }
        }
        return landed.withRows(rows);
    }

    /** Sorted, as not all questions order their rows. */
    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet answer = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (answer.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= answer.getMetaData().getColumnCount(); column++) {
                    values.add(answer.getString(column));
                }
                rows.add(String.join("|", values));
            }
            return rows.stream().sorted().toList();
        }
    }

    private void warmUp(Landed landed) throws SQLException {
        Instant end = Instant.now().plus(options.rounds() == 1 ? Duration.ZERO : WARM_UP);
        do {
            progress.at("warming Trino up", 0, 0);
            for (ScanQuestion question : questions) {
                for (ScanReader reader : ScanReader.values()) {
                    ask(connections.get(reader), question.sql(day.table(reader), landed.id()));
                }
            }
        } while (Instant.now().isBefore(end));
    }

    private void time(ScanShape shape, ScanQuestion question, Landed landed, List<ScanReader> readers)
            throws SQLException {
        List<ScanReader> turns = new ArrayList<>(readers);
        Map<ScanReader, List<Sample>> samples = new EnumMap<>(ScanReader.class);
        for (int round = 0; round < options.rounds(); round++) {
            progress.at("%s: timing %s".formatted(shape, question.name()), round, options.rounds());
            if (round == 1) {
                turns.removeIf(reader -> samples.get(reader).get(0).millis() > SLOW_MILLIS);
            }
            Collections.shuffle(turns, random);
            for (ScanReader reader : turns) {
                Sample sample = ask(connections.get(reader), question.sql(day.table(reader), landed.id()));
                samples.computeIfAbsent(reader, r -> new ArrayList<>()).add(sample);
            }
        }
        readers.forEach(reader -> points.add(ScanPoint.of(reader, question, shape, landed, samples.get(reader))));
    }

    /** The median over rounds of what the count takes more on a dataset that lands by the hour. */
    private double hourlyMillis(ScanShape shape) throws SQLException {
        Landed landed = day.land(shape);
        day.landHourly(shape);
        ScanQuestion count = questions.get(0);
        Connection connection = connections.get(ScanReader.LIVE);
        ask(connection, count.sql(day.hourlyTable(), landed.id())); // the first one does not count
        List<Double> more = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            progress.at("timing a dataset that lands by the hour", round, options.rounds());
            double hourly = ask(connection, count.sql(day.hourlyTable(), landed.id())).millis();
            double daily = ask(connection, count.sql(day.table(ScanReader.LIVE), landed.id())).millis();
            more.add(hourly - daily);
        }
        return ScanPoint.rounded(Math.max(0, Median.of(more)));
    }

    /** One answer as an application sees it, from creating the statement to reading its last row. */
    private static Sample ask(Connection connection, String sql) throws SQLException {
        QueryStats[] last = new QueryStats[1];
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            statement.unwrap(TrinoStatement.class).setProgressMonitor(stats -> last[0] = stats);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    rows.getObject(1);
                }
            }
            double millis = (System.nanoTime() - start) / 1e6;
            return new Sample(millis, last[0].getCpuTimeMillis(), last[0].getPhysicalInputBytes());
        }
    }
}
