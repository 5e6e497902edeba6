package dev.freshet.gateway.sql;

import dev.freshet.core.Freshness;
import io.trino.grammar.sql.SqlBaseLexer;
import io.trino.grammar.sql.SqlBaseParser;
import io.trino.grammar.sql.SqlBaseParser.CommitContext;
import io.trino.grammar.sql.SqlBaseParser.CreateViewContext;
import io.trino.grammar.sql.SqlBaseParser.RollbackContext;
import io.trino.grammar.sql.SqlBaseParser.StartTransactionContext;
import io.trino.grammar.sql.SqlBaseParser.StatementContext;
import io.trino.grammar.sql.SqlBaseParser.StatementDefaultContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/**
 * A statement as Trino's grammar reads it.
 *
 * @param references where the statement reads tables; names of WITH, and what a statement writes or defines, are left
 *        out
 * @param hint what the statement asks for by {@code /*+ freshness(...) *}{@code /}
 * @param explains whether the statement asks by {@code /*+ freshet(explain) *}{@code /} for its routes instead of an
 *        answer
 * @param opensTransaction true after {@code START TRANSACTION}, false after {@code COMMIT} and {@code ROLLBACK}, empty
 *        for all else
 * @param preparation what the statement is if it is a {@code PREPARE} or its opposite
 * @param isQuery whether it only reads, so that it can as well be sent once more
 * @param execution what the statement is if it is an {@code EXECUTE}
 */
public record ParsedSql(String text, List<TableReference> references, Optional<Freshness> hint,
        boolean explains, Optional<Boolean> opensTransaction, Optional<Execution> execution,
        Optional<Preparation> preparation,
        boolean isQuery) {

    private static final int DEEPEST = 300;
    private static final String TOO_DEEP = "it is nested too deeply";

    /**
     * @throws SqlSyntaxException if the grammar does not know the text; Trino has the last word on that
     * @throws IllegalArgumentException if a freshness hint is not valid
     */
    public static ParsedSql parse(String text) throws SqlSyntaxException {
        return parse(text, ParseLimit.TOKENS);
    }

    /** @param most how many tokens it may have */
    static ParsedSql parse(String text, int most) throws SqlSyntaxException {
        try {
            return ParseLimit.within(text, () -> read(text, most));
        } catch (StackOverflowError e) {
            // Parsing goes deep, and so does the walk after it, as deep as the statement is nested.
            throw new SqlSyntaxException(TOO_DEEP);
        }
    }

    /**
     * The tables that a view reads.
     *
     * @param createView as {@code SHOW CREATE VIEW} answers; empty if it cannot be understood
     */
    public static Set<QualifiedName> readByView(String createView) {
        try {
            return ParseLimit.within(createView, () -> read(createView));
        } catch (SqlSyntaxException | StackOverflowError e) {
            return Set.of();
        }
    }

    private static Set<QualifiedName> read(String createView) throws SqlSyntaxException {
        CommonTokenStream tokens = tokens(createView, ParseLimit.TOKENS);
        return statement(new SqlBaseParser(tokens), tokens) instanceof CreateViewContext view
                ? TableReferences.in(view.rootQuery(), new Positions(createView)).stream().map(TableReference::name)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    /**
     * @throws SqlSyntaxException where parsing would take as many seconds as there are thousands of parentheses, or
     *         more memory than there is
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

    private static ParsedSql read(String text, int most) throws SqlSyntaxException {
        CommonTokenStream tokens = tokens(text, most);
        StatementContext statement = statement(new SqlBaseParser(tokens), tokens);
        List<String> comments = tokens.getTokens().stream()
                .filter(token -> token.getType() == SqlBaseLexer.BRACKETED_COMMENT).map(Token::getText).toList();
        Positions positions = new Positions(text);
        return new ParsedSql(text, TableReferences.in(statement, positions), Hint.in(comments),
                Hint.explains(comments), opensTransaction(statement), Execution.in(statement, positions),
                Preparation.in(statement, positions),
                statement instanceof StatementDefaultContext);
    }

    /** As Trino does it: the fast prediction mode first, the complete one when that fails. */
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

    private static Optional<Boolean> opensTransaction(StatementContext statement) {
        if (statement instanceof StartTransactionContext) {
            return Optional.of(true);
        }
        boolean closes = statement instanceof CommitContext || statement instanceof RollbackContext;
        return closes ? Optional.of(false) : Optional.empty();
    }
}
