package dev.freshet.gateway.sql;

import io.trino.grammar.sql.SqlBaseParser.AndContext;
import io.trino.grammar.sql.SqlBaseParser.BasicStringLiteralContext;
import io.trino.grammar.sql.SqlBaseParser.BetweenContext;
import io.trino.grammar.sql.SqlBaseParser.BooleanExpressionContext;
import io.trino.grammar.sql.SqlBaseParser.CastContext;
import io.trino.grammar.sql.SqlBaseParser.ColumnReferenceContext;
import io.trino.grammar.sql.SqlBaseParser.ComparisonContext;
import io.trino.grammar.sql.SqlBaseParser.InListContext;
import io.trino.grammar.sql.SqlBaseParser.OrContext;
import io.trino.grammar.sql.SqlBaseParser.ParenthesizedExpressionContext;
import io.trino.grammar.sql.SqlBaseParser.PredicatedContext;
import io.trino.grammar.sql.SqlBaseParser.PrimaryExpressionContext;
import io.trino.grammar.sql.SqlBaseParser.StringContext;
import io.trino.grammar.sql.SqlBaseParser.TypeConstructorContext;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;

/**
 * Derives upper bounds of columns from a WHERE clause. Uses only what is certain: comparisons with literals,
 * {@code BETWEEN}, {@code IN}, and {@code AND} and {@code OR} of them. Each is false or NULL if the column is NULL, so
 * the bounds also hold for rows that outer joins fill up.
 * <p>
 * All of these are syntax. A function, even a built-in one such as {@code date(x)}, gives no bound, because the
 * statement ({@code WITH FUNCTION}) or the SQL path can redefine its name.
 */
final class UpperBounds {
    /**
     * Trino accepts more forms and up to twelve digits; a literal that may mean another moment there gives no bound.
     */
    private static final Pattern LITERAL = Pattern
            .compile("(\\d{4}-\\d{2}-\\d{2})(?:[ T](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?))?(?: ?([A-Za-z+-].*))?");

    private UpperBounds() {}

    /** A bound of the column that a path such as {@code b.landed_on} names. */
    record OfPath(QualifiedName path, UpperBound bound) {
        boolean isComparable(OfPath other) {
            return path.equals(other.path) && bound.zone().equals(other.bound.zone());
        }
    }

    private record Moment(LocalDateTime time, Optional<ZoneId> zone) {}

    /** The bounds that hold for every row that passes. */
    static List<OfPath> in(BooleanExpressionContext where) {
        ParserRuleContext expression = core(where);
        if (expression instanceof AndContext and) {
            return both(in(and.booleanExpression(0)), in(and.booleanExpression(1)));
        }
        if (expression instanceof OrContext or) {
            return either(in(or.booleanExpression(0)), in(or.booleanExpression(1)));
        }
        return expression instanceof PredicatedContext predicated && predicated.predicate() != null
                ? predicate(predicated)
                : List.of();
    }

    /** Keeps one bound for each path and zone, so that an OR of several does not multiply them. */
    private static List<OfPath> both(List<OfPath> left, List<OfPath> right) {
        List<OfPath> tighter = new ArrayList<>(left);
        for (OfPath b : right) {
            Optional<OfPath> other = left.stream().filter(b::isComparable).findFirst();
            if (other.isEmpty()) {
                tighter.add(b);
            } else if (UpperBound.looser(other.get().bound, b.bound).equals(Optional.of(other.get().bound))) {
                tighter.set(left.indexOf(other.get()), b);
            }
        }
        return tighter;
    }

    private static List<OfPath> either(List<OfPath> left, List<OfPath> right) {
        List<OfPath> looser = new ArrayList<>();
        for (OfPath a : left) {
            for (OfPath b : right) {
                if (a.path.equals(b.path)) {
                    UpperBound.looser(a.bound, b.bound).ifPresent(bound -> looser.add(new OfPath(a.path, bound)));
                }
            }
        }
        return looser;
    }

