package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.cutover.FaultReport.Failure;
import dev.freshet.benchmarks.cutover.FaultReport.Silent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Counts faults and what became of the runs. */
final class FaultTally {
    private static final int LONGEST_KIND = 200;

    private final Map<Count, Integer> counts = new LinkedHashMap<>();
    private final Map<List<String>, List<String>> failures = new LinkedHashMap<>();
    private final Map<List<String>, List<String>> silent = new LinkedHashMap<>();

    enum Count {
        RUN,
        DAY_BLOCKED,
        BEHIND,
        AHEAD,
        PAUSED,
        KILLED,
        HOUSEKEEPING,
        EXPIRED
    }

    synchronized void add(Count count) {
        counts.merge(count, 1, Integer::sum);
    }

    synchronized void failed(Job job, String message) {
        add(failures, job, message);
    }

    synchronized void silent(Job job, String message) {
        add(silent, job, message);
    }

    private static void add(Map<List<String>, List<String>> to, Job job, String message) {
        to.computeIfAbsent(List.of(job.toString(), kind(message)), key -> new ArrayList<>()).add(message);
    }

    /** What messages have in common that differ in what they name. */
    private static String kind(String message) {
        String kind = message.lines().findFirst().orElse("").replaceAll("local:\\S*/", "")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
                .replaceAll("(?<![A-Za-z\\d])\\d+(?:[.:_-]\\d+)*", "N");
        return kind.length() > LONGEST_KIND ? kind.substring(0, LONGEST_KIND) + "..." : kind;
    }

    synchronized FaultReport report(Set<Fault> faults, int requestsLost, int repliesLost, int wentBack,
            boolean recovered) {
        FaultReport.Injected injected = new FaultReport.Injected(count(Count.DAY_BLOCKED), count(Count.BEHIND),
                count(Count.AHEAD), count(Count.PAUSED), count(Count.KILLED), count(Count.HOUSEKEEPING), requestsLost,
                repliesLost, count(Count.EXPIRED));
        return new FaultReport(faults.stream().sorted().map(Fault::toString).toList(), count(Count.RUN), injected,
                list(failures, each -> new Failure(each.job, each.kind, each.runs, each.first)),
                list(silent, each -> new Silent(each.job, each.kind, each.runs, each.first)), wentBack, recovered);
    }

    private record Each(String job, String kind, int runs, String first) {}

    private static <T> List<T> list(Map<List<String>, List<String>> messages, Function<Each, T> entry) {
        return messages.entrySet().stream().map(each -> entry.apply(new Each(each.getKey().get(0),
                each.getKey().get(1), each.getValue().size(), each.getValue().get(0)))).toList();
    }

    private int count(Count count) {
        return counts.getOrDefault(count, 0);
    }
}
