package dev.freshet.transform.connect;

/** Another run has changed the dataset at the same time. It continues; this one has stopped, and no data is lost. */
public class ConcurrentRunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private ConcurrentRunException(String message) {
        super(message);
    }

    /** Housekeeping has ended the run's lease, as the run took longer than the retention. */
    public static ConcurrentRunException leaseEnded(String table) {
        return new ConcurrentRunException(
                "Stopped: housekeeping has ended this run's lease on %s, as it is older than the retention. Nothing has changed; run again"
                        .formatted(table));
    }

    public ConcurrentRunException(String dataset, String what) {
        this("Stopped: another run of %s %s meanwhile. That run continues; run again to see whether anything is left to do"
                .formatted(dataset, what));
    }
}
