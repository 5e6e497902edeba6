package dev.freshet.gateway.sql;

import io.trino.grammar.sql.SqlBaseBaseVisitor;
import io.trino.grammar.sql.SqlBaseParser.AliasedRelationContext;
import io.trino.grammar.sql.SqlBaseParser.CopartitionTablesContext;
import io.trino.grammar.sql.SqlBaseParser.DereferenceContext;
import io.trino.grammar.sql.SqlBaseParser.GroupingOperationContext;
import io.trino.grammar.sql.SqlBaseParser.IdentifierContext;
import io.trino.grammar.sql.SqlBaseParser.NamedQueryContext;
import io.trino.grammar.sql.SqlBaseParser.QualifiedNameContext;
import io.trino.grammar.sql.SqlBaseParser.QueryContext;
import io.trino.grammar.sql.SqlBaseParser.QuerySpecificationContext;
import io.trino.grammar.sql.SqlBaseParser.SelectAllContext;
import io.trino.grammar.sql.SqlBaseParser.ShowStatsContext;
import io.trino.grammar.sql.SqlBaseParser.StatementContext;
import io.trino.grammar.sql.SqlBaseParser.TableArgumentTableContext;
import io.trino.grammar.sql.SqlBaseParser.TableContext;
import io.trino.grammar.sql.SqlBaseParser.TableNameContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;

/** Walks a parse tree and collects where tables are read. Tracks where WITH names hide tables. */
final class TableReferences extends SqlBaseBaseVisitor<Void> {
    private final Positions positions;
    private final List<TableReference> found = new ArrayList<>();
    private final Set<QualifiedName> columnPaths = new HashSet<>();
    private final Map<TableNameContext, List<UpperBound>> bounds = new IdentityHashMap<>();
    /** The WITH names in scope at the current node. */
    private Set<String> hiding = Set.of();

    private TableReferences(Positions positions) {
        this.positions = positions;
    }

    static List<TableReference> in(StatementContext statement, Positions positions) {
        if (!StatementKinds.readsData(statement)) {
            return List.of();
        }
        return in((ParserRuleContext) statement, positions);
    }

    /** The references in a query that is part of a statement. */
    static List<TableReference> in(ParserRuleContext query, Positions positions) {
        TableReferences walk = new TableReferences(positions);
        walk.visit(query);
        return walk.found.stream().map(walk::pinnedIfColumnsNameItsSchema).toList();
    }

    @Override
    public Void visitQuery(QueryContext query) {
        Set<String> outside = hiding;
        if (query.with() != null) {
            boolean recursive = query.with().RECURSIVE() != null;
            for (NamedQueryContext named : query.with().namedQuery()) {
                Set<String> withThis = new HashSet<>(hiding);
                withThis.add(Identifiers.value(named.name).toLowerCase(Locale.ENGLISH));
                // A query sees the names before it, and its own only in WITH RECURSIVE.
                hiding = recursive ? withThis : hiding;
                visit(named.query());
                hiding = withThis;
            }
        }
        visit(query.queryNoWith());
        hiding = outside;
        return null;
    }

    @Override
    public Void visitQuerySpecification(QuerySpecificationContext query) {
        if (query.where != null) {
            List<Relation> relations = Relation.of(query);
            UpperBounds.in(query.where).forEach(of -> Relation.of(of.path(), relations)
                    .ifPresent(table -> bounds.computeIfAbsent(table, t -> new ArrayList<>()).add(of.bound())));
        }
        return visitChildren(query);
    }

    @Override
    public Void visitTableName(TableNameContext table) {
        QualifiedNameContext name = table.qualifiedName();
        IdentifierContext alias = ((AliasedRelationContext) table.getParent()).identifier();
        Optional<String> pinned = table.queryPeriod() == null ? Optional.empty()
                : Optional.of("the reference names a version");
        addInFrom(name, alias, positions.end(name), pinned, bounds.getOrDefault(table, List.of()));
        return visitChildren(table);
    }

    @Override
    public Void visitTableArgumentTable(TableArgumentTableContext table) {
        // TABLE(backups): the alias goes after the parenthesis.
        int close = table.children.stream().filter(child -> child.getText().equals(")")).findFirst()
                .map(child -> positions.end(((org.antlr.v4.runtime.tree.TerminalNode) child).getSymbol()))
                .orElseThrow();
        addInFrom(table.qualifiedName(), table.identifier(), close, Optional.empty(), List.of());
        return null;
    }

    @Override
    public Void visitTable(TableContext table) {
        QualifiedNameContext name = table.qualifiedName();
        add(name, Optional.empty(), List.of(),
                new TableReference.TableQuery(positions.start(table.TABLE().getSymbol()),
                        positions.end(table.TABLE().getSymbol()), positions.start(name), positions.end(name),
                        lastPart(name)));
        return null;
    }

    @Override
    public Void visitShowStats(ShowStatsContext stats) {
        QualifiedNameContext name = stats.qualifiedName();
        add(name, Optional.empty(), List.of(),
                new TableReference.Named(positions.start(name), positions.end(name)));
        return null;
    }

    @Override
    public Void visitDereference(DereferenceContext dereference) {
        Identifiers.path(dereference).ifPresent(columnPaths::add);
        return visitChildren(dereference);
    }

    @Override
    public Void visitSelectAll(SelectAllContext all) {
        if (all.primaryExpression() != null) {
            Identifiers.path(all.primaryExpression()).ifPresent(columnPaths::add);
        }
        return visitChildren(all);
    }

    @Override
    public Void visitGroupingOperation(GroupingOperationContext grouping) {
        addPaths(grouping.qualifiedName());
        return null;
    }

    @Override
    public Void visitCopartitionTables(CopartitionTablesContext tables) {
        addPaths(tables.qualifiedName());
        return null;
    }

    private void addPaths(Collection<QualifiedNameContext> names) {
        names.forEach(name -> columnPaths.add(Identifiers.name(name)));
    }

    private void addInFrom(QualifiedNameContext name, IdentifierContext alias, int aliasAt, Optional<String> pinned,
            List<UpperBound> bounds) {
        Optional<String> keep = alias == null ? Optional.of(lastPart(name)) : Optional.empty();
        add(name, pinned, bounds, new TableReference.InFrom(positions.start(name), positions.end(name), keep, aliasAt));
    }

    private void add(QualifiedNameContext context, Optional<String> pinned, List<UpperBound> bounds,
            TableReference.Form form) {
        QualifiedName name = Identifiers.name(context);
        if (!(name.isUnqualified() && hiding.contains(name.last()))) {
            found.add(new TableReference(name, pinned, bounds, form));
        }
    }

    private String lastPart(QualifiedNameContext name) {
        return positions.text(name.identifier(name.identifier().size() - 1));
    }

    /**
     * Pins a table that a path such as {@code schema.table.column} names: the path is valid only without an alias, and
     * a rewritten reference needs one. A path to a field of a row can have the same form and also pins the table.
     */
    private TableReference pinnedIfColumnsNameItsSchema(TableReference reference) {
        boolean aliased = reference.form() instanceof TableReference.InFrom from && from.alias().isEmpty();
        return aliased || columnPaths.stream().noneMatch(path -> path.beginsWithQualified(reference.name()))
                ? reference
                : new TableReference(reference.name(),
                        Optional.of("a column is qualified by the schema, as in " + reference.name() + ".column"),
                        reference.bounds(), reference.form());
    }
}
