package dev.freshet.transform.connect;

/** The innermost cause of an exception. Its message is the one of the disk, the network or the catalog's database. */
public final class RootCause {
    private RootCause() {}

    public static Throwable of(Throwable e) {
        return e.getCause() == null ? e : of(e.getCause());
    }
}
