package dev.freshet.transform;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.sql.SetAside;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.landing.LandingContents.NotRead;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a run of the batch did.
 *
 * @param before the boundary that was published when the run began, if any
 * @param after the boundary that is published now
 * @param partitions the landing partitions that were checked, oldest first
 * @param flipped whether a view was replaced
 * @param retired tail tables that were dropped
 * @param warnings causes of stale answers despite a successful run, one sentence each
 * @param setAside raw files of the tail that no query reads, as they would fail it
 * @param notRead files below the landing root that no route reads
 * @param steps how long each step took, all landing partitions together
 */
public record BatchReport(Optional<Boundary> before, Boundary after, List<Partition> partitions, boolean flipped,
        List<String> retired, List<String> warnings, SetAside setAside, List<NotRead> notRead,
        Map<Step, Duration> steps, Duration elapsed) {
    public BatchReport {
        warnings = List.copyOf(warnings);
        partitions = List.copyOf(partitions);
        retired = List.copyOf(retired);
    }

    /** The three most frequent reasons, such as {@code 131 malformed JSON, 2 not a JSON object}. */
    public static String topReasons(Map<String, Long> reasons) {
        return reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(3).map(reason -> reason.getValue() + " " + reason.getKey()).collect(Collectors.joining(", "));
    }

    public enum Outcome {
        INGESTED,
        REPLACED,
        UNCHANGED,
        /** Ingested files are gone or differ now. History keeps their rows. */
        INPUTS_CHANGED
    }

    /**
     * @param bytes size of the raw files as stored, compressed or not
     * @param dropped rows removed from history, as their files are gone or were replaced
     * @param reasons how many lines this run rejected, by reason
     * @param advice what to do if most lines were rejected because of how the files are written
     */
    public record Partition(LandingPartition landed, Outcome outcome, int files, long bytes, long rows, long rejects,
            long dropped, Map<String, Long> reasons, Optional<String> advice, Duration elapsed) {
        public Partition {
            reasons = Map.copyOf(reasons);
        }
    }
}
