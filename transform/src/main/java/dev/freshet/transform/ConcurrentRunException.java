package dev.freshet.transform;

/** Another run has changed the dataset meanwhile. It goes on; this one has stopped, and nothing is lost. */
public class ConcurrentRunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConcurrentRunException(String dataset, String what) {
        super("Stopped: another run of %s %s meanwhile. It goes on; run again to see whether anything is left to do"
                .formatted(dataset, what));
    }
}
