package dev.freshet.core.json;

import dev.freshet.core.spec.DataType.Decimal;
import dev.freshet.core.spec.DataType;
import dev.freshet.core.spec.TimeFormat;

/**
 * The text that a JSON scalar must be to become a value of a type; any other text is no value. A string counts by its
 * characters, a number and a boolean by the characters of their token, so {@code 12} and {@code "12"} are the same
 * bigint. Objects and arrays have no text.
 * <p>
 * The patterns are anchored with {@code \A} and {@code \z} and use only what Trino's and Java's regular expressions
 * agree on.
 */
public final class TextForm {
    private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private static final String DATE_TIME = DATE + "[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?";
    private static final String OFFSET = "(?:Z| ?[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))";
    private static final String NUMBER = "-?[0-9]+(?:\\.[0-9]+)?";

    private TextForm() {}

    /** The pattern for a scalar type, anchored; {@code null} where any text will do. */
    public static String pattern(DataType type, TimeFormat format) {
        String body = type instanceof Decimal ? NUMBER + "(?:[eE][-+]?[0-9]{1,2})?" : switch ((DataType.Scalar) type) {
            case BOOLEAN -> "(?:true|false)";
            case INTEGER, BIGINT -> "-?[0-9]{1,19}";
            case REAL, DOUBLE -> NUMBER + "(?:[eE][-+]?[0-9]{1,5})?";
            case DATE -> DATE;
            case TIMESTAMP -> format == TimeFormat.ISO8601 ? DATE_TIME : "-?[0-9]{1,19}";
            case TIMESTAMP_TZ -> format == TimeFormat.ISO8601 ? DATE_TIME + OFFSET : "-?[0-9]{1,19}";
            case UUID -> "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
            case VARBINARY, VARCHAR, JSON -> null;
        };
        return body == null ? null : "\\A" + body + "\\z";
    }
}
