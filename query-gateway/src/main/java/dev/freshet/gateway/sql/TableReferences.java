package dev.freshet.gateway.sql;

import dev.freshet.core.Names;
import dev.freshet.gateway.sql.UpperBounds.OfWhere;
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
import io.trino.grammar.sql.SqlBaseParser.QuotedIdentifierContext;
import io.trino.grammar.sql.SqlBaseParser.SelectAllContext;
import io.trino.grammar.sql.SqlBaseParser.ShowStatsContext;
import io.trino.grammar.sql.SqlBaseParser.StatementContext;
import io.trino.grammar.sql.SqlBaseParser.TableArgumentTableContext;
import io.trino.grammar.sql.SqlBaseParser.TableContext;
import io.trino.grammar.sql.SqlBaseParser.TableNameContext;
import io.trino.grammar.sql.SqlBaseParser.UnquotedIdentifierContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;

/** Walks a parse tree and collects where tables are read. Tracks where WITH names hide tables. */
final class TableReferences extends SqlBaseBaseVisitor<Void> {
    private final Positions positions;
    private final List<Found> found = new ArrayList<>();
    private final List<ColumnPath> columnPaths = new ArrayList<>();
    /** All names that are no part of a path: of tables, without their schemas, of aliases, of columns. */
    private final Set<String> names = new HashSet<>();
    private final Placeholders placeholders;
    private final Map<TableNameContext, OfWhere> bounds = new IdentityHashMap<>();
    /** The WITH names in scope at the current node. */
    private Set<String> hiding = Set.of();

    /** @param last the last part of the table's name */
    private record Found(TableReference reference, IdentifierContext last) {}

    private TableReferences(Positions positions, Placeholders placeholders) {
        this.positions = positions;
        this.placeholders = placeholders;
    }

    static List<TableReference> in(StatementContext statement, Positions positions, Placeholders placeholders) {
        if (!StatementKinds.readsData(statement)) {
            return List.of();
        }
        return in((ParserRuleContext) statement, positions, placeholders);
    }

    /** The references in a query that is part of a statement. */
    static List<TableReference> in(ParserRuleContext query, Positions positions, Placeholders placeholders) {
        TableReferences walk = new TableReferences(positions, placeholders);
        walk.visit(query);
        return walk.found.stream().map(walk::withItsColumns).toList();
    }

