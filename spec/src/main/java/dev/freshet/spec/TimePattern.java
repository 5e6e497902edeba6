package dev.freshet.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a date or a time is written, in the letters of Java's {@code DateTimeFormatter}: {@code dd/MMM/yyyy:HH:mm:ss Z}.
 * It has a year, a month and a day, each field once, and no gap from hour to fraction.
 *
 * @param text as in a spec
 * @param parts its fields and the text between them, in order
 */
public record TimePattern(String text, List<Part> parts) {
    public sealed interface Part {}

    /** @param letters one of {@link TimeField#letters} */
    public record Field(TimeField field, String letters) implements Part {
        private boolean isNumber() {
            return switch (field) {
                case WEEKDAY, HALF_DAY, OFFSET -> false;
                case MONTH -> letters.length() < 3;
                case YEAR, DAY, HOUR, HOUR_OF_HALF_DAY, MINUTE, SECOND, FRACTION -> true;
            };
        }
    }

    public record Literal(String text) implements Part {}

    public TimePattern {
        parts = List.copyOf(parts);
    }

    /** @throws RuntimeException that names the letter and the fix, if the pattern is not valid */
    public static TimePattern parse(String text) {
        TimePattern pattern = new TimePattern(text, parts(text));
        pattern.checkFields();
        pattern.checkShortNumbers();
        return pattern;
    }

    /** The field with its letters; empty if the pattern does not have it. */
    public Optional<Field> field(TimeField field) {
        return fields().stream().filter(part -> part.field() == field).findFirst();
    }

    public boolean has(TimeField field) {
        return field(field).isPresent();
    }

    /** Whether it has an hour. */
    public boolean hasTime() {
        return has(TimeField.HOUR) || has(TimeField.HOUR_OF_HALF_DAY);
    }

    /** In the order of the text. */
    public List<Field> fields() {
        return parts.stream().filter(Field.class::isInstance).map(Field.class::cast).toList();
    }

    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int start = at;
            if (c == '\'') {
                at = endOfQuotes(text, at);
                String quoted = text.substring(start + 1, at - 1);
                literal.append(quoted.isEmpty() ? "'" : quoted.replace("''", "'"));
            } else if (isLetter(c)) {
                while (at < text.length() && text.charAt(at) == c) {
                    at++;
                }
                String letters = text.substring(start, at);
                addLiteral(parts, literal);
                parts.add(new Field(TimeField.of(letters).orElseThrow(() -> unknown(text, letters)), letters));
            } else if ("[]{}#".indexOf(c) >= 0) {
                throw invalid(text, c + " is not in quotes", "write '" + c + "'; a pattern has no optional parts");
            } else {
                literal.append(c);
                at++;
            }
        }
        addLiteral(parts, literal);
        return parts;
    }

    private static int endOfQuotes(String text, int open) {
        int at = open + 1;
        while (true) {
            int close = text.indexOf('\'', at);
            if (close < 0) {
                throw invalid(text, "a quote is not closed", "write 'T' for a letter, '' for a quote");
            }
            if (close == open + 1 || !text.startsWith("''", close)) {
                return close + 1;
            }
            at = close + 2;
        }
    }

    private static void addLiteral(List<Part> parts, StringBuilder literal) {
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private void checkFields() {
        for (TimeField field : TimeField.values()) {
            if (fields().stream().filter(part -> part.field() == field).count() > 1) {
                throw invalid(text, field(field).orElseThrow().letters() + " has a second one", "name each part once");
            }
        }
        need(true, TimeField.YEAR);
        need(true, TimeField.MONTH);
        need(true, TimeField.DAY);
        need(has(TimeField.HALF_DAY), TimeField.HOUR_OF_HALF_DAY);
        need(has(TimeField.HOUR_OF_HALF_DAY), TimeField.HALF_DAY);
        if (has(TimeField.HOUR) && has(TimeField.HALF_DAY)) {
            throw invalid(text, "HH does not go with a", "write hh with a, or HH alone");
        }
        need(has(TimeField.FRACTION), TimeField.SECOND);
        need(has(TimeField.SECOND), TimeField.MINUTE);
        need((has(TimeField.MINUTE) || has(TimeField.OFFSET)) && !has(TimeField.HALF_DAY), TimeField.HOUR);
    }

    private void need(boolean needed, TimeField field) {
        if (needed && !has(field)) {
            String letters = field.letters().get(0);
            throw invalid(text, "there is no " + letters, "add " + letters);
        }
    }

    /** With {@code Md}, 112 is both 12 January and 2 November. */
    private void checkShortNumbers() {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Field field && field.letters().matches("[MdHh]")
                    && (i > 0 && isDigit(parts.get(i - 1), true)
                            || i + 1 < parts.size() && isDigit(parts.get(i + 1), false))) {
                throw invalid(text, field.letters() + " has a digit beside it",
                        "write " + field.letters().repeat(2) + ", or something else between them");
            }
        }
    }

    private static boolean isDigit(Part part, boolean last) {
        return switch (part) {
            case Field field -> field.isNumber();
            case Literal literal -> {
                char c = literal.text().charAt(last ? literal.text().length() - 1 : 0);
                yield c >= '0' && c <= '9';
            }
        };
    }

    private static Mistake unknown(String text, String letters) {
        return invalid(text, letters + " is not read", switch (letters.charAt(0)) {
            case 'y', 'u', 'Y' -> "write yyyy";
            case 'M', 'L' -> "write MM or MMM";
            case 'd', 'D' -> "write dd";
            case 'E' -> "write EEE";
            case 'H', 'k' -> "write HH";
            case 'h', 'K' -> "write hh";
            case 'a' -> "write one a";
            case 'm' -> "write mm";
            case 's' -> "write ss";
            case 'S', 'n' -> "write one S for each digit after the seconds, up to nine";
            case 'X', 'x', 'Z' -> "write Z for an offset in any form";
            case 'z', 'V', 'v', 'O' -> "write Z for an offset; a name that is always the same is quoted, such as 'UTC'";
            default -> "write '" + letters + "' if the text has it";
        });
    }

    private static Mistake invalid(String text, String why, String fix) {
        return new Mistake("Invalid format \"" + text + "\": " + why, fix);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
