package dev.freshet.transform.protocol;

/** A state that a reader must never see, or that a run must never reach. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    enum Rule {
        /** A query on a view fails. */
        QUERY_FAILS,
        /** A row appears twice. */
        DOUBLED,
        /** A row appears that never landed, or on another day. */
        INVENTED,
        /** Only some rows of a file appear. */
        PARTIAL,
        /** Rows that the contract guarantees are missing. */
        MISSING,
        /** Rows that were visible have disappeared. */
        VANISHED,
        /** Rows are hidden beyond the end of the tail, although a run had the chance to extend it. */
        BEYOND_THE_TAIL,
        /** History shows rows that no reconciliation has found equal to the tail. */
        UNRECONCILED,
        /** The views have different boundaries. */
        GENERATIONS,
        /** Something else than a run has moved the boundary forward after a rollback. */
        UNDONE,
        /** A rollback has moved the end of the tail back. */
        SHORTENED,
        /** After all processes have ended, a run with a correct clock fails or does not reach today. */
        STUCK
    }

    private final Rule rule;

    Violation(Rule rule, String message) {
        super(rule + ": " + message);
        this.rule = rule;
    }

    Rule rule() {
        return rule;
    }
}
