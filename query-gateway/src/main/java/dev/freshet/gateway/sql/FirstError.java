package dev.freshet.gateway.sql;

import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;

/** Keeps the first syntax error; later ones are consequences of it. */
final class FirstError extends BaseErrorListener {
    private String message;

    @Override
    public void syntaxError(Recognizer<?, ?> recognizer, Object symbol, int line, int column, String text,
            RecognitionException e) {
        if (message == null) {
            // ANTLR lists up to hundreds of expected tokens, which are cut off.
            int expecting = text.indexOf(" expecting ");
            message = "line %d:%d: %s".formatted(line, column + 1,
                    expecting < 0 ? text : text.substring(0, expecting));
        }
    }

    void raise() throws SqlSyntaxException {
        if (message != null) {
            throw new SqlSyntaxException(message);
        }
    }
}
