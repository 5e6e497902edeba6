package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.cutover.FaultReport.Failure;
import dev.freshet.benchmarks.cutover.FaultReport.Silent;
import dev.freshet.transform.connect.Step;
import java.util.ArrayList;
import java.util.EnumMap;
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
    private final Map<Job, List<Step>> steps = new EnumMap<>(Job.class);

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

    /** A run returned normally after these steps. */
    synchronized void done(Job job, List<Step> announced) {
        if (announced.size() > steps(job).size()) {
            steps.put(job, List.copyOf(announced));
        }
    }

    /** The steps of the longest run of this kind that returned normally. */
    synchronized List<Step> steps(Job job) {
        return steps.getOrDefault(job, List.of());
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

    /** The message without paths, ids and numbers, so that similar messages are counted together. */
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
