package dev.freshet.gateway.sql;

import dev.freshet.gateway.sql.Value.Day;
import dev.freshet.gateway.sql.Value.Moment;
import dev.freshet.gateway.sql.Value.Text;
import io.trino.grammar.sql.SqlBaseParser.AndContext;
import io.trino.grammar.sql.SqlBaseParser.BasicStringLiteralContext;
import io.trino.grammar.sql.SqlBaseParser.BetweenContext;
import io.trino.grammar.sql.SqlBaseParser.BooleanExpressionContext;
import io.trino.grammar.sql.SqlBaseParser.CastContext;
import io.trino.grammar.sql.SqlBaseParser.ColumnReferenceContext;
import io.trino.grammar.sql.SqlBaseParser.ComparisonContext;
import io.trino.grammar.sql.SqlBaseParser.InListContext;
import io.trino.grammar.sql.SqlBaseParser.OrContext;
import io.trino.grammar.sql.SqlBaseParser.ParameterContext;
import io.trino.grammar.sql.SqlBaseParser.ParenthesizedExpressionContext;
import io.trino.grammar.sql.SqlBaseParser.PredicatedContext;
import io.trino.grammar.sql.SqlBaseParser.PrimaryExpressionContext;
import io.trino.grammar.sql.SqlBaseParser.StringContext;
import io.trino.grammar.sql.SqlBaseParser.TypeConstructorContext;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Year;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;

/**
 * Derives upper bounds of columns from a WHERE clause. Uses only what is certain: comparisons with literals and
 * parameters, {@code BETWEEN}, {@code IN}, and {@code AND} and {@code OR} of them. Each is false or NULL if the column
 * is NULL, so the bounds also hold for rows that outer joins fill up.
 * <p>
 * All of these are syntax. A function, even a built-in one such as {@code date(x)}, gives no bound, because the
 * statement ({@code WITH FUNCTION}) or the SQL path can redefine its name. Neither does {@code CURRENT_DATE}: the clock
 * and the zone are those of Trino's coordinator, which this machine does not know.
 */
final class UpperBounds {
    /**
     * Trino accepts more forms and up to twelve digits; a literal that may mean another moment there gives no bound.
     */
    private static final Pattern LITERAL = Pattern
            .compile("(\\d{4}-\\d{2}-\\d{2})(?:[ T](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?))?(?: ?([A-Za-z+-].*))?");

    private final Placeholders placeholders;
    private final Set<QualifiedName> paths = new HashSet<>();
    private boolean usesParameters;

