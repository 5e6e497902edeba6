package dev.freshet.spec;

/**
 * One column of a dataset.
 *
 * @param name lower case; the SQL name
 * @param path the value's path in the line; {@code $.<name>} unless the spec says otherwise, {@code $} for the rescue
 *        column
 * @param required whether a line without a valid value goes to quarantine
 * @param strict whether a line with an invalid value goes to quarantine; if neither required nor strict, the value
 *        becomes NULL
 * @param format for dates and timestamps; {@link TimeFormat#ISO8601} for all others
 * @param historyName the column's name in history, which does not change when the dataset's column is renamed
 */
public record Column(String name, DataType type, JsonPath path, boolean required, boolean strict, TimeFormat format,
        String historyName) {
    /** A column that was never renamed and is not strict. */
    public Column(String name, DataType type, JsonPath path, boolean required, TimeFormat format) {
        this(name, type, path, required, false, format, name);
    }

    /** Whether this is the rescue column, which keeps the keys that the spec does not name. */
    public boolean isRescue() {
        return path.equals(JsonPath.LINE);
    }
}
