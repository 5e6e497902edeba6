package dev.freshet.gateway.sql;

import dev.freshet.core.Freshness;
import io.trino.grammar.sql.SqlBaseLexer;
import io.trino.grammar.sql.SqlBaseParser.CommitContext;
import io.trino.grammar.sql.SqlBaseParser.CreateViewContext;
import io.trino.grammar.sql.SqlBaseParser.RollbackContext;
import io.trino.grammar.sql.SqlBaseParser.StartTransactionContext;
import io.trino.grammar.sql.SqlBaseParser.StatementContext;
import io.trino.grammar.sql.SqlBaseParser.StatementDefaultContext;
import io.trino.grammar.sql.SqlBaseParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * @param references where the statement reads tables, without the names of WITH and without what it writes or defines
 * @param hint the freshness that the statement sets by {@code /*+ freshness(...) *}{@code /}
 * @param explains whether {@code /*+ freshet(explain) *}{@code /} requests the routes instead of an answer
 * @param opensTransaction true after {@code START TRANSACTION}, false after {@code COMMIT} and {@code ROLLBACK}, empty
 *        for all else
 * @param preparation set if the statement is a {@code PREPARE} or {@code DEALLOCATE PREPARE}
 * @param isQuery whether it only reads, so that it can be sent again
 * @param execution set if the statement is an {@code EXECUTE}
 */
public record ParsedSql(String text, List<TableReference> references, Optional<Freshness> hint,
        boolean explains, Optional<Boolean> opensTransaction, Optional<Execution> execution,
        Optional<Preparation> preparation,
        boolean isQuery) {

    private static final int DEEPEST = 300;
    private static final String TOO_DEEP = "it is nested too deeply";

    /**
     * @throws SqlSyntaxException if the text does not match the grammar; Trino may still accept it
     * @throws IllegalArgumentException if a freshness hint is not valid
     */
    public static ParsedSql parse(String text) throws SqlSyntaxException {
        return parse(text, ParseLimit.TOKENS);
    }

    /** @param most the maximum number of tokens */
    static ParsedSql parse(String text, int most) throws SqlSyntaxException {
        try {
            return ParseLimit.within(text, () -> read(text, most));
        } catch (StackOverflowError e) {
            // Parsing and the walk after it recurse as deep as the statement is nested.
            throw new SqlSyntaxException(TOO_DEEP);
        }
    }

    /** The text with some of its references reading other tables; the rest stays unchanged. */
    public String replacing(Map<TableReference, QualifiedName> tables) {
        List<Edit> edits = new ArrayList<>();
        tables.forEach((reference, table) -> edits.addAll(reference.replaceWith(table)));
        return Edit.apply(text, edits);
    }

    /**
     * The tables that a view reads; empty if its text cannot be parsed.
     *
     * @param createView the answer of {@code SHOW CREATE VIEW}
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

    private static Optional<Boolean> opensTransaction(StatementContext statement) {
        if (statement instanceof StartTransactionContext) {
            return Optional.of(true);
        }
        boolean closes = statement instanceof CommitContext || statement instanceof RollbackContext;
        return closes ? Optional.of(false) : Optional.empty();
    }
}
