package dev.freshet.gateway.sql;

import io.trino.grammar.sql.SqlBaseParser.ColumnReferenceContext;
import io.trino.grammar.sql.SqlBaseParser.DereferenceContext;
import io.trino.grammar.sql.SqlBaseParser.IdentifierContext;
import io.trino.grammar.sql.SqlBaseParser.PrimaryExpressionContext;
import io.trino.grammar.sql.SqlBaseParser.QualifiedNameContext;
import io.trino.grammar.sql.SqlBaseParser.QuotedIdentifierContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names in the parse tree. */
final class Identifiers {
    private Identifiers() {}

    static QualifiedName name(QualifiedNameContext context) {
        return name(context.identifier());
    }

    static QualifiedName name(List<IdentifierContext> identifiers) {
        return new QualifiedName(identifiers.stream().map(Identifiers::value).toList());
    }

    static String value(IdentifierContext context) {
        String text = context.getText();
        return context instanceof QuotedIdentifierContext
                ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
                : text;
    }

    /** {@code a.b.c}, if the expression is nothing but names and dots. */
    static Optional<QualifiedName> path(PrimaryExpressionContext expression) {
        return Optional.of(parts(expression)).filter(parts -> !parts.isEmpty()).map(Identifiers::name);
    }

    /** The parts of {@code a.b.c}; empty if the expression is something else. */
    static List<IdentifierContext> parts(PrimaryExpressionContext expression) {
        List<IdentifierContext> parts = new ArrayList<>();
        PrimaryExpressionContext base = expression;
        while (base instanceof DereferenceContext dereference) {
            parts.add(0, dereference.fieldName);
            base = dereference.base;
        }
        if (base instanceof ColumnReferenceContext column) {
            parts.add(0, column.identifier());
            return parts;
        }
        return List.of();
    }
}
