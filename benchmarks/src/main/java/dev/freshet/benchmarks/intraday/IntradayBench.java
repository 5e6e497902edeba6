package dev.freshet.benchmarks.intraday;

import com.sun.management.OperatingSystemMXBean;
import dev.freshet.benchmarks.BenchException;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.benchmarks.Contender;
import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.OwnLakehouse;
import dev.freshet.benchmarks.Versions;
import dev.freshet.benchmarks.transform.TrinoCpu;
import dev.freshet.transform.IntradayReport;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import java.lang.management.ManagementFactory;
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
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;

/**
 * Lands a day of raw files and ingests all but those of its newest minute, measures the ingests, checks that the live
 * views with and without intraday ingest give the same answers, and times their queries and those of T-1 in turns.
 */
public final class IntradayBench {
    private static final OperatingSystemMXBean PROCESS = ManagementFactory.getPlatformMXBean(
            OperatingSystemMXBean.class);
    private static final double NANOS = 1e9;
    /** A reader that takes longer in the first round does not take part in the others. */
    private static final double SLOW_MILLIS = 5_000;

    private final Options options;
    private final IntradayDay day;
    private final Shape shape;
    private final Connection trino;
    private final TrinoCpu trinoCpu;
    private final BenchProgress progress;
    private final Random random = new Random(20_261_122);
    private final List<Double> visible = new ArrayList<>();

    /**
     * How much is measured.
     *
     * @param megabytes of raw JSON that landed today, one after the other (1 MB is 10^6 bytes)
     * @param fileMegabytes sizes of files, for each of these. A day of fewer than two files is left out.
     * @param smallFiles further days, of so many files of 1 kB, by how they are named: {@code time} or {@code uuid}
     * @param rounds each over all readers; a figure is the median over them
     * @param ingests of the files of one minute
     * @param large megabytes of each of some more ingests
     * @param largeIngests how many of these
     */
    public record Options(List<Integer> megabytes, List<Integer> fileMegabytes, Map<String, Integer> smallFiles,
            int rounds, int ingests, int large, int largeIngests) {
        /** With 20 ingests of a minute, and 5 of 100 MB. */
        public static Options of(List<Integer> megabytes, List<Integer> fileMegabytes,
                Map<String, Integer> smallFiles, int rounds) {
            return new Options(megabytes, fileMegabytes, smallFiles, rounds, 20, 100, 5);
        }

        public Options {
            megabytes = megabytes.stream().distinct().sorted().toList();
            fileMegabytes = fileMegabytes.stream().distinct().sorted().toList();
            smallFiles = Map.copyOf(smallFiles);
            if (rounds < 1 || ingests < 1 || large < 1 || largeIngests < 0 || smallest(megabytes) < 1
                    || smallest(fileMegabytes) < 1 || smallest(smallFiles.values().stream().toList()) < 2) {
                throw new IllegalArgumentException(
                        "Invalid benchmark: %s MB in files of %s MB, %s small files, %d rounds (at least 1 of each, and 2 small files)"
                                .formatted(megabytes, fileMegabytes, smallFiles, rounds));
            }
            if (shapes(megabytes, fileMegabytes, smallFiles).isEmpty()) {
                throw new IllegalArgumentException(
                        "Invalid benchmark: %s MB in files of %s MB (no day has two files)".formatted(megabytes,
                                fileMegabytes));
            }
        }

        private static int smallest(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).min().orElse(Integer.MAX_VALUE);
        }

        List<Shape> shapes() {
            return shapes(megabytes, fileMegabytes, smallFiles);
        }

        private static List<Shape> shapes(List<Integer> megabytes, List<Integer> fileMegabytes,
                Map<String, Integer> smallFiles) {
            List<Shape> shapes = new ArrayList<>();
            megabytes.forEach(size -> fileMegabytes.stream().filter(file -> size / file > 1)
                    .forEach(file -> shapes.add(Shape.ofMegabytes(size, file))));
            smallFiles.forEach((naming, files) -> shapes.add(Shape.ofSmallFiles(Shape.Naming.parse(naming), files)));
            return shapes;
        }

