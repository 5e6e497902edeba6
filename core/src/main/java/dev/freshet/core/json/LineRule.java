package dev.freshet.core.json;

import dev.freshet.core.spec.Column;
import java.util.regex.Pattern;

/**
 * What a line must be to hold a row, in the order in which it is asked. A line that breaks a rule goes to quarantine
 * with the reason of the first one; after these come the columns, in the spec's order ({@link #reason(Column)}).
 */
public enum LineRule {
    /**
     * {@code is_json_scalar} reads through the whole value, as {@code json_parse} does, but builds nothing: it takes a
     * third of the time. {@code rest} is what Trino finds behind a separator that no JSON text can hold.
     */
    WHOLE("malformed JSON", "rest IS NULL AND TRY(is_json_scalar(line)) IS NOT NULL",
            "one whole JSON value (RFC 8259) and nothing after it: no comment, no trailing comma, no single quotes, no `NaN`, no control character, no byte order mark but at the file's start"),
    /**
     * Trino's JSON functions fail the query beyond 1,000 levels, some of them by a stack overflow. A short line, and
     * one with few brackets, cannot be too deep; only of others is the depth counted.
     */
    SHALLOW("nested more than " + LineRule.LEVELS + " levels deep",
            """
            CASE
              WHEN length(line) <= 2 * %1$d THEN true
              WHEN length(line) - length(replace(replace(line, '{'), '[')) <= %1$d THEN true
              ELSE %2$s
            END""".formatted(LineRule.LEVELS, isShallow()),
            "that value is nested at most " + LineRule.LEVELS + " levels deep"),
    /** Of a number that is too long, the time to read it grows with the square of its length, in Trino as in Java. */
    SHORT_NUMBERS("a number of more than " + LineRule.DIGITS + " characters",
            """
            CASE
              WHEN length(line) <= %1$d THEN true
              WHEN NOT regexp_like(line, '[-+.0-9eE]{%2$d}') THEN true
              ELSE NOT regexp_like(regexp_replace(line, '"(?:[^"\\\\]++|\\\\.)*+"', '""'), '[-+.0-9eE]{%2$d}')
            END""".formatted(LineRule.DIGITS, LineRule.DIGITS + 1),
            "no number in it is longer than " + LineRule.DIGITS + " characters"),
    OBJECT("not a JSON object", "starts_with(ltrim(line), '{')", "that value is an object");

    /** How deep a line may be nested. The object itself is the first level. */
    public static final int LEVELS = 500;

    /** How many characters a number may have. */
    public static final int DIGITS = 10_000;

    /** Characters (code points) of a line that the quarantine keeps. */
    public static final int LINE_CHARACTERS = 10_000;

    /** A line of which this is true is neither row nor reject. */
    public static final String BLANK_SQL = "rest IS NULL AND regexp_like(line, '\\A[ \\t]*\\z')";

    /** The same for Java. */
    public static final Pattern BLANK = Pattern.compile("\\A[ \\t]*\\z");

    /** Levels that are taken off before the rest is counted bracket by bracket: as many as most lines have. */
    private static final int LEVELS_AT_ONCE = 16;

    private final String reason;
    private final String sql;
    private final String says;

    LineRule(String reason, String sql, String says) {
        this.reason = reason;
        this.sql = sql;
        this.says = says;
    }

    /**
     * Of the brackets alone, all of one kind, each {@code replace} takes the innermost level off. What is left of a
     * line that is wide and not deep is nothing, however many millions of brackets it had.
     */
    private static String isShallow() {
        String brackets = "translate(regexp_replace(line, '\"(?:[^\"\\\\]++|\\\\.)*+\"|[^\"\\[\\]{}]++'), '{}', '[]')";
        for (int i = 0; i < LEVELS_AT_ONCE; i++) {
            brackets = "replace(" + brackets + ", '[]')";
        }
        return "reduce(regexp_extract_all(%s, '.'), ROW(0, 0), (s, c) -> IF(c = '[', ROW(s[1] + 1, greatest(s[1] + 1, s[2])), ROW(s[1] - 1, s[2])), s -> s[2] <= %d)"
                .formatted(brackets, LEVELS - LEVELS_AT_ONCE);
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

    /** Why a line is in quarantine that has no valid value for a column which asks for one. */
    public static String reason(Column column) {
        return column.required()
                ? "required column " + column.name() + " is missing, null or not a valid " + column.type().spec()
                : "column " + column.name() + " is not a valid " + column.type().spec();
    }
}