    @Override
    public Void visitQuery(QueryContext query) {
        Set<String> outside = hiding;
        if (query.with() != null) {
            boolean recursive = query.with().RECURSIVE() != null;
            for (NamedQueryContext named : query.with().namedQuery()) {
                Set<String> withThis = new HashSet<>(hiding);
                withThis.add(lower(named.name));
                visit(named.name);
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
            OfWhere all = UpperBounds.in(query.where, placeholders);
            Map<TableNameContext, Set<QualifiedName>> columns = new IdentityHashMap<>();
            all.paths().forEach(path -> Relation.of(path, relations)
                    .ifPresent(table -> columns.computeIfAbsent(table, t -> new HashSet<>()).add(path)));
            columns.forEach((table, paths) -> bounds.put(table, all.of(paths)));
        }
        return visitChildren(query);
    }

    @Override
    public Void visitTableName(TableNameContext table) {
        QualifiedNameContext name = table.qualifiedName();
        IdentifierContext alias = ((AliasedRelationContext) table.getParent()).identifier();
        Optional<String> pinned = table.queryPeriod() == null ? Optional.empty()
                : Optional.of("the reference names a version");
        addInFrom(name, alias, positions.end(name), pinned, Optional.ofNullable(bounds.get(table)));
        return visitChildren(table);
    }

    @Override
    public Void visitTableArgumentTable(TableArgumentTableContext table) {
        // TABLE(backups): the alias goes after the parenthesis.
        int close = table.children.stream().filter(child -> child.getText().equals(")")).findFirst()
                .map(child -> positions.end(((org.antlr.v4.runtime.tree.TerminalNode) child).getSymbol()))
                .orElseThrow();
        addInFrom(table.qualifiedName(), table.identifier(), close, Optional.empty(), Optional.empty());
        return visitChildren(table);
    }

    @Override
    public Void visitTable(TableContext table) {
        QualifiedNameContext name = table.qualifiedName();
        add(name, Optional.empty(), Optional.empty(),
                new TableReference.TableQuery(positions.start(table.TABLE().getSymbol()),
                        positions.end(table.TABLE().getSymbol()), positions.start(name), positions.end(name),
                        lastPart(name)));
        return null;
    }

    @Override
    public Void visitShowStats(ShowStatsContext stats) {
        QualifiedNameContext name = stats.qualifiedName();
        add(name, Optional.empty(), Optional.empty(),
                new TableReference.Named(positions.start(name), positions.end(name)));
        return null;
    }

    @Override
    public Void visitDereference(DereferenceContext dereference) {
        return addPath(Identifiers.parts(dereference)) ? null : visitChildren(dereference);
    }

    @Override
    public Void visitSelectAll(SelectAllContext all) {
        return all.primaryExpression() != null && addPath(Identifiers.parts(all.primaryExpression())) ? null
                : visitChildren(all);
    }

    @Override
    public Void visitGroupingOperation(GroupingOperationContext grouping) {
        grouping.qualifiedName().forEach(name -> addPath(name.identifier()));
        return null;
    }

    @Override
    public Void visitCopartitionTables(CopartitionTablesContext tables) {
        tables.qualifiedName().forEach(name -> addPath(name.identifier()));
        return null;
    }

    @Override
    public Void visitQualifiedName(QualifiedNameContext name) {
        return visit(last(name));
    }

    @Override
    public Void visitUnquotedIdentifier(UnquotedIdentifierContext identifier) {
        names.add(lower(identifier));
        return null;
    }

    @Override
    public Void visitQuotedIdentifier(QuotedIdentifierContext identifier) {
        names.add(lower(identifier));
        return null;
    }

    private boolean addPath(List<IdentifierContext> parts) {
        return !parts.isEmpty() && columnPaths.add(ColumnPath.of(parts, positions));
    }

    private void addInFrom(QualifiedNameContext name, IdentifierContext alias, int aliasAt, Optional<String> pinned,
            Optional<OfWhere> bounds) {
        Optional<String> keep = alias == null ? Optional.of(lastPart(name)) : Optional.empty();
        add(name, pinned, bounds, new TableReference.InFrom(positions.start(name), positions.end(name), keep, aliasAt));
    }

    private void add(QualifiedNameContext context, Optional<String> pinned, Optional<OfWhere> bounds,
            TableReference.Form form) {
        QualifiedName name = Identifiers.name(context);
        names.add(name.last());
        if (!(name.isUnqualified() && hiding.contains(name.last()))) {
            found.add(
                    new Found(new TableReference(name, pinned, bounds.map(of -> of.bounds(List.of())).orElse(List.of()),
                            bounds.filter(OfWhere::usesParameters).map(of -> of::bounds), form), last(context)));
        }
    }

    private String lastPart(QualifiedNameContext name) {
        return positions.text(last(name));
    }

    private static IdentifierContext last(QualifiedNameContext name) {
        return name.identifier(name.identifier().size() - 1);
    }

    private static String lower(IdentifierContext identifier) {
        return Identifiers.value(identifier).toLowerCase(Locale.ENGLISH);
    }

    /**
     * Lets columns such as {@code telemetry.backups.id} change with their table. Pins the table if it is not certain
     * that they still mean its columns then. A path to a field of a row can have the same form; Trino rejects it if its
     * names change.
     */
    private TableReference withItsColumns(Found table) {
        TableReference reference = table.reference;
        QualifiedName name = reference.name();
        boolean aliased = reference.form() instanceof TableReference.InFrom from && from.alias().isEmpty();
        List<ColumnPath> columns = columnPaths.stream().filter(path -> path.isQualifiedBy(name)).toList();
        if (aliased || columns.isEmpty()) {
            return reference;
        }
        boolean certain = reference.form() instanceof TableReference.InFrom
                && columnPaths.stream().noneMatch(path -> path.isQualifiedByLastPart(name))
                && columns.stream().noneMatch(this::mayMeanOther)
                && Stream.of(Names.T1_SUFFIX, Names.INGESTED_SUFFIX)
                        .noneMatch(suffix -> names.contains(name.last() + suffix));
        return certain
                ? new TableReference(name, reference.pinned(), reference.bounds(), reference.parameters(),
                        new TableReference.Qualified(place(table.last),
                                columns.stream().map(path -> path.placeOf(name)).toList()))
                : new TableReference(name,
                        Optional.of("a column is qualified by the schema, as in " + name + ".column"),
                        reference.bounds(), reference.parameters(), reference.form());
    }

    /** Whether it may belong to tables with different names, or to something that is called like a schema. */
    private boolean mayMeanOther(ColumnPath column) {
        return names.contains(column.name().parts().get(0)) || found.stream()
                .map(other -> other.reference.name()).filter(column::isQualifiedBy).distinct().count() > 1;
    }

    private TableReference.Place place(IdentifierContext identifier) {
        return new TableReference.Place(positions.start(identifier), positions.end(identifier));
    }
}