        String command() {
            return "./freshet bench intraday --megabytes %s --file-megabytes %s%s --rounds %d".formatted(
                    list(megabytes), list(fileMegabytes),
                    smallFiles.isEmpty() ? ""
                            : smallFiles.entrySet().stream().map(Map.Entry::toString)
                                    .collect(Collectors.joining(",", " --small-files ", "")),
                    rounds);
        }

        private static String list(List<Integer> numbers) {
            return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
    }

    private IntradayBench(Options options, IntradayDay day, Shape shape, Connection trino, BenchProgress progress) {
        this.options = options;
        this.day = day;
        this.shape = shape;
        this.trino = trino;
        this.trinoCpu = TrinoCpu.find();
        this.progress = progress;
    }

    /**
     * On a lakehouse of its own, because it sets the times of files.
     *
     * @throws BenchException if answers differ, an ingest leaves files raw, or the lakehouse fails
     */
    public static LiveReport run(Options options, BenchProgress progress) {
        return OwnLakehouse.DEFAULT.run(progress, config -> run(config, options, progress));
    }

    /**
     * The same on a lakehouse that is there.
     *
     * @param config of a lakehouse on this machine, whose Trino is a child of this process
     */
    public static LiveReport run(LakehouseConfig config, Options options, BenchProgress progress) {
        Instant start = Instant.now();
        Host host = Host.here();
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config);
                Connection trino = Contender.TRINO_JDBC.connect(config)) {
            List<LiveReport.Point> points = new ArrayList<>();
            for (Shape shape : options.shapes()) {
                IntradayDay day = new IntradayDay(config, lakehouse, shape, progress);
                try {
                    day.remove();
                    points.add(new IntradayBench(options, day, shape, trino, progress).point());
                } finally {
                    day.remove();
                }
            }
            return new LiveReport(start.truncatedTo(ChronoUnit.SECONDS).toString(), options.command(),
                    Versions.trino(lakehouse), Versions.jdk(), host, options.rounds(), points);
        } catch (SQLException e) {
            throw new BenchException("Cannot measure intraday ingest: " + e.getMessage(), e);
        }
    }

    private LiveReport.Point point() throws SQLException {
        day.landHistory();
        int newest = shape.minute();
        int minutes = Math.min(options.ingests(), (shape.files() - newest) / 2 / newest);
        List<LiveReport.Ingests> ingests = new ArrayList<>();
        Ingesting soFar = new Ingesting("the day so far");
        soFar.ingest(day.land(shape.files() - newest * (minutes + 1)));
        ingests.add(told(soFar));
        // The queries meet the hot table as it is some ingests later, with their small files in it.
        Ingesting minute = new Ingesting("a minute");
        repeat(minute, minutes, newest, day::land);
        day.land(newest);
        String id = day.landed().lastId().orElseThrow();
        new IntradayAgreement(trino, day, id).check();
        LiveReport.Split split = split();
        List<LiveReport.Figure> figures = time(id);
        if (!shape.isOfSmallFiles()) {
            minute.ingest(newest * shape.fileBytes()); // of the files that the queries read as raw JSON
            repeat(minute, options.ingests() - minutes - 1, newest, day::landMore);
        }
        if (minute.isMeasured()) {
            ingests.add(told(minute));
        }
        if (!shape.isOfSmallFiles() && options.largeIngests() > 0) {
            Ingesting large = new Ingesting(options.large() + " MB");
            int files = Math.max(1, (int) (options.large() * Shape.MB / shape.fileBytes()));
            repeat(large, options.largeIngests(), files, day::landMore);
            ingests.add(told(large));
        }
        return new LiveReport.Point(shape.toString(), shape.bytes(), shape.files(), split, day.history().rows(),
                figures, LiveReport.Quantiles.of(visible), ingests);
    }

    private LiveReport.Ingests told(Ingesting ingesting) {
        LiveReport.Ingests figures = ingesting.figures();
        told(figures.toString());
        return figures;
    }

    /** A large day takes many minutes, so each figure is told as soon as it is known. */
    private void told(String figure) {
        progress.at("%s: %s".formatted(shape, figure), 1, 1);
    }

    /** Lands some files, looks until a query sees them, and ingests them. */
    private void repeat(Ingesting ingesting, int times, int files, IntToLongFunction land) throws SQLException {
        for (int time = 0; time < times; time++) {
            progress.at("%s: ingests of %s".formatted(shape, ingesting.of), time, times);
            long bytes = land.applyAsLong(files);
            visible.add(visibleMillis());
            ingesting.ingest(bytes);
        }
    }

    /** What the first query takes that is sent after files have landed. It must see them. */
    private double visibleMillis() throws SQLException {
        long wanted = day.history().rows() + day.landed().rows();
        long start = System.nanoTime();
        long rows = number("SELECT count(*) FROM " + day.table(LiveReader.LIVE));
        double millis = (System.nanoTime() - start) / 1e6;
        if (rows != wanted) {
            throw new BenchException("Cannot trust the live view: a file has landed, and it has %d rows, not %d"
                    .formatted(rows, wanted));
        }
        return millis;
    }

    private LiveReport.Split split() throws SQLException {
        String rows = "SELECT count(*) FROM %s WHERE served_from = '%s'";
        return new LiveReport.Split(number(rows.formatted(day.table(LiveReader.LIVE), "hot")),
                number(rows.formatted(day.table(LiveReader.LIVE), "tail")));
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = trino.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Measures ingests of one kind. */
    private final class Ingesting {
        private final String of;
        private final List<Double> seconds = new ArrayList<>();
        private long bytes;
        private double batch;
        private double trino;

        Ingesting(String of) {
            this.of = of;
        }

        /** @param landed the bytes that it should ingest */
        void ingest(long landed) {
            double server = trinoCpu.seconds();
            long cpu = PROCESS.getProcessCpuTime();
            long start = System.nanoTime();
            IntradayReport.Partition done = day.ingest();
            seconds.add((System.nanoTime() - start) / NANOS);
            batch += (PROCESS.getProcessCpuTime() - cpu) / NANOS;
            trino += trinoCpu.seconds() - server;
            bytes += done.bytes();
            if (shape.naming() == Shape.Naming.TIME && (done.bytes() < landed || done.rawFiles() > 0)) {
                throw new BenchException("Cannot measure an ingest of %d bytes: %d bytes became hot, %d files did not"
                        .formatted(landed, done.bytes(), done.rawFiles()));
            }
        }

        /** Whether any file has become hot. If names have no order, most files do not. */
        boolean isMeasured() {
            return bytes > 0;
        }

        LiveReport.Ingests figures() {
            double gigabytes = bytes / 1e9;
            return new LiveReport.Ingests(of, bytes, LiveReport.Quantiles.of(seconds),
                    LiveReport.rounded(batch / gigabytes), LiveReport.rounded(trino / gigabytes));
        }
    }

    private List<LiveReport.Figure> time(String id) throws SQLException {
        List<LiveReport.Figure> figures = new ArrayList<>();
        for (LiveQuestion question : LiveQuestion.values()) {
            List<LiveReader> turns = new ArrayList<>(List.of(LiveReader.values()));
            Map<LiveReader, List<Double>> millis = new EnumMap<>(LiveReader.class);
            for (int round = -1; round < options.rounds(); round++) { // the first one is a warm-up
                progress.at("%s: timing %s".formatted(shape, question), round + 1L, options.rounds() + 1L);
                if (round == 1) {
                    turns.removeIf(reader -> millis.get(reader).get(0) > SLOW_MILLIS);
                }
                Collections.shuffle(turns, random);
                for (LiveReader reader : turns) {
                    double took = millis(question.sql(day.table(reader), id));
                    if (round >= 0) {
                        millis.computeIfAbsent(reader, r -> new ArrayList<>()).add(LiveReport.rounded(took));
                    }
                }
            }
            LiveReport.Figure figure = LiveReport.Figure.of(question, millis);
            told(figure.toString());
            figures.add(figure);
        }
        return figures;
    }

    /** From sending a statement to reading its last row. */
    private double millis(String sql) throws SQLException {
        long start = System.nanoTime();
        try (Statement statement = trino.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getObject(1);
            }
            return (System.nanoTime() - start) / 1e6;
        }
    }
}
