package dev.freshet.spec.json;

import dev.freshet.core.Cadence;
import dev.freshet.spec.Column;
import dev.freshet.spec.DatasetSpec;
import java.util.regex.Pattern;

/**
 * The rules that a line must meet to become a row, in the order of checking. Next come the columns in the spec's order
 * ({@link #reason(Column)}), then the event time ({@link #lateReason}). A line that fails goes to quarantine with the
 * first reason.
 */
public enum LineRule {
    /**
     * {@code is_json_scalar} reads the whole value like {@code json_parse}, but builds nothing and takes a third of the
     * time. {@code rest} is the text after the field separator, a byte that cannot occur in JSON text.
     */
    WHOLE("malformed JSON", "rest IS NULL AND TRY(is_json_scalar(line)) IS NOT NULL",
            "the line is one whole JSON value (RFC 8259) and nothing after it: no comment, no trailing comma, no single quotes, no `NaN`, no control character, no byte order mark except at the start of the file"),
    /**
     * Beyond 1,000 levels most of Trino's JSON functions fail the query, some by a stack overflow; a number with
     * millions of digits takes them minutes. {@code json_exists} enforces Jackson's default limits and returns false
     * instead. It builds a tree, so it runs only on lines that could exceed the limits: see {@link #mayBeBeyondLimits}.
     */
    LIMITED("beyond the limits of JSON readers",
            """
            CASE
              WHEN length(line) <= 2 * %1$d THEN true
              WHEN length(line) - length(replace(replace(line, '{'), '[')) <= %1$d
                AND NOT (length(line) > %2$d AND regexp_like(line, '%3$s')) THEN true
              ELSE json_exists(line, 'lax $' FALSE ON ERROR)
            END""".formatted(LineRule.BRACKETS, LineRule.DIGITS, LineRule.LONG_NUMBER),
            "if the line has more than 1,000 opening brackets, or more than 10,000 digits in a row: the value is nested at most 1,000 levels deep, and has no number of more than 1,000 characters, no key of more than 50,000 and no string of more than 20,000,000"),
    /** The reason tells an array from other values, because its file can be landed as lines. */
    NO_ARRAY("a JSON array, not an object", "NOT starts_with(ltrim(line), '[')", "the value is not an array"),
    OBJECT("not a JSON object", "starts_with(ltrim(line), '{')", "the value is an object");

    private static final int BRACKETS = 1_000;
    private static final int DIGITS = 10_000;
    /** The lookbehind lets each run of digits be scanned only once. */
    private static final String LONG_NUMBER = "(?<![-+.0-9eE])[-+.0-9eE]{" + (LineRule.DIGITS + 1) + "}";
    private static final Pattern LONG_NUMBER_PATTERN = Pattern.compile(LONG_NUMBER);

    /** The quarantine keeps at most this many characters (code points) of a line. */
    public static final int LINE_CHARACTERS = 10_000;

    /** True for a blank line, which is neither row nor reject. */
    public static final String BLANK_SQL = "rest IS NULL AND regexp_like(line, '\\A[ \\t]*\\z')";

    /** The same for Java. */
    public static final Pattern BLANK = Pattern.compile("\\A[ \\t]*\\z");

    private final String reason;
    private final String sql;
    private final String says;

    LineRule(String reason, String sql, String says) {
        this.reason = reason;
        this.sql = sql;
        this.says = says;
    }

    /** Whether the limits must be checked for this line; if false, it is within them. */
    public static boolean mayBeBeyondLimits(String line) {
        return line.length() > 2 * BRACKETS && (line.chars().filter(c -> c == '{' || c == '[').count() > BRACKETS
                || line.length() > DIGITS && LONG_NUMBER_PATTERN.matcher(line).find());
    }

    /** Reject reason for a line that breaks the rule. */
    public String reason() {
        return reason;
    }

    /** The rule as a Trino predicate on a tail table's {@code line} and {@code rest}; never NULL. */
    public String sql() {
        return sql;
    }

    /** The rule in words, for the docs. */
    public String says() {
        return says;
    }

    /** Reject reason for an event older than {@code allowed_lateness}. */
    public static String lateReason(DatasetSpec spec) {
        return "event time %s is more than %s before the landing %s begins".formatted(spec.eventTime().orElseThrow(),
                spec.allowedLateness().orElseThrow(), spec.landing().cadence() == Cadence.DAILY ? "day" : "hour");
    }

    /** Reject reason for a required or strict column without a valid value. */
    public static String reason(Column column) {
        return column.required()
                ? "required column " + column.name() + " is missing, null or not a valid " + column.type().spec()
                : "column " + column.name() + " is not a valid " + column.type().spec();
    }
}
