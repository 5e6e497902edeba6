package dev.freshet.gateway.sql;

import io.trino.grammar.sql.SqlBaseParser.StringContext;
import io.trino.grammar.sql.SqlBaseParser.UnicodeStringLiteralContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** String literals in the parse tree. */
final class StringLiterals {
    private static final Pattern UNICODE_ESCAPE = Pattern.compile("[!-~&&[^0-9A-Fa-f+'\"]]");

    private StringLiterals() {}

    /** The value of {@code '...'} or {@code U&'...'}; empty if Trino rejects its escapes. */
    static Optional<String> value(StringContext literal, Positions positions) {
        if (literal instanceof UnicodeStringLiteralContext unicode) {
            String escape = unicode.UESCAPE() == null ? "\\" : unquoted(unicode.STRING().getText());
            return UNICODE_ESCAPE.matcher(escape).matches()
                    ? decoded(unquoted(unicode.UNICODE_STRING().getText().substring("U&".length())), escape)
                    : Optional.empty();
        }
        return Optional.of(unquoted(positions.text(literal)));
    }

    private static String unquoted(String quoted) {
        return quoted.substring(1, quoted.length() - 1).replace("''", "'");
    }

    /** Trino knows {@code \1234}, {@code \+123456} and {@code \\}. */
    private static Optional<String> decoded(String text, String escape) {
        String quoted = Pattern.quote(escape);
        Matcher escaped = Pattern.compile("%1$s(?:(%1$s)|([0-9A-Fa-f]{4})|\\+([0-9A-Fa-f]{6})|)".formatted(quoted))
                .matcher(text);
        StringBuilder value = new StringBuilder();
        while (escaped.find()) {
            String digits = escaped.group(2) == null ? escaped.group(3) : escaped.group(2);
            int codePoint = digits == null ? -1 : Integer.parseInt(digits, 16);
            boolean isValid = escaped.group(1) != null || Character.isValidCodePoint(codePoint)
                    && !(Character.isBmpCodePoint(codePoint) && Character.isSurrogate((char) codePoint));
            if (!isValid) {
                return Optional.empty();
            }
            escaped.appendReplacement(value, Matcher.quoteReplacement(
                    escaped.group(1) != null ? escape : Character.toString(codePoint)));
        }
        return Optional.of(escaped.appendTail(value).toString());
    }
}
