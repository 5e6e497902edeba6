package dev.freshet.cli.telemetry;

/** The ways in which the generator breaks a line. */
public enum BrokenLine {
    TRUNCATED("malformed JSON"),
    PLAIN_TEXT("malformed JSON"),
    ARRAY("a JSON array, not an object"),
    ID_MISSING("required column id is missing, null or not a valid uuid"),
    TIME_IS_NO_TIME("required column event_time is missing, null or not a valid timestamp(6) with time zone");

    private final String reason;

    BrokenLine(String reason) {
        this.reason = reason;
    }

    /**
     * The reason expected in quarantine. It is spelled out here, so that the check is independent of the batch's code.
     */
    public String reason() {
        return reason;
    }
}
