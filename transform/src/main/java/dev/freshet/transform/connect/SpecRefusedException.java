package dev.freshet.transform.connect;

/** A valid spec that does not fit the lakehouse it is used on. Nothing has changed. */
public final class SpecRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String key;
    private final String value;
    private final String reason;
    private final String fix;

    /**
     * @param key the spec's key, such as {@code landing.root}
     * @param value what the spec says there
     * @param fix what to write instead
     */
    public SpecRefusedException(String key, String value, String reason, String fix) {
        super("%s: %s (%s)".formatted(key, reason, fix));
        this.key = key;
        this.value = value;
        this.reason = reason;
        this.fix = fix;
    }

    public String key() {
        return key;
    }

    public String value() {
        return value;
    }

    public String reason() {
        return reason;
    }

    public String fix() {
        return fix;
    }
}
