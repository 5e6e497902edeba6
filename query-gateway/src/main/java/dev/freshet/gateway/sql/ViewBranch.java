package dev.freshet.gateway.sql;

import io.trino.grammar.sql.SqlBaseBaseVisitor;
import io.trino.grammar.sql.SqlBaseParser.CreateViewContext;
import io.trino.grammar.sql.SqlBaseParser.QuerySpecificationContext;
import io.trino.grammar.sql.SqlBaseParser.QuotedIdentifierContext;
import io.trino.grammar.sql.SqlBaseParser.TypeConstructorContext;
import io.trino.grammar.sql.SqlBaseParser.UnquotedIdentifierContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;

/**
 * One of the queries that a view unites.
 *
 * @param table that it reads, with its catalog and schema
 * @param predicates those of its WHERE clause that concern one column alone, all of which its rows fulfil
 */
public record ViewBranch(QualifiedName table, List<OfColumn> predicates) {
    /** @param text as the view has it */
    public record OfColumn(String column, String text) {}

    /** The predicates on a column, as SQL; empty if there are none. */
    public Optional<String> predicateOn(String column) {
        return predicates.stream().filter(predicate -> predicate.column.equals(column))
                .map(predicate -> "(" + predicate.text + ")").reduce((a, b) -> a + " AND " + b);
    }

    /**
     * All queries that a view unites; none if it reads something else than single tables, or cannot be parsed.
     *
     * @param createView the answer of {@code SHOW CREATE VIEW}
     */
    public static List<ViewBranch> in(String createView) {
        try {
            return SqlParser.parse(createView, ParseLimit.TOKENS,
                    (statement, tokens) -> statement instanceof CreateViewContext view
                            ? new Branches(new Positions(createView)).of(view)
                            : List.of());
        } catch (SqlSyntaxException e) {
            return List.of();
        }
    }

    private static final class Branches extends SqlBaseBaseVisitor<Void> {
        private final Positions positions;
        private final List<ViewBranch> branches = new ArrayList<>();
        private boolean readsOthers;

        Branches(Positions positions) {
            this.positions = positions;
        }

        List<ViewBranch> of(CreateViewContext view) {
            visit(view.rootQuery());
            return readsOthers ? List.of() : branches;
        }

        @Override
        public Void visitQuerySpecification(QuerySpecificationContext query) {
            List<Relation> relations = Relation.of(query);
            Optional<QualifiedName> table = relations.size() == 1
                    ? relations.get(0).table().map(named -> Identifiers.name(named.qualifiedName()))
                    : Optional.empty();
            if (table.filter(name -> name.parts().size() == 3).isEmpty()) {
                readsOthers = true;
            } else {
                branches.add(new ViewBranch(table.get(), predicates(query)));
            }
            return null;
        }

        private List<OfColumn> predicates(QuerySpecificationContext query) {
            List<OfColumn> predicates = new ArrayList<>();
            if (query.where != null) {
                for (ParserRuleContext operand : UpperBounds.conjuncts(query.where)) {
                    Set<String> names = new Names().in(operand);
                    if (names.size() == 1) {
                        predicates.add(new OfColumn(names.iterator().next(), positions.text(operand)));
                    }
                }
            }
            return predicates;
        }
    }

    /** All names in an expression: of columns, and of whatever else has one. */
    private static final class Names extends SqlBaseBaseVisitor<Void> {
        private final Set<String> names = new HashSet<>();

        Set<String> in(ParserRuleContext expression) {
            visit(expression);
            return names;
        }

        /** {@code DATE '2026-11-24'}. */
        @Override
        public Void visitTypeConstructor(TypeConstructorContext literal) {
            return null;
        }

        @Override
        public Void visitQuotedIdentifier(QuotedIdentifierContext name) {
            names.add(Identifiers.value(name));
            return null;
        }

        @Override
        public Void visitUnquotedIdentifier(UnquotedIdentifierContext name) {
            names.add(Identifiers.value(name));
            return null;
        }
    }
}
