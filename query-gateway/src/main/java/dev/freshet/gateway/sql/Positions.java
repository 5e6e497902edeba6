package dev.freshet.gateway.sql;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/**
 * Converts ANTLR's positions, in code points, to those of a Java string, in chars. They differ after the first emoji.
 */
final class Positions {
    private final String text;
    private final boolean same;

    Positions(String text) {
        this.text = text;
        this.same = text.codePointCount(0, text.length()) == text.length();
    }

    int start(Token token) {
        return chars(token.getStartIndex());
    }

    int end(Token token) {
        return chars(token.getStopIndex() + 1);
    }

    int start(ParserRuleContext context) {
        return start(context.getStart());
    }

    int end(ParserRuleContext context) {
        return end(context.getStop());
    }

    String text(ParserRuleContext context) {
        return text.substring(start(context), end(context));
    }

    private int chars(int codePoints) {
        return same ? codePoints : text.offsetByCodePoints(0, codePoints);
    }
}
