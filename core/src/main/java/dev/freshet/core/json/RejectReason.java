package dev.freshet.core.json;

import dev.freshet.core.spec.Column;

/** Why a line is in quarantine, in the words that both routes use. */
public final class RejectReason {
    public static final String MALFORMED = "malformed JSON";
    public static final String NOT_AN_OBJECT = "not a JSON object";

    /** Characters (code points) of a line that the quarantine keeps. */
    public static final int LINE_CHARACTERS = 10_000;

    private RejectReason() {}

    public static String required(Column column) {
        return "required column " + column.name() + " is missing, null or not a valid " + column.type().spec();
    }
}
