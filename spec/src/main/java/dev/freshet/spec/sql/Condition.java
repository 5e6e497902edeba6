package dev.freshet.spec.sql;

import dev.freshet.core.Names;
import dev.freshet.spec.Column;
import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.json.TypeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Selects rows by the exact values of columns, alike in Trino and in Java: {@code customer = 'x'} or
 * {@code customer IN ('x', 'y')}, joined by {@code AND}. It also tells lines that name these values but are not rows.
 */
public final class Condition {
    /** Types whose values have one text each. */
    private static final Set<Scalar> TYPES = Set.of(Scalar.VARCHAR, Scalar.UUID, Scalar.BIGINT, Scalar.INTEGER);
    /** No letter or digit may precede or follow a value in a line. Trino and Java share the syntax. */
    private static final String WORD = "(?:\\A|[^\\p{L}\\p{N}])(?:%s)(?:\\z|[^\\p{L}\\p{N}])";

    /** What JSON escapes by a backslash and the character of {@link #ESCAPES} at the same place. */
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";
    private static final String ESCAPES = "\"\\/bfnrt";

    /** One column and the values that it may have. */
    private record Term(Column column, int index, List<String> literals, Set<Object> values, Pattern naming) {
        static Term of(DatasetSpec spec, ConditionText.Comparison text) {
            Column column = spec.columns().stream().filter(each -> each.name().equals(text.column())).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("Invalid condition: %s has no column %s"
                            .formatted(spec.name(), text.column())));
            if (!(column.type() instanceof Scalar type && TYPES.contains(type)) || column.isRescue()) {
                throw new IllegalArgumentException(
                        "Invalid condition: %s is a column of type %s (name columns of type varchar, uuid, bigint or integer)"
                                .formatted(column.name(), column.type().spec()));
            }
            text.literals().forEach(literal -> requireValid(column, literal));
            return new Term(column, spec.columns().indexOf(column), text.literals().stream()
                    .map(literal -> sql(column, literal)).distinct().toList(),
                    text.literals().stream().map(literal -> value(column, literal)).collect(Collectors.toSet()),
                    Pattern.compile(WORD.formatted(text.literals().stream().map(literal -> naming(column, literal))
                            .collect(Collectors.joining("|")))));
        }

        private static void requireValid(Column column, ConditionText.Literal literal) {
            boolean quoted = column.type() == Scalar.VARCHAR || column.type() == Scalar.UUID;
            if (literal.quoted() != quoted || literal.text().isEmpty() || value(column, literal) == null) {
                throw new IllegalArgumentException("Invalid condition: column %s is a %s (write %s)".formatted(
                        column.name(), column.type().spec(), switch ((Scalar) column.type()) {
                            case VARCHAR -> "a text that is not empty, such as 'x'";
                            case UUID -> "a text with hyphens, such as '6a2f41a3-c54c-4fb8-8f5b-0d2c3a7d5e11'";
                            default -> "a whole number in its range, without quotes";
                        }));
            }
        }

        private static Object value(Column column, ConditionText.Literal literal) {
            return TypeRule.of(column.type(), column.format()).value(literal.text());
        }

        private static String sql(Column column, ConditionText.Literal literal) {
            Object value = value(column, literal);
            return ValueSql.cast(literal.quoted() ? Names.literal(value.toString()) : value.toString(), column.type());
        }

        private static String naming(Column column, ConditionText.Literal literal) {
            String text = value(column, literal).toString();
            return text.codePoints().mapToObj(c -> column.type() == Scalar.UUID ? inAnyCase(c) : inJson(c))
                    .collect(Collectors.joining());
        }

        String sql(Function<Column, String> name) {
            return "%s IN (%s)".formatted(ValueSql.cast(Names.quoted(name.apply(column)), column.type()),
                    String.join(", ", literals));
        }
    }

    private final List<Term> terms;

    private Condition(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    /** @throws IllegalArgumentException if it is anything else, or if a value is not of its column's type */
    public static Condition parse(DatasetSpec spec, String text) {
        return new Condition(ConditionText.parse(text).stream().map(each -> Term.of(spec, each)).toList());
    }

    /** Whether it selects a row. @param values one per column of the spec, in order */
    public boolean selects(List<Object> values) {
        return terms.stream().allMatch(term -> term.values.contains(values.get(term.index)));
    }

    /** The same for a row of history. @param values by the name of a column in history */
    public boolean selects(Function<String, Object> values) {
        return terms.stream().allMatch(term -> term.values.contains(values.apply(term.column.historyName())));
    }

    /** Whether a line names a value of each column, as a word of its own, with or without JSON's escapes. */
    public boolean isNamedIn(String line) {
        return terms.stream().map(Term::naming).allMatch(naming -> naming.matcher(line).find());
    }

    /** The predicate on one of the dataset's views. */
    public String sql() {
        return sql(Column::name);
    }

    /** The predicate on history. */
    public String historySql() {
        return sql(Column::historyName);
    }

    private String sql(Function<Column, String> name) {
        return terms.stream().map(term -> term.sql(name)).collect(Collectors.joining(" AND "));
    }

    /** {@link #isNamedIn} as a predicate on a column with text. */
    public String namedSql(String column) {
        return terms.stream()
                .map(term -> "regexp_like(%s, %s)".formatted(column, Names.literal(term.naming.pattern())))
                .collect(Collectors.joining(" AND "));
    }

    private static String inAnyCase(int c) {
        return Character.isLetter(c) ? "[%c%c]".formatted(Character.toLowerCase(c), Character.toUpperCase(c))
                : Character.toString(c);
    }

    /** A character as itself, or as JSON may escape it. Letters and digits of ASCII are not escaped. */
    private static String inJson(int c) {
        if (c < 128 && Character.isLetterOrDigit(c)) {
            return Character.toString(c);
        }
        List<String> forms = new ArrayList<>(List.of(verbatim(Character.toString(c)), Character.toString(c).chars()
                .mapToObj(unit -> "\\\\u" + "%04x".formatted(unit).chars().mapToObj(Condition::inAnyCase)
                        .collect(Collectors.joining()))
                .collect(Collectors.joining())));
        int escape = ESCAPED.indexOf(c);
        if (escape >= 0) {
            forms.add("\\\\" + verbatim(ESCAPES.substring(escape, escape + 1)));
        }
        return "(?:" + String.join("|", forms) + ")";
    }

    private static String verbatim(String text) {
        return "\"\\/.[]{}()*+-?^$|&~#".contains(text) ? "\\" + text : text;
    }
}
