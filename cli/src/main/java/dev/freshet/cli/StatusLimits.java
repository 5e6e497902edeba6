package dev.freshet.cli;

import dev.freshet.cli.screen.Figures;
import dev.freshet.spec.MaxRejects;
import dev.freshet.transform.DatasetStatus;
import dev.freshet.transform.DatasetStatus.Lines;
import dev.freshet.transform.DatasetStatus.RawPartition;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a dataset's status may be at most. An empty limit is never exceeded.
 *
 * @param lag of {@link DatasetStatus#lag}. A dataset that is not published yet exceeds it
 * @param late of files in {@link DatasetStatus#late}. Changed files do not count: to delete raw files is normal
 * @param rejects of each of {@link DatasetStatus#lines}
 */
record StatusLimits(Optional<Duration> lag, Optional<Integer> late, Optional<MaxRejects> rejects) {
    static final StatusLimits NONE = new StatusLimits(Optional.empty(), Optional.empty(), Optional.empty());

    /** @param found what the dataset has, in words */
    record Exceeded(String option, String limit, String found) {
        @Override
        public String toString() {
            return option + " " + limit + ": " + found;
        }
    }

    List<Exceeded> exceeded(DatasetStatus status) {
        List<Exceeded> exceeded = new ArrayList<>();
        lag.filter(most -> status.lag().filter(now -> now.compareTo(most) <= 0).isEmpty())
                .ifPresent(most -> exceeded.add(new Exceeded("--max-lag", most.toString(), status.lag()
                        .map(now -> "its lag is " + now.truncatedTo(ChronoUnit.MILLIS))
                        .orElse("it is not published yet"))));
        int files = status.late().stream().mapToInt(RawPartition::files).sum();
        late.filter(most -> files > most).ifPresent(most -> exceeded.add(new Exceeded("--max-late", most.toString(),
                Figures.count(files, "file") + " came late")));
        rejects.ifPresent(most -> status.lines().stream()
                .filter(lines -> most.isExceeded(lines.rejects(), lines.rows()))
                .forEach(lines -> exceeded.add(new Exceeded("--max-rejects", most.toString(), rejects(lines)))));
        return exceeded;
    }

    /** In words: the rejects of all lines. */
    static String rejects(Lines lines) {
        return "%s of %s of %s".formatted(Figures.count(lines.rejects()),
                Figures.count(lines.rows() + lines.rejects(), "line"), lines.landed());
    }
}
