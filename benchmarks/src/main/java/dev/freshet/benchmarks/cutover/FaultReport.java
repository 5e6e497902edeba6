package dev.freshet.benchmarks.cutover;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * The faults, and what became of the runs.
 *
 * @param faults that were requested
 * @param runs of the batch, of repair, of rollback and of housekeeping
 * @param failures runs that ended with an error, by its message
 * @param silent runs that returned normally without having done their work
 * @param boundaryWentBack how often the published boundary was earlier than before, without a rollback
 * @param recovered whether a run without faults succeeded at the end
 */
public record FaultReport(List<String> faults, int runs, Injected injected, List<Failure> failures, List<Silent> silent,
        int boundaryWentBack, boolean recovered) {
    /**
     * How often each fault came.
     *
     * @param daysBlocked days that ended with a raw file that no run can read
     * @param pausedRuns processes that were stopped and continued
     * @param housekeeping runs of it beside another run
     * @param requestsLost updates of the catalog that never reached its database
     * @param repliesLost updates that took effect and whose reply was lost
     * @param expiredFiles raw files that were deleted
     */
    public record Injected(int daysBlocked, int runsBehind, int runsAhead, int pausedRuns, int killedRuns,
            int housekeeping, int requestsLost, int repliesLost, int expiredFiles) {}

    /**
     * @param kind of error: the message without days, numbers and names
     * @param first of them, in full
     */
    public record Failure(String job, String kind, int runs, String first) {}

    /** @param kind why it should have failed */
    public record Silent(String job, String kind, int runs, String first) {}

    @JsonIgnore
    public int failedRuns() {
        return failures.stream().mapToInt(Failure::runs).sum();
    }

    @JsonIgnore
    public int silentRuns() {
        return silent.stream().mapToInt(Silent::runs).sum();
    }

    /** Whether each run that could not do its work ended with an error, and the last run succeeded. */
    @JsonIgnore
    public boolean isAllSaid() {
        return silent.isEmpty() && recovered;
    }
}
