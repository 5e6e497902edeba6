package dev.freshet.benchmarks;

/** The benchmark has no result: contenders disagree, or the lakehouse fails. */
public final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BenchException(String message) {
        super(message);
    }

    public BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
