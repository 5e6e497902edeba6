package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.cutover.CutOverReport.GoneAgain;
import dev.freshet.benchmarks.cutover.CutOverReport.Reads;
import dev.freshet.benchmarks.cutover.CutOverReport.WrongRead;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts verdicts and keeps the first few wrong answers of each kind with all details. */
final class Tally {
    private static final int EXAMPLES = 5;

    private final Map<String, Count> counts = new LinkedHashMap<>();
    private final Map<ReadClass, List<WrongRead>> examples = new EnumMap<>(ReadClass.class);
    private final LateFiles lateFiles = new LateFiles();
    private long lateFileAbsent;

    private static final class Count {
        private final Map<ReadClass, Long> reads = new EnumMap<>(ReadClass.class);
        private final List<Double> millis = new ArrayList<>();
    }

    /**
     * @param sent when the query was sent, in {@link System#nanoTime()}
     * @param runs that began before it had ended, newest first, for people
     */
    synchronized void add(Way way, Verdict verdict, long sent, long ended, List<String> runs) {
        Count count = counts.computeIfAbsent(way.name(), key -> new Count());
        count.reads.merge(verdict.is(), 1L, Long::sum);
        count.millis.add((ended - sent) / 1e6);
        lateFileAbsent += verdict.lateFileAbsent() ? 1 : 0;
        List<WrongRead> alike = examples.computeIfAbsent(verdict.is(), key -> new ArrayList<>());
        if (verdict.is() != ReadClass.CORRECT && alike.size() < EXAMPLES) {
            alike.add(new WrongRead(way.name(), verdict.is(), verdict.detail(), (ended - sent) / 1_000_000,
                    runs));
        }
    }

    /** How many there are so far, and how many of them are wrong. */
    synchronized String soFar() {
        long all = counts.values().stream().mapToLong(count -> count.millis.size()).sum();
        long correct = counts.values().stream().mapToLong(count -> count.reads.getOrDefault(ReadClass.CORRECT, 0L))
                .sum();
        return "%,d reads, %,d wrong".formatted(all, all - correct);
    }

    synchronized void lateFiles(Way way, Read read, List<LandedFile> landed, String when) {
        lateFiles.add(way.view(), read, landed, when);
    }

    synchronized List<Reads> reads() {
        return counts.entrySet().stream().map(way -> Reads.of(way.getKey(), way.getValue().reads,
                way.getValue().millis)).sorted((a, b) -> a.way().compareTo(b.way())).toList();
    }

    synchronized List<WrongRead> examples() {
        return examples.values().stream().flatMap(List::stream).toList();
    }

    /** How many reads lacked a late file that had landed and that no run had been able to ingest yet. */
    synchronized long lateFileAbsent() {
        return lateFileAbsent;
    }

    synchronized GoneAgain goneAgain() {
        return lateFiles.goneAgain();
    }
}
