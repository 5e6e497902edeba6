package dev.freshet.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What queries and intraday ingests take on one cluster, as it was measured there. A megabyte is 10^6 bytes of raw
 * files as stored.
 *
 * @param date in UTC, ISO 8601
 * @param where the cluster's URL, or another name of it
 * @param trino the server's version
 * @param cores of Trino that one scan keeps busy, as far as the measured files show it
 * @param ingest what an intraday ingest takes
 * @param hourlyMillis what a live view adds whose landing partitions are hours, as its branches must be planned
 */
public record CostModel(String date, String where, String trino, int cores, List<Line> lines, Ingest ingest,
        double hourlyMillis) {
    /** Reads today's raw files. */
    public static final String LIVE = "live";
    /** Reads history. */
    public static final String T_1 = "t-1";
    /** Reads what landed today from the hot table. */
    public static final String INGEST = "ingest";
    /** Files as they are, which Trino cuts into splits. */
    public static final String PLAIN = "plain";

    /** What Trino cuts a file into that is not compressed: {@code hive.max-initial-split-size}. */
    private static final double SPLIT_MEGABYTES = 32;

    public CostModel {
        lines = List.copyOf(lines);
    }

    /** Empty if this was not measured. */
    public Optional<Line> line(String reader, String question, String codec) {
        return lines.stream().filter(line -> line.reader().equals(reader) && line.question().equals(question)
                && line.codec().equals(codec)).findFirst();
    }

    /** What one query takes that has Trino to itself, in milliseconds: the median. */
    public double millis(Line line, double megabytes, double files) {
        return line.millis(megabytes, files, cores);
    }

    /** The same with more or fewer cores: raw files are read as much faster or slower. */
    public CostModel withCores(int other) {
        return new CostModel(date, where, trino, other, lines.stream().map(
                line -> line.reader().equals(LIVE) ? line.times((double) cores / other) : line).toList(), ingest,
                hourlyMillis);
    }

    /**
     * Whether it was measured on this Trino. Ports do not matter: a local lakehouse has another one after each start.
     *
     * @param url of the cluster
     * @param version of its Trino
     */
    public boolean isOf(String url, String version) {
        return trino.equals(version) && host(where).equals(host(url));
    }

    private static String host(String url) {
        return url.replaceFirst("^jdbc:[a-z:]*//([^/:?]+).*", "$1");
    }

    /** With the lines of an older model of the same Trino for files of other codecs. */
    public CostModel with(CostModel older) {
        if (!older.isOf(where, trino)) {
            return this;
        }
        Set<String> codecs = lines.stream().map(Line::codec).collect(Collectors.toSet());
        return new CostModel(date, where, trino, cores, Stream.concat(lines.stream(), older.withCores(cores).lines()
                .stream().filter(line -> !codecs.contains(line.codec()))).toList(), ingest, hourlyMillis);
    }

    /**
     * What one question costs one reader: a fixed part, a part for each megabyte, and one for each file.
     *
     * @param question {@code count}, {@code lookup}, ...
     * @param codec {@code plain}, {@code gz} or {@code zst}
     * @param millisPerMegabyte with all cores busy
     * @param baseCpuMillis of Trino's workers, as are the other two
     * @param p95ToMedian how many times as long as the median the slowest answer in 20 takes
     * @param medianError of points that were not used to fit the line, relative to what was measured: 0.1 is a tenth
     * @param heldBack number of these points
     */
    public record Line(String reader, String question, String codec, double baseMillis, double millisPerMegabyte,
            double millisPerFile, double baseCpuMillis, double cpuMillisPerMegabyte, double cpuMillisPerFile,
            double p95ToMedian, double medianError, double p95Error, int heldBack) {
        /** @param cores that its part for each megabyte was fitted with */
        public double millis(double megabytes, double files, int cores) {
            return baseMillis + millisPerMegabyte * evenMegabytes(reader, codec, megabytes, files, cores)
                    + millisPerFile * files;
        }

        private Line times(double factor) {
            return new Line(reader, question, codec, baseMillis, millisPerMegabyte * factor, millisPerFile,
                    baseCpuMillis, cpuMillisPerMegabyte, cpuMillisPerFile, p95ToMedian, medianError, p95Error,
                    heldBack);
        }

        /** CPU time of one query. */
        public double cpuMillis(double megabytes, double files) {
            return baseCpuMillis + cpuMillisPerMegabyte * megabytes + cpuMillisPerFile * files;
        }
    }

    /**
     * An intraday ingest, from its start to its end. CPU time is that of the batch's process and of Trino.
     *
     * @param baseMillis of an ingest with nothing to write
     */
    public record Ingest(double baseMillis, double millisPerMegabyte, double baseCpuMillis,
            double cpuMillisPerMegabyte) {
        public double millis(double megabytes) {
            return baseMillis + millisPerMegabyte * megabytes;
        }

        public double cpuMillis(double megabytes) {
            return baseCpuMillis + cpuMillisPerMegabyte * megabytes;
        }
    }

    /**
     * How many megabytes would take as long if they kept all cores busy until the end. One core reads one split at a
     * time, and a compressed file is one split. So with two cores, one file takes as long as two.
     */
    public static double evenMegabytes(String reader, String codec, double megabytes, double files, int cores) {
        if (!reader.equals(LIVE) || files <= 0 || megabytes <= 0) {
            return megabytes;
        }
        double splits = Math.ceil(files) * (codec.equals(PLAIN) ? Math.ceil(megabytes / files / SPLIT_MEGABYTES) : 1);
        return megabytes * Math.ceil(splits / cores) * cores / splits;
    }
}
