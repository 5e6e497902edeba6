package dev.freshet.transform.protocol;

/** A reply that gets lost: what a process is told is not what has happened. */
enum Loss {
    /** The catalog's next update never arrives; the next connection works. */
    BEFORE(false, false, true),
    /** The catalog's next update takes effect; the next connection works. */
    AFTER(false, true, true),
    /** The catalog's next update never arrives, and neither does the next connection. */
    BEFORE_AND_DOWN(false, false, false),
    /** The catalog's next update takes effect, and the next connection fails. */
    AFTER_AND_DOWN(false, true, false),
    /** The next statement never reaches Trino. */
    TRINO_BEFORE(true, false, true),
    /** The next statement is executed by Trino. */
    TRINO_AFTER(true, true, true);

    private final boolean trino;
    private final boolean effective;
    private final boolean reconnects;

    Loss(boolean trino, boolean effective, boolean reconnects) {
        this.trino = trino;
        this.effective = effective;
        this.reconnects = reconnects;
    }

    /** Whether it is Trino's reply, and not the catalog's. */
    boolean isTrino() {
        return trino;
    }

    boolean isEffective() {
        return effective;
    }

    /** Whether the connection that the process opens after that works. */
    boolean reconnects() {
        return reconnects;
    }
}
