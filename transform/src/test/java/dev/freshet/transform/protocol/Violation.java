package dev.freshet.transform.protocol;

/** What a reader must never see, or a run must never come to. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    enum Rule {
        /** A query on a view fails. */
        QUERY_FAILS,
        /** A row is there twice. */
        DOUBLED,
        /** A row is there that never landed, or under another day. */
        INVENTED,
        /** Some rows of a file are there and others not. */
        PARTIAL,
        /** Rows are absent that the contract lets a reader count on. */
        MISSING,
        /** Rows were there and are gone. */
        VANISHED,
        /** Rows beyond the end of the tail, though a run has had the chance to extend it. */
        BEYOND_THE_TAIL,
        /** A visible day holds what no reconciliation has seen equal. */
        UNRECONCILED,
        /** The three views have come apart. */
        GENERATIONS,
        /** The tail ends earlier than before. */
        SHORTENED,
        /** After all is quiet, a run by a right clock fails or does not get to today. */
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
