package dev.freshet.benchmarks.cutover;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freshet.benchmarks.Host;
import dev.freshet.benchmarks.Median;
import dev.freshet.benchmarks.Report;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What the readers saw, and how to repeat it.
 *
 * @param date in UTC, ISO 8601
 * @param where {@code local lakehouse}, or the URL of a Trino
 * @param trino the server's version
 * @param jdk of the client and of the local lakehouse's Trino
 * @param seconds from beginning to end
 */
public record CutOverReport(String date, String command, String where, String trino, String jdk, Host host, long seed,
        int filesPerDay, int rowsPerFile, double seconds, List<Result> results) implements Report {

    /**
     * One pattern.
     *
     * @param repairs runs that ingested late files and did not move the boundary
     * @param rollbacks cut-overs that were rolled back and made again
     * @param ingests intraday ingests that were made; with faults, some of them failed
     * @param stoppedRuns runs that stopped because the day's files were changing, and were run again
     * @param ways how readers queried, and what they got
     * @param lateFileAbsent reads without a late file that had landed but that no run had been able to ingest yet
     * @param goneAgain how many of these lacked a late file that an earlier read had seen
     * @param graceWaits how often a cut-over waited for a query that was older than the previous cut-over
     * @param examples the first few wrong reads of each kind
     * @param faults null if none were requested
     */
    public record Result(String pattern, int cutOvers, int repairs, int rollbacks, int ingests, int stoppedRuns,
            int readers,
            int files,
            long lateFiles, long rows, List<Reads> ways, long lateFileAbsent, GoneAgain goneAgain, int graceWaits,
            Times times, List<WrongRead> examples, List<Footprint> footprints, double seconds,
            @JsonInclude(JsonInclude.Include.NON_NULL) FaultReport faults) {
        public long reads() {
            return ways.stream().mapToLong(Reads::reads).sum();
        }

        public long reads(ReadClass is) {
            return ways.stream().mapToLong(way -> way.byClass().get(is)).sum();
        }

        /** Whether no reader noticed anything, and each run that could not do its work ended with an error. */
        @JsonIgnore
        public boolean isAllCorrect() {
            return reads(ReadClass.CORRECT) == reads() && (faults == null || faults.isAllSaid());
        }
    }

    /**
     * The reads that used one way.
     *
     * @param p50Millis median time of an answer, under the load of all readers and the batch
     */
    public record Reads(String way, long reads, Map<ReadClass, Long> byClass, double p50Millis) {
        static Reads of(String way, Map<ReadClass, Long> counts, List<Double> millis) {
            Map<ReadClass, Long> all = new EnumMap<>(ReadClass.class);
            for (ReadClass is : ReadClass.values()) {
                all.put(is, counts.getOrDefault(is, 0L));
            }
            return new Reads(way, millis.size(), all, median(millis));
        }
    }

    /**
     * Of the cut-overs, in milliseconds: medians.
     *
     * @param batch the whole run
     * @param gate tail against history
     * @param flip what readers can notice
     * @param first median of the runs of the first quarter of the cut-overs
     * @param last median of the runs of the last quarter
     */
    public record Times(double batch, double gate, double flip, double first, double last) {
        static Times of(List<StopWatch.Times> cutOvers) {
            int quarter = Math.min(cutOvers.size(), Math.max(1, cutOvers.size() / 4));
            return new Times(median(cutOvers, StopWatch.Times::batch), median(cutOvers, StopWatch.Times::gate),
                    median(cutOvers, StopWatch.Times::flip),
                    median(cutOvers.subList(0, quarter), StopWatch.Times::batch),
                    median(cutOvers.subList(cutOvers.size() - quarter, cutOvers.size()), StopWatch.Times::batch));
        }

        private static double median(List<StopWatch.Times> times, ToDoubleFunction<StopWatch.Times> figure) {
            return CutOverReport.median(times.stream().map(figure::applyAsDouble).toList());
        }
    }

    /** @param first the first of them, for people; empty if there is none */
    public record GoneAgain(long reads, String first) {}

    /**
     * @param millis how long the query took
     * @param runs that began before the query had ended, newest first
     */
    public record WrongRead(String way, ReadClass is, String detail, long millis, List<String> runs) {}

    /**
     * What grows.
     *
     * @param heapBytes of this JVM, after a garbage collection
     * @param warehouseFiles data and metadata of history and views; 0 where the lakehouse file names no warehouse
     * @param hiddenTables of the Iceberg catalog
     * @param tailTables in the hidden schema of the landing catalog
     * @param hot the hot table
     * @param trinoHeapBytes garbage included; -1 if Trino does not report it
     */
    public record Footprint(String moment, int cutOvers, long heapBytes, int threads, long warehouseFiles,
            long warehouseBytes, int hiddenTables, int tailTables, Hot hot, long trinoHeapBytes) {}

    /**
     * The hot table, and what it adds to the live view.
     *
     * @param files of data and metadata, of both tables
     * @param tags of the hot table
     * @param properties characters of its properties
     * @param viewText characters of the live view's text
     */
    public record Hot(int snapshots, int tags, long files, long properties, long viewText) {}

    static double median(List<Double> values) {
        return Math.round(Median.of(values) * 10) / 10.0;
    }

    /**
     * Whether no reader of Freshet noticed anything, and each run that could not do its work ended with an error. What
     * the seed's readers see does not count.
     */
    @JsonIgnore
    public boolean isFreshetCorrect() {
        return results.stream().filter(result -> result.pattern().equals(FreshetPattern.NAME))
                .allMatch(Result::isAllCorrect);
    }

    @Override
    public Optional<String> failure() {
        return isFreshetCorrect() ? Optional.empty() : Optional.of("Freshet gave a wrong answer");
    }

    @Override
    public String markdown() {
        return new CutOverText(this).markdown();
    }
}