    private UpperBounds(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /** A bound of the column that a path such as {@code b.landed_on} names. */
    record OfPath(QualifiedName path, UpperBound bound) {
        boolean isComparable(OfPath other) {
            return path.equals(other.path) && bound.zone().equals(other.bound.zone());
        }
    }

    /** A part of the clause. Keeps nothing of the parse tree. */
    interface Condition {
        Condition NO_BOUNDS = parameters -> List.of();

        /** The bounds that hold for every row that passes. */
        List<OfPath> bounds(List<Value> parameters);
    }

    /** What a column is compared with. */
    private interface Operand {
        Value value(List<Value> parameters);
    }

    /**
     * What a WHERE clause bounds.
     *
     * @param paths the columns that it compares with literals or parameters
     * @param usesParameters whether it compares one with a parameter
     */
    record OfWhere(Set<QualifiedName> paths, boolean usesParameters, Condition condition) {
        /** The same with some of the columns. */
        OfWhere of(Set<QualifiedName> some) {
            return new OfWhere(some, usesParameters, condition);
        }

        /** @param parameters their values; those that are missing are not known */
        List<UpperBound> bounds(List<Value> parameters) {
            return condition.bounds(parameters).stream().filter(bound -> paths.contains(bound.path))
                    .map(OfPath::bound).toList();
        }
    }

    static OfWhere in(BooleanExpressionContext where, Placeholders placeholders) {
        UpperBounds bounds = new UpperBounds(placeholders);
        Condition condition = bounds.condition(where);
        return new OfWhere(bounds.paths, bounds.usesParameters, condition);
    }

    private Condition condition(ParserRuleContext part) {
        ParserRuleContext expression = core(part);
        if (expression instanceof AndContext) {
            return combined(operands(expression, AndContext.class), UpperBounds::both);
        }
        if (expression instanceof OrContext) {
            return combined(operands(expression, OrContext.class), UpperBounds::either);
        }
        return expression instanceof PredicatedContext predicated && predicated.predicate() != null
                ? predicate(predicated)
                : Condition.NO_BOUNDS;
    }

    /** The operands of {@code a AND b AND c}, all of which hold for every row that passes. */
    static List<ParserRuleContext> conjuncts(BooleanExpressionContext where) {
        return operands(core(where), AndContext.class).stream().map(UpperBounds::core).toList();
    }

    /** The operands of {@code a AND b AND c}, which the grammar nests as deep as there are operands. */
    private static Deque<ParserRuleContext> operands(ParserRuleContext chain,
            Class<? extends BooleanExpressionContext> type) {
        Deque<ParserRuleContext> operands = new ArrayDeque<>();
        ParserRuleContext rest = chain;
        while (type.isInstance(rest)) {
            operands.addFirst((ParserRuleContext) rest.getChild(2));
            rest = core((ParserRuleContext) rest.getChild(0));
        }
        operands.addFirst(rest);
        return operands;
    }

    private Condition combined(Deque<ParserRuleContext> operands, BinaryOperator<List<OfPath>> operator) {
        List<Condition> conditions = operands.stream().map(this::condition).toList();
        return parameters -> conditions.stream().map(condition -> condition.bounds(parameters)).reduce(operator)
                .orElseThrow();
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

    private Condition predicate(PredicatedContext predicated) {
        ParserRuleContext value = predicated.valueExpression();
        if (predicated.predicate() instanceof ComparisonContext comparison) {
            var operator = comparison.comparisonOperator();
            boolean inclusive = operator.LT() == null && operator.GT() == null;
            if (operator.LT() != null || operator.LTE() != null || operator.EQ() != null) {
                return bound(value, comparison.right, inclusive);
            }
            return operator.NEQ() == null ? bound(comparison.right, value, inclusive) : Condition.NO_BOUNDS;
        }
        if (predicated.predicate() instanceof BetweenContext between) {
            return between.NOT() == null && between.SYMMETRIC() == null ? bound(value, between.upper, true)
                    : Condition.NO_BOUNDS;
        }
        if (predicated.predicate() instanceof InListContext list && list.NOT() == null) {
            List<Condition> conditions = list.expression().stream().map(each -> bound(value, each, true)).toList();
            return parameters -> conditions.stream().map(condition -> condition.bounds(parameters))
                    .reduce(UpperBounds::either).orElseThrow();
        }
        return Condition.NO_BOUNDS;
    }

    private Condition bound(ParserRuleContext column, ParserRuleContext compared, boolean inclusive) {
        ParserRuleContext expression = core(column);
        Optional<ParserRuleContext> ofDay = ofDay(expression);
        Optional<QualifiedName> path = path(ofDay.orElse(expression));
        Optional<Operand> operand = operand(core(compared));
        if (path.isEmpty() || operand.isEmpty()) {
            return Condition.NO_BOUNDS;
        }
        paths.add(path.get());
        return parameters -> bound(path.get(), ofDay.isPresent(), operand.get().value(parameters), inclusive).stream()
                .map(bound -> new OfPath(path.get(), bound)).toList();
    }

    /** @param ofDay whether the day of the column is compared, as in {@code CAST(column AS date) <= DATE '...'} */
    private static Optional<UpperBound> bound(QualifiedName path, boolean ofDay, Value value, boolean inclusive) {
        Optional<Moment> moment = value instanceof Day day
                ? Optional.of(new Moment(day.day().atStartOfDay(), Optional.empty()))
                : value instanceof Moment same ? Optional.of(same) : Optional.empty();
        if (!ofDay) {
            return moment.map(at -> new UpperBound(path.last(), at.time(), at.zone(), inclusive));
        }
        // The column is before the day after.
        return moment.filter(at -> at.zone().isEmpty() && at.time().toLocalTime().equals(LocalTime.MIDNIGHT)
                && at.time().getYear() < Year.MAX_VALUE)
                .map(at -> new UpperBound(path.last(), inclusive ? at.time().plusDays(1) : at.time(),
                        Optional.empty(), false));
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

    private Optional<Operand> operand(ParserRuleContext expression) {
        Optional<ParserRuleContext> ofDay = ofDay(expression);
        if (ofDay.orElse(expression) instanceof ParameterContext parameter) {
            int index = placeholders.indexOf(parameter);
            usesParameters = true;
            return Optional.of(parameters -> {
                Value value = index >= 0 && index < parameters.size() ? parameters.get(index) : Value.UNKNOWN;
                return ofDay.isPresent() ? asDay(value) : value;
            });
        }
        Value literal = value(expression);
        return literal.equals(Value.UNKNOWN) ? Optional.empty() : Optional.of(parameters -> literal);
    }

    /**
     * The value of an expression without names.
     *
     * @return unknown unless it is {@code '...'}, {@code DATE '...'}, {@code TIMESTAMP '...'} or
     *         {@code CAST('...' AS date)}
     */
    static Value value(ParserRuleContext expression) {
        ParserRuleContext literal = core(expression);
        if (literal instanceof TypeConstructorContext typed && typed.identifier() != null) {
            String type = typed.identifier().getText();
            boolean isDate = type.equalsIgnoreCase("date");
            return isDate || type.equalsIgnoreCase("timestamp") ? text(typed.string()).map(text -> value(text, isDate))
                    .orElse(Value.UNKNOWN) : Value.UNKNOWN;
        }
        if (literal instanceof StringContext string) {
            return text(string).<Value>map(Text::new).orElse(Value.UNKNOWN);
        }
        return ofDay(literal).map(of -> asDay(value(of))).orElse(Value.UNKNOWN);
    }

    /** {@code CAST(value AS date)}. */
    private static Value asDay(Value value) {
        return value instanceof Text text ? value(text.text(), true) : value instanceof Day ? value : Value.UNKNOWN;
    }

    private static Optional<String> text(StringContext string) {
        if (!(string instanceof BasicStringLiteralContext)) {
            return Optional.empty();
        }
        String quoted = string.getText();
        return Optional.of(quoted.substring(1, quoted.length() - 1));
    }

    private static Value value(String text, boolean isDate) {
        Matcher literal = LITERAL.matcher(text);
        if (!literal.matches() || isDate && literal.end(1) != literal.end()) {
            return Value.UNKNOWN;
        }
        try {
            LocalDate day = LocalDate.parse(literal.group(1));
            if (isDate) {
                return new Day(day);
            }
            LocalTime time = literal.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(literal.group(2));
            return new Moment(day.atTime(time), Optional.ofNullable(literal.group(3)).map(ZoneId::of));
        } catch (DateTimeException e) {
            return Value.UNKNOWN; // left to Trino
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
