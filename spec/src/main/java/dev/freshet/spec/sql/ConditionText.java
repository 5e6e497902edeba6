package dev.freshet.spec.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a {@link Condition}. */
final class ConditionText {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:'(?<text>(?:[^']|'')*)'|(?<number>-?[0-9]+)\\b|\"(?<quoted>(?:[^\"]|\"\")+)\"|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<sign>[=(),]))\\s*");

    private final Matcher token;
    private final int length;
    private int next;

    private ConditionText(String text) {
        this.token = TOKEN.matcher(text);
        this.length = text.length();
    }

    /** @param quoted whether it is a text, else a whole number */
    record Literal(String text, boolean quoted) {}

    record Comparison(String column, List<Literal> literals) {
        Comparison {
            literals = List.copyOf(literals);
        }
    }

    /** @throws IllegalArgumentException if it is not made of comparisons with literals, joined by AND */
    static List<Comparison> parse(String text) {
        ConditionText rest = new ConditionText(text);
        List<Comparison> comparisons = new ArrayList<>();
        do {
            comparisons.add(rest.comparison());
        } while (rest.isWord("and"));
        if (rest.next < rest.length) {
            throw rest.invalid();
        }
        return comparisons;
    }

    private Comparison comparison() {
        advance();
        String column = token.group("quoted") == null ? require("word").toLowerCase(Locale.ROOT)
                : token.group("quoted").replace("\"\"", "\"");
        if (isSign("=")) {
            return new Comparison(column, List.of(literal()));
        }
        if (!isWord("in") || !isSign("(")) {
            throw invalid();
        }
        List<Literal> literals = new ArrayList<>();
        do {
            literals.add(literal());
        } while (isSign(","));
        if (!isSign(")")) {
            throw invalid();
        }
        return new Comparison(column, literals);
    }

    private Literal literal() {
        advance();
        return token.group("text") == null ? new Literal(require("number"), false)
                : new Literal(token.group("text").replace("''", "'"), true);
    }

    private void advance() {
        if (!has()) {
            throw invalid();
        }
        next = token.end();
    }

    private String require(String kind) {
        if (token.group(kind) == null) {
            throw invalid();
        }
        return token.group(kind);
    }

    /** Takes the word if it is next. */
    private boolean isWord(String word) {
        return take(has() && word.equalsIgnoreCase(token.group("word")));
    }

    private boolean isSign(String sign) {
        return take(has() && sign.equals(token.group("sign")));
    }

    private boolean take(boolean is) {
        next = is ? token.end() : next;
        return is;
    }

    private boolean has() {
        return token.region(next, length).lookingAt();
    }

    /** Does not repeat the text, which may name a person. */
    private IllegalArgumentException invalid() {
        return new IllegalArgumentException(
                "Invalid condition: character %d is not understood (write column = literal or column IN (literals), joined by AND)"
                        .formatted(next + 1));
    }
}
