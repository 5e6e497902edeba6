package dev.freshet.spec;

/**
 * One column of a dataset.
 *
 * @param name lower case; the SQL name
 * @param source where the value is; {@code $.<name>} in the line unless the spec says otherwise
 * @param required whether a line without a valid value goes to quarantine
 * @param strict whether a line with an invalid value goes to quarantine; if neither required nor strict, the value
 *        becomes NULL
 * @param format for dates and timestamps; {@link TimeFormat#ISO8601} for all others
 * @param historyName the column's name in history, which does not change when the dataset's column is renamed
 */
public record Column(String name, DataType type, Source source, boolean required, boolean strict, TimeFormat format,
        String historyName) {
    /** A column that was never renamed and is not strict. */
    public Column(String name, DataType type, Source source, boolean required, TimeFormat format) {
        this(name, type, source, required, false, format, name);
    }

    /** Whether this is the rescue column, which keeps the keys that the spec does not name. */
    public boolean isRescue() {
        return source instanceof Source.Unnamed;
    }
}
