package dev.freshet.gateway.sql;

import io.trino.grammar.sql.SqlBaseLexer;
import io.trino.grammar.sql.SqlBaseParser.StatementContext;
import io.trino.grammar.sql.SqlBaseParser;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** Parses a statement with Trino's grammar, within the limits of {@link ParseLimit}. */
final class SqlParser {
    private static final int DEEPEST = 300;
    private static final String TOO_DEEP = "it is nested too deeply";

    private SqlParser() {}

    /** Takes from the parse tree and the tokens what is kept: both need much memory. */
    interface Reader<T> {
        T read(StatementContext statement, List<Token> tokens);
    }

    /**
     * @param most the maximum number of tokens
     * @throws SqlSyntaxException if the text does not match the grammar or exceeds a limit
     */
    static <T> T parse(String text, int most, Reader<T> reader) throws SqlSyntaxException {
        try {
            return ParseLimit.within(text, () -> {
                CommonTokenStream tokens = tokens(text, most);
                StatementContext statement = statement(new SqlBaseParser(tokens), tokens);
                return reader.read(statement, tokens.getTokens());
            });
        } catch (StackOverflowError e) {
            // Parser and reader recurse as deep as the statement is nested.
            throw new SqlSyntaxException(TOO_DEEP);
        }
    }

    /**
     * @throws SqlSyntaxException if parentheses nest too deep, as parsing takes a second per thousand, or if the tokens
     *         exceed the memory
     */
    private static CommonTokenStream tokens(String text, int most) throws SqlSyntaxException {
        SqlBaseLexer lexer = new SqlBaseLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        List<Token> tokens = new ArrayList<>();
        int depth = 0;
        Token token;
        do {
            token = lexer.nextToken();
            tokens.add(token);
            depth += token.getText().equals("(") ? 1 : token.getText().equals(")") ? -1 : 0;
            if (depth > DEEPEST) {
                throw new SqlSyntaxException(TOO_DEEP);
            }
            if (tokens.size() > most) {
                throw new SqlSyntaxException(ParseLimit.tooMany(most));
            }
        } while (token.getType() != Token.EOF);
        CommonTokenStream stream = new CommonTokenStream(new ListTokenSource(tokens));
        stream.fill();
        return stream;
    }

    /** Like Trino, tries the fast prediction mode first, and the complete one if that fails. */
    private static StatementContext statement(SqlBaseParser parser, CommonTokenStream tokens)
            throws SqlSyntaxException {
        parser.removeErrorListeners();
        try {
            parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
            parser.setErrorHandler(new BailErrorStrategy());
            return parser.singleStatement().statement();
        } catch (ParseCancellationException e) {
            FirstError error = new FirstError();
            tokens.seek(0);
            parser.reset();
            parser.addErrorListener(error);
            parser.getInterpreter().setPredictionMode(PredictionMode.LL);
            parser.setErrorHandler(new DefaultErrorStrategy());
            StatementContext statement = parser.singleStatement().statement();
            error.raise();
            return statement;
        }
    }
}
