package dev.freshet.gateway.http;

/** A query that reads T-1 because the live view failed. All its pages have a warning. */
final class T1Query implements WatchedQuery {
    private final String warning;
    private final FailedQuery failure;
    private boolean rows;

    /**
     * @param warning how it is read, and why
     * @param failure of the query through the live view
     */
    T1Query(String warning, FailedQuery failure) {
        this.warning = warning;
        this.failure = failure;
    }

    String warning() {
        return warning;
    }

    FailedQuery failure() {
        return failure;
    }

    /** Whether the client has rows. */
    boolean hasRows() {
        return rows;
    }

    void rows() {
        rows = true;
    }

    @Override
    public long bytes() {
        return 2L * (warning.length() + failure.message().length()) + 1_000;
    }
}
