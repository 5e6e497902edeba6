package dev.freshet.core.json;

import dev.freshet.core.Cadence;
import dev.freshet.core.spec.Column;
import dev.freshet.core.spec.DatasetSpec;
import java.util.regex.Pattern;

/**
 * What a line must be to hold a row, in the order in which it is asked. A line that breaks a rule goes to quarantine
 * with the reason of the first one; after these come the columns, in the spec's order ({@link #reason(Column)}), and
 * last the event time ({@link #lateReason}).
 */
public enum LineRule {
    /**
     * {@code is_json_scalar} reads through the whole value, as {@code json_parse} does, but builds nothing: it takes a
     * third of the time. {@code rest} is what Trino finds behind a separator that no JSON text can hold.
     */
    WHOLE("malformed JSON", "rest IS NULL AND TRY(is_json_scalar(line)) IS NOT NULL",
            "one whole JSON value (RFC 8259) and nothing after it: no comment, no trailing comma, no single quotes, no `NaN`, no control character, no byte order mark but at the file's start"),
    /**
     * Most of Trino's JSON functions fail the query beyond 1,000 levels, some by a stack overflow, and take minutes for
     * a number of millions of digits. {@code json_exists} has limits, those that Jackson has by default, and says so
     * instead. It builds a tree, so only a line is asked that could be beyond them: see {@link #mayBeBeyondLimits}.
     */
    LIMITED("beyond the limits of JSON readers",
            """
            CASE
              WHEN length(line) <= 2 * %1$d THEN true
              WHEN length(line) - length(replace(replace(line, '{'), '[')) <= %1$d
                AND NOT (length(line) > %2$d AND regexp_like(line, '%3$s')) THEN true
              ELSE json_exists(line, 'lax $' FALSE ON ERROR)
            END""".formatted(LineRule.BRACKETS, LineRule.DIGITS, LineRule.LONG_NUMBER),
            "if it has more than 1,000 opening brackets, or more than 10,000 digits in a row: that value is nested at most 1,000 levels deep, and has no number of more than 1,000 characters, no key of more than 50,000 and no string of more than 20,000,000"),
    OBJECT("not a JSON object", "starts_with(ltrim(line), '{')", "that value is an object");

    private static final int BRACKETS = 1_000;
    private static final int DIGITS = 10_000;
    /** Each run of digits is looked at once, however long. */
    private static final String LONG_NUMBER = "(?<![-+.0-9eE])[-+.0-9eE]{" + (LineRule.DIGITS + 1) + "}";
    private static final Pattern LONG_NUMBER_PATTERN = Pattern.compile(LONG_NUMBER);

    /** Characters (code points) of a line that the quarantine keeps. */
    public static final int LINE_CHARACTERS = 10_000;

    /** A line of which this is true is neither row nor reject. */
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

    /** Whether a line must be asked for its limits: one that is not, is within them. */
    public static boolean mayBeBeyondLimits(String line) {
        return line.length() > 2 * BRACKETS && (line.chars().filter(c -> c == '{' || c == '[').count() > BRACKETS
                || line.length() > DIGITS && LONG_NUMBER_PATTERN.matcher(line).find());
    }

    /** Why a line that breaks the rule is in quarantine. */
    public String reason() {
        return reason;
    }

    /** True, in Trino, of a tail table's {@code line} and {@code rest} if the line keeps the rule; never NULL. */
    public String sql() {
        return sql;
    }

    /** The rule in words, for people. */
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
