package dev.freshet.spec.json;

import dev.freshet.core.Names;
import dev.freshet.spec.TimeField;
import dev.freshet.spec.TimePattern;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns text of a {@link TimePattern} into ISO-8601 text, in Trino and in Java from the same parts: a regular
 * expression has a group for each field, and the groups are put together in the order of ISO-8601. It does not know the
 * calendar.
 */
final class TimeText {
    private static final List<String> MONTHS = List.of("January", "February", "March", "April", "May", "June", "July",
            "August", "September", "October", "November", "December");
    private static final List<String> WEEKDAYS = List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
            "Saturday", "Sunday");
    /** Three letters each, so that the position gives the month. */
    private static final String MONTH_NAMES = MONTHS.stream().map(name -> lower(name.substring(0, 3)))
            .collect(Collectors.joining());

    /** A part of the ISO-8601 text; {@code m} is the array of groups in Trino. */
    private record Piece(String sql, Function<MatchResult, String> java) {
        private static Piece of(String text) {
            return new Piece("'" + text + "'", groups -> text);
        }
    }

    private final TimePattern pattern;
    private final String form;
    private final Pattern compiled;
    private final List<Piece> pieces;

    TimeText(TimePattern pattern) {
        this.pattern = pattern;
        this.form = pattern.parts().stream().map(TimeText::form).collect(Collectors.joining());
        this.compiled = Pattern.compile("\\A" + form + "\\z");
        this.pieces = pattern.hasTime()
                ? List.of(year(), Piece.of("-"), month(), Piece.of("-"), day(), Piece.of(" "), hour(), Piece.of(":"),
                        field(TimeField.MINUTE, "", "00"), field(TimeField.SECOND, ":", ""),
                        field(TimeField.FRACTION, ".", ""), field(TimeField.OFFSET, "", ""))
                : List.of(year(), Piece.of("-"), month(), Piece.of("-"), day());
    }

    /** The regular expression of the whole text. */
    String form() {
        return form;
    }

    /** The ISO-8601 text in Trino; {@code %s} is text that matches the form, or NULL. */
    String sql() {
        return "regexp_replace(%s, ".concat(Names.literal(compiled.pattern()).replace("%", "%%"))
                .concat(pieces.stream().map(Piece::sql).filter(sql -> !sql.equals("''"))
                        .collect(Collectors.joining(" || ", ", m -> ", ")")));
    }

    /** The ISO-8601 text in Java. */
    String iso(String text) {
        Matcher groups = compiled.matcher(text);
        if (!groups.matches()) {
            throw new IllegalArgumentException("Text does not match the pattern " + pattern.text() + ": " + text);
        }
        StringBuilder iso = new StringBuilder();
        pieces.forEach(piece -> iso.append(piece.java().apply(groups)));
        return iso.toString();
    }

    private static String form(TimePattern.Part part) {
        return switch (part) {
            case TimePattern.Literal literal -> literal.text().replaceAll("[\\\\^$.|?*+()\\[\\]{}]", "\\\\$0");
            case TimePattern.Field field -> "(" + form(field.field(), field.letters().length()) + ")";
        };
    }

    private static String form(TimeField field, int letters) {
        return switch (field) {
            case YEAR -> "[0-9]{" + letters + "}";
            case MONTH -> letters > 2 ? names(MONTHS, letters) : digits(letters);
            case WEEKDAY -> names(WEEKDAYS, letters);
            case DAY, HOUR, MINUTE, SECOND -> digits(letters);
            case HOUR_OF_HALF_DAY -> letters == 1 ? "0?[1-9]|1[0-2]" : "0[1-9]|1[0-2]";
            case HALF_DAY -> "[AaPp][Mm]";
            case FRACTION -> "[0-9]{" + letters + "}";
            case OFFSET -> "Z|" + TypeRule.OFFSET;
        };
    }

    private static String digits(int letters) {
        return letters == 1 ? "[0-9]{1,2}" : "[0-9]{2}";
    }

    /** In any case, by ASCII letters alone: what else equals a letter is up to each regular expression library. */
    private static String names(List<String> names, int letters) {
        return names.stream().map(name -> letters == 3 ? name.substring(0, 3) : name)
                .map(name -> name.chars()
                        .mapToObj(c -> "[%c%c]".formatted(Character.toUpperCase(c), Character.toLowerCase(c)))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("|"));
    }

    private Piece year() {
        return field(TimeField.YEAR, length(TimeField.YEAR) == 2 ? "20" : "", "");
    }

    private Piece month() {
        if (length(TimeField.MONTH) <= 2) {
            return twoDigits(TimeField.MONTH);
        }
        int group = group(TimeField.MONTH);
        return new Piece(
                "lpad(CAST((strpos('%s', lower(substr(m[%d], 1, 3))) + 2) / 3 AS varchar), 2, '0')"
                        .formatted(MONTH_NAMES, group),
                groups -> twoDigits(
                        String.valueOf((MONTH_NAMES.indexOf(lower(groups.group(group).substring(0, 3))) + 3) / 3)));
    }

    private Piece day() {
        return twoDigits(TimeField.DAY);
    }

    private Piece hour() {
        if (pattern.has(TimeField.HOUR)) {
            return twoDigits(TimeField.HOUR);
        }
        int hour = group(TimeField.HOUR_OF_HALF_DAY);
        int half = group(TimeField.HALF_DAY);
        return new Piece(
                "lpad(CAST(mod(CAST(m[%d] AS integer), 12) + IF(lower(m[%d]) = 'pm', 12, 0) AS varchar), 2, '0')"
                        .formatted(hour, half),
                groups -> twoDigits(String.valueOf(
                        Integer.parseInt(groups.group(hour)) % 12
                                + (lower(groups.group(half)).equals("pm") ? 12 : 0))));
    }

    private Piece twoDigits(TimeField field) {
        int group = group(field);
        return length(field) == 2 ? field(field, "", "")
                : new Piece("lpad(m[%d], 2, '0')".formatted(group), groups -> twoDigits(groups.group(group)));
    }

    private static String twoDigits(String digits) {
        return digits.length() == 1 ? "0" + digits : digits;
    }

    /** The group as it is, after a prefix; {@code otherwise} if the pattern does not have it. */
    private Piece field(TimeField field, String prefix, String otherwise) {
        if (!pattern.has(field)) {
            return Piece.of(otherwise);
        }
        int group = group(field);
        return new Piece((prefix.isEmpty() ? "" : "'" + prefix + "' || ") + "m[" + group + "]",
                groups -> prefix + groups.group(group));
    }

    private int length(TimeField field) {
        return pattern.field(field).orElseThrow().letters().length();
    }

    private int group(TimeField field) {
        return 1 + pattern.fields().indexOf(pattern.field(field).orElseThrow());
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
