package dev.freshet.transform.connect;

/** Another run has changed the dataset at the same time. It continues; this one has stopped, and no data is lost. */
public class ConcurrentRunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private ConcurrentRunException(String message) {
        super(message);
    }

    /**
     * Housekeeping has ended the run's lease, as the run took longer than the retention, or an erasure has ended it.
     */
    public static ConcurrentRunException leaseEnded(String table) {
        return new ConcurrentRunException(
                "Stopped: an erasure has ended this run's lease on %s, or housekeeping, as it is older than the retention. Nothing has changed; run again"
                        .formatted(table));
    }

    /** @param who what is known of the other process */
    public static ConcurrentRunException busy(String dataset, String who) {
        return new ConcurrentRunException(
                "Stopped: another process (%s) works on %s. Run again when it has ended".formatted(who, dataset));
    }

    public ConcurrentRunException(String dataset, String what) {
        this("Stopped: another run of %s %s meanwhile. That run continues; run again to see whether anything is left to do"
                .formatted(dataset, what));
    }
}