    private static List<OfPath> predicate(PredicatedContext predicated) {
        ParserRuleContext value = predicated.valueExpression();
        if (predicated.predicate() instanceof ComparisonContext comparison) {
            var operator = comparison.comparisonOperator();
            boolean inclusive = operator.LT() == null && operator.GT() == null;
            if (operator.LT() != null || operator.LTE() != null || operator.EQ() != null) {
                return bound(value, comparison.right, inclusive);
            }
            return operator.NEQ() == null ? bound(comparison.right, value, inclusive) : List.of();
        }
        if (predicated.predicate() instanceof BetweenContext between) {
            return between.NOT() == null && between.SYMMETRIC() == null ? bound(value, between.upper, true)
                    : List.of();
        }
        if (predicated.predicate() instanceof InListContext list && list.NOT() == null) {
            return list.expression().stream().map(literal -> bound(value, literal, true))
                    .reduce(UpperBounds::either).orElseThrow();
        }
        return List.of();
    }

    private static List<OfPath> bound(ParserRuleContext column, ParserRuleContext literal, boolean inclusive) {
        ParserRuleContext expression = core(column);
        Optional<ParserRuleContext> ofDay = ofDay(expression);
        return moment(core(literal))
                .flatMap(moment -> path(ofDay.orElse(expression)).flatMap(path -> ofDay.isPresent()
                        ? bound(path, moment, inclusive)
                        : Optional.of(new OfPath(path,
                                new UpperBound(path.last(), moment.time, moment.zone, inclusive)))))
                .stream().toList();
    }

    /** {@code CAST(column AS date) <= DATE '2026-11-20'}: the column is before the day after. */
    private static Optional<OfPath> bound(QualifiedName path, Moment day, boolean inclusive) {
        boolean midnight = day.time.toLocalTime().equals(LocalTime.MIDNIGHT);
        if (!midnight || day.zone.isPresent()) {
            return Optional.empty();
        }
        LocalDateTime end = inclusive ? day.time.plusDays(1) : day.time;
        return Optional.of(new OfPath(path, new UpperBound(path.last(), end, Optional.empty(), false)));
    }

    private static Optional<QualifiedName> path(ParserRuleContext expression) {
        return expression instanceof PrimaryExpressionContext primary ? Identifiers.path(primary) : Optional.empty();
    }

    /** The {@code x} of {@code CAST(x AS date)}. */
    private static Optional<ParserRuleContext> ofDay(ParserRuleContext expression) {
        if (expression instanceof CastContext cast && cast.type().getText().equalsIgnoreCase("date")) {
            return Optional.of(core(cast.expression()));
        }
        return Optional.empty();
    }

    /** {@code DATE '...'}, {@code TIMESTAMP '...'} or {@code CAST('...' AS date)}. */
    private static Optional<Moment> moment(ParserRuleContext expression) {
        if (expression instanceof TypeConstructorContext literal && literal.identifier() != null) {
            String type = literal.identifier().getText();
            return type.equalsIgnoreCase("date") || type.equalsIgnoreCase("timestamp") ? moment(literal.string(), type)
                    : Optional.empty();
        }
        return ofDay(expression).flatMap(text -> text instanceof StringContext string ? moment(string, "date")
                : Optional.empty());
    }

    private static Optional<Moment> moment(StringContext string, String type) {
        if (!(string instanceof BasicStringLiteralContext)) {
            return Optional.empty();
        }
        String quoted = string.getText();
        Matcher literal = LITERAL.matcher(quoted.substring(1, quoted.length() - 1));
        if (!literal.matches() || type.equalsIgnoreCase("date") && literal.end(1) != literal.end()) {
            return Optional.empty();
        }
        try {
            LocalTime time = literal.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(literal.group(2));
            return Optional.of(new Moment(LocalDate.parse(literal.group(1)).atTime(time),
                    Optional.ofNullable(literal.group(3)).map(ZoneId::of)));
        } catch (DateTimeException e) {
            return Optional.empty(); // left to Trino
        }
    }

    /** The expression without parentheses and without grammar rules that only wrap another. */
    private static ParserRuleContext core(ParserRuleContext expression) {
        ParserRuleContext core = expression;
        while (!(core instanceof ColumnReferenceContext)) {
            if (core instanceof ParenthesizedExpressionContext parenthesized) {
                core = parenthesized.expression();
            } else if (core.getChildCount() == 1 && core.getChild(0) instanceof ParserRuleContext only) {
                core = only;
            } else {
                return core;
            }
        }
        return core;
    }
}
