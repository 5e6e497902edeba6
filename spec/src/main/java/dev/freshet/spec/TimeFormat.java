package dev.freshet.spec;

/** How a timestamp column's JSON value is written: ISO-8601 text, or a whole number since 1970-01-01T00:00:00Z. */
public enum TimeFormat {
    ISO8601(0),
    EPOCH_SECONDS(1_000_000),
    EPOCH_MILLIS(1_000),
    EPOCH_MICROS(1);

    private final int micros;

    TimeFormat(int micros) {
        this.micros = micros;
    }

    /** Microseconds per unit; 0 for text. */
    public int micros() {
        return micros;
    }

    /** Its name in a spec: {@code epoch_millis}. */
    public String spec() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
