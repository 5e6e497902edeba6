package dev.freshet.core.spec;

/**
 * One column of a dataset.
 *
 * @param name lower case; the SQL name
 * @param path where the value stands in the line; {@code $.<name>} unless the spec says otherwise, {@code $} for the
 *        rescue column
 * @param required a line without a valid value here goes to quarantine
 * @param strict a line with a value here that is not valid goes to quarantine; if neither required nor strict, the
 *        value is NULL
 * @param format for timestamp columns; {@link TimeFormat#ISO8601} for all others
 * @param historyName the column's name in history, which it keeps when the dataset's column is renamed
 */
public record Column(String name, DataType type, JsonPath path, boolean required, boolean strict, TimeFormat format,
        String historyName) {
    /** A column that never had another name and takes what comes. */
    public Column(String name, DataType type, JsonPath path, boolean required, TimeFormat format) {
        this(name, type, path, required, false, format, name);
    }

    /** Whether it keeps what the spec does not name. */
    public boolean isRescue() {
        return path.equals(JsonPath.LINE);
    }
}
