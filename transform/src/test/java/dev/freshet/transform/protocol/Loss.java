package dev.freshet.transform.protocol;

/** A lost reply: the process gets a failure, although the update may have taken effect. */
enum Loss {
    /** The catalog's next update never arrives. The next connection works. */
    BEFORE(false, false, true),
    /** The catalog's next update takes effect. The next connection works. */
    AFTER(false, true, true),
    /** The catalog's next update never arrives, and the next connection fails. */
    BEFORE_AND_DOWN(false, false, false),
    /** The catalog's next update takes effect, and the next connection fails. */
    AFTER_AND_DOWN(false, true, false),
    /** The next statement never reaches Trino. */
    TRINO_BEFORE(true, false, true),
    /** Trino executes the next statement. */
    TRINO_AFTER(true, true, true);

    private final boolean trino;
    private final boolean effective;
    private final boolean reconnects;

    Loss(boolean trino, boolean effective, boolean reconnects) {
        this.trino = trino;
        this.effective = effective;
        this.reconnects = reconnects;
    }

    /** Whether Trino's reply is lost, not the catalog's. */
    boolean isTrino() {
        return trino;
    }

    boolean isEffective() {
        return effective;
    }

    /** Whether the next connection works. */
    boolean reconnects() {
        return reconnects;
    }
}
