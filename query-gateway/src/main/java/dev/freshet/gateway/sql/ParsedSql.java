package dev.freshet.gateway.sql;

import dev.freshet.core.Freshness;
import io.trino.grammar.sql.SqlBaseLexer;
import io.trino.grammar.sql.SqlBaseParser.CommitContext;
import io.trino.grammar.sql.SqlBaseParser.CreateViewContext;
import io.trino.grammar.sql.SqlBaseParser.ResetSessionAuthorizationContext;
import io.trino.grammar.sql.SqlBaseParser.RollbackContext;
import io.trino.grammar.sql.SqlBaseParser.SetRoleContext;
import io.trino.grammar.sql.SqlBaseParser.SetSessionAuthorizationContext;
import io.trino.grammar.sql.SqlBaseParser.StartTransactionContext;
import io.trino.grammar.sql.SqlBaseParser.StatementContext;
import io.trino.grammar.sql.SqlBaseParser.StatementDefaultContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.Set;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;

/** A statement as Trino's grammar reads it. */
public final class ParsedSql {
    /** Longest text that is parsed, in {@code char}s: the default of Trino's {@code query.max-length}. */
    public static final int LONGEST = ParseLimit.CHARACTERS;
    /** Why a longer text is not parsed. */
    public static final String TOO_LONG = ParseLimit.TOO_LONG;

    private final String text;
    private final List<TableReference> references;
    private final Optional<Freshness> hint;
    private final boolean explains;
    private final boolean query;
    private final Optional<Boolean> opensTransaction;
    private final boolean changesIdentity;
    private final Optional<ExecuteStatement> execute;
    private final Optional<PrepareStatement> prepare;

    private ParsedSql(String text, StatementContext statement, List<Token> tokens) {
        Positions positions = new Positions(text);
        List<String> comments = tokens.stream().filter(token -> token.getType() == SqlBaseLexer.BRACKETED_COMMENT)
                .map(Token::getText).toList();
        this.text = text;
        this.references = TableReferences.in(statement, positions, Placeholders.in(tokens));
        this.hint = Hint.in(comments);
        this.explains = Hint.explains(comments);
        this.query = statement instanceof StatementDefaultContext;
        this.opensTransaction = opensTransaction(statement);
        this.changesIdentity = statement instanceof SetSessionAuthorizationContext
                || statement instanceof ResetSessionAuthorizationContext || statement instanceof SetRoleContext;
        this.execute = ExecuteStatement.in(statement, positions);
        this.prepare = PrepareStatement.in(statement, positions);
    }

    /**
     * @throws SqlSyntaxException if the text does not match the grammar; Trino may still accept it
     * @throws IllegalArgumentException if a freshness hint is not valid
     */
    public static ParsedSql parse(String text) throws SqlSyntaxException {
        return parse(text, ParseLimit.TOKENS);
    }

    /** @param most the maximum number of tokens */
    static ParsedSql parse(String text, int most) throws SqlSyntaxException {
        return SqlParser.parse(text, most, (statement, tokens) -> new ParsedSql(text, statement, tokens));
    }

    /**
     * The tables that a view reads; empty if its text cannot be parsed.
     *
     * @param createView the answer of {@code SHOW CREATE VIEW}
     */
    public static Optional<Set<QualifiedName>> readByView(String createView) {
        try {
            return SqlParser.parse(createView, ParseLimit.TOKENS, (statement,
                    tokens) -> statement instanceof CreateViewContext view
                            ? Optional.of(TableReferences
                                    .in(view.rootQuery(), new Positions(createView), Placeholders.in(tokens)).stream()
                                    .map(TableReference::name).collect(Collectors.toSet()))
                            : Optional.empty());
        } catch (SqlSyntaxException e) {
            return Optional.empty();
        }
    }

    public String text() {
        return text;
    }

    /** Where the statement reads tables, without the names of WITH and without what it writes or defines. */
    public List<TableReference> references() {
        return references;
    }

    /** The freshness that the statement sets by {@code /*+ freshness(...) *}{@code /}. */
    public Optional<Freshness> hint() {
        return hint;
    }

    /** Whether {@code /*+ freshet(explain) *}{@code /} requests the routes instead of an answer. */
    public boolean explains() {
        return explains;
    }

    /** Whether it only reads, so that it can be sent again. */
    public boolean isQuery() {
        return query;
    }

    /** True after {@code START TRANSACTION}, false after {@code COMMIT} and {@code ROLLBACK}, else empty. */
    public Optional<Boolean> opensTransaction() {
        return opensTransaction;
    }

    /** Whether the session has another user or other roles afterwards. */
    public boolean changesIdentity() {
        return changesIdentity;
    }

    public boolean isExecute() {
        return execute.isPresent();
    }

    /**
     * The SQL that an {@code EXECUTE} executes; empty if it is not known.
     *
     * @param prepared the SQL of a prepared statement by its name, or null
     */
    public Optional<String> executed(UnaryOperator<String> prepared) {
        return execute.flatMap(statement -> statement.executed(prepared));
    }

    /** The values that this {@code EXECUTE} gives to the parameters, in their order. */
    public List<Value> parameters() {
        return execute.map(ExecuteStatement::parameters).orElse(List.of());
    }

    /** This {@code EXECUTE}, changed to execute another text with the same parameters. */
    public String executing(String other) {
        return execute.orElseThrow().executing(other, text);
    }

    /**
     * Changes what is prepared, if this is a {@code PREPARE} or {@code DEALLOCATE PREPARE}.
     *
     * @param prepared the SQL of a prepared statement by its name, or null
     */
    public void updatePrepared(Map<String, String> prepared) {
        prepare.ifPresent(statement -> statement.update(prepared));
    }

    /** The text with some of its references reading other sources; the rest stays unchanged. */
    public String replacing(Map<TableReference, Source> sources) {
        if (sources.isEmpty()) {
            return text;
        }
        List<Edit> edits = new ArrayList<>();
        sources.forEach((reference, source) -> edits.addAll(reference.replaceWith(source)));
        // Two references with the same columns change these in the same way.
        return Edit.apply(text, edits.stream().distinct().toList());
    }

    private static Optional<Boolean> opensTransaction(StatementContext statement) {
        if (statement instanceof StartTransactionContext) {
            return Optional.of(true);
        }
        boolean closes = statement instanceof CommitContext || statement instanceof RollbackContext;
        return closes ? Optional.of(false) : Optional.empty();
    }
}
