package dev.freshet.gateway.sql;

import io.trino.grammar.sql.SqlBaseParser.AliasedRelationContext;
import io.trino.grammar.sql.SqlBaseParser.JoinRelationContext;
import io.trino.grammar.sql.SqlBaseParser.ParenthesizedRelationContext;
import io.trino.grammar.sql.SqlBaseParser.PatternRecognitionContext;
import io.trino.grammar.sql.SqlBaseParser.QuerySpecificationContext;
import io.trino.grammar.sql.SqlBaseParser.RelationContext;
import io.trino.grammar.sql.SqlBaseParser.RelationDefaultContext;
import io.trino.grammar.sql.SqlBaseParser.SampledRelationContext;
import io.trino.grammar.sql.SqlBaseParser.TableNameContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One of the relations that a FROM clause joins.
 *
 * @param name the qualifier of its columns: the alias, else the table's name as written; empty if it has none
 * @param table the table, if the relation is a plain table whose columns keep their names
 */
record Relation(Optional<QualifiedName> name, Optional<TableNameContext> table) {
    static List<Relation> of(QuerySpecificationContext query) {
        List<Relation> relations = new ArrayList<>();
        query.relation().forEach(relation -> collect(relation, relations));
        return relations;
    }

    /**
     * The table that a column path in the WHERE clause belongs to: {@code landed_on} if there is one relation only,
     * {@code b.landed_on} if one is called {@code b}, or {@code s.b} without an alias.
     */
    static Optional<TableNameContext> of(QualifiedName column, List<Relation> relations) {
        List<Relation> candidates = column.isUnqualified() ? relations
                : relations.stream().filter(r -> r.name.filter(column::isColumnOf).isPresent()).toList();
        return candidates.size() == 1 ? candidates.get(0).table : Optional.empty();
    }

    private static void collect(RelationContext relation, List<Relation> relations) {
        if (relation instanceof JoinRelationContext join) {
            collect(join.left, relations);
            if (join.rightRelation != null) {
                collect(join.rightRelation, relations);
            } else {
                collect(join.right, relations);
            }
        } else if (relation instanceof RelationDefaultContext single) {
            collect(single.sampledRelation(), relations);
        }
    }

    private static void collect(SampledRelationContext sampled, List<Relation> relations) {
        PatternRecognitionContext pattern = sampled.pivot().patternRecognition();
        AliasedRelationContext aliased = pattern.aliasedRelation();
        boolean plain = sampled.getChildCount() == 1 && sampled.pivot().getChildCount() == 1
                && pattern.getChildCount() == 1;
        if (plain && aliased.identifier() == null
                && aliased.relationPrimary() instanceof ParenthesizedRelationContext inner) {
            collect(inner.relation(), relations);
            return;
        }
        Optional<TableNameContext> table = Optional.of(aliased.relationPrimary())
                .filter(TableNameContext.class::isInstance).map(TableNameContext.class::cast);
        Optional<QualifiedName> name = aliased.identifier() != null
                ? Optional.of(QualifiedName.of(Identifiers.value(aliased.identifier())))
                : table.map(t -> Identifiers.name(t.qualifiedName()));
        relations.add(new Relation(name,
                table.filter(t -> plain && aliased.columnAliases() == null)));
    }
}
