package dev.freshet.gateway.sql;

import io.trino.grammar.sql.SqlBaseLexer;
import io.trino.grammar.sql.SqlBaseParser.ParameterContext;
import java.util.Collections;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * The question marks of a statement. Trino numbers them by their place in the text.
 *
 * @param starts where they are; empty if some are no parameters
 */
record Placeholders(List<Integer> starts) {
    static Placeholders in(List<Token> tokens) {
        // In a row pattern, a question mark is a quantifier.
        boolean hasPattern = tokens.stream().anyMatch(token -> token.getType() == SqlBaseLexer.PATTERN);
        return new Placeholders(hasPattern ? List.of()
                : tokens.stream().filter(token -> token.getType() == SqlBaseLexer.QUESTION_MARK)
                        .map(Token::getStartIndex).toList());
    }

    /** From 0 on; negative if it is not known. */
    int indexOf(ParameterContext parameter) {
        return Collections.binarySearch(starts, parameter.getStart().getStartIndex());
    }
}
