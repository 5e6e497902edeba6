package dev.freshet.spec;

import dev.freshet.spec.DataType.Field;
import dev.freshet.spec.DataType.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a column type by recursive descent. */
final class TypeParser {
    /** Trino reads elements of arrays and maps through its JSON type, which keeps this many decimal digits. */
    static final int ELEMENT_DIGITS = 15;

    private static final int DEPTH = 20;
    private static final String END = "";
    private static final Pattern TOKEN = Pattern.compile("\\s*(\"[^\"]*+(?:\"\"[^\"]*+)*+\"|[A-Za-z0-9_]+|\\S|\\z)");
    private static final List<String> KNOWN = Stream
            .concat(Arrays.stream(Scalar.values()).map(Scalar::spec), Stream.of("decimal", "row", "array", "map"))
            .toList();
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(Map.entry("int", "integer"),
            Map.entry("smallint", "integer"), Map.entry("tinyint", "integer"), Map.entry("short", "integer"),
            Map.entry("long", "bigint"), Map.entry("float", "real"), Map.entry("number", "double"),
            Map.entry("numeric", "decimal"), Map.entry("bool", "boolean"), Map.entry("string", "varchar"),
            Map.entry("text", "varchar"), Map.entry("char", "varchar"), Map.entry("bytes", "varbinary"),
            Map.entry("binary", "varbinary"), Map.entry("blob", "varbinary"), Map.entry("datetime", "timestamp(6)"),
            Map.entry("timestamptz", "timestamp(6) with time zone"), Map.entry("struct", "row"),
            Map.entry("object", "row"), Map.entry("list", "array"), Map.entry("jsonb", "json"));

    private final String text;
    private final Matcher tokens;
    private String token;
    private int start;

    private TypeParser(String text) {
        this.text = text;
        this.tokens = TOKEN.matcher(text);
        advance();
    }

    static DataType parse(String text) {
        TypeParser parser = new TypeParser(text);
        DataType type = parser.type(false, 0);
        if (!parser.token.equals(END)) {
            throw parser.syntax("remove what follows the type: " + text.substring(parser.start));
        }
        return type;
    }

    /** @param element whether the type is anywhere inside an array or a map */
    private DataType type(boolean element, int depth) {
        if (depth > DEPTH) {
            throw new Mistake("Invalid type nested more than " + DEPTH + " deep", "use json for deeper levels");
        }
        int from = start;
        String word = next();
        return switch (word) {
            case "decimal" -> decimal(element);
            case "timestamp" -> timestamp(from);
            case "row" -> row(element, depth);
            case "array" -> {
                expect("(");
                DataType type = type(true, depth + 1);
                expect(")");
                yield new DataType.Array(type);
            }
            case "map" -> map(depth);
            default -> scalar(word, from);
        };
    }

    private DataType scalar(String word, int from) {
        for (Scalar scalar : Scalar.values()) {
            if (scalar.spec().equals(word)) {
                if (token.equals("(")) {
                    throw new Mistake("Invalid type \"" + text.substring(from) + "\"", "write " + word + " alone");
                }
                return scalar;
            }
        }
        if (word.equals(END)) {
            throw syntax("a type is missing at the end");
        }
        String meant = ELSEWHERE.get(word.toLowerCase(Locale.ROOT));
        throw meant == null ? Mistake.unknown("type", word, KNOWN, "known types: " + String.join(", ", KNOWN))
                : new Mistake("Unknown type \"" + word + "\"", "did you mean " + meant + "?");
    }

    private DataType timestamp(int from) {
        boolean precise = false;
        if (token.equals("(")) {
            advance();
            precise = next().equals("6");
            expect(")");
        }
        boolean zoned = token.equals("with");
        if (zoned) {
            advance();
            expect("time");
            expect("zone");
        }
        Scalar type = zoned ? Scalar.TIMESTAMP_TZ : Scalar.TIMESTAMP;
        if (!precise) {
            String found = text.substring(from, start).strip();
            throw new Mistake("Unknown type \"" + found + "\"", "did you mean " + type.spec() + "?");
        }
        return type;
    }

    private DataType decimal(boolean element) {
        if (!token.equals("(")) {
            throw new Mistake("Unknown type \"decimal\"", "give its digits, such as decimal(18, 2)");
        }
        advance();
        int precision = number();
        int scale = 0;
        if (token.equals(",")) {
            advance();
            scale = number();
        }
        expect(")");
        DataType decimal = new DataType.Decimal(precision, scale);
        if (precision < 1 || precision > 38 || scale > precision) {
            throw new Mistake("Invalid type \"" + decimal.spec() + "\"",
                    "use 1 to 38 digits, and at most as many after the point");
        }
        if (element && precision > ELEMENT_DIGITS) {
            throw new Mistake("Invalid type \"" + decimal.spec() + "\" inside an array or map",
                    "use at most " + ELEMENT_DIGITS + " digits there, or varchar");
        }
        return decimal;
    }

    private DataType row(boolean element, int depth) {
        List<Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        expect("(");
        while (true) {
            String name = fieldName();
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw new Mistake("Duplicate row field \"" + name + "\"",
                        "Trino ignores the case of field names: use json, or columns with paths");
            }
            fields.add(new Field(name, type(element, depth + 1)));
            if (!token.equals(",")) {
                expect(")");
                return new DataType.Row(fields);
            }
            advance();
        }
    }

    private String fieldName() {
        String name = next();
        if (name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            return name;
        }
        if (name.length() > 2 && name.startsWith("\"")) {
            return name.substring(1, name.length() - 1).replace("\"\"", "\"");
        }
        throw syntax("a row field is a name and a type, such as row(id varchar, \"odd name\" bigint)");
    }

    private DataType map(int depth) {
        expect("(");
        if (!token.equals("varchar")) {
            throw new Mistake("Invalid map key \"" + token + "\"", "keys are text: write map(varchar, ...)");
        }
        advance();
        expect(",");
        DataType value = type(true, depth + 1);
        expect(")");
        return new DataType.MapOf(value);
    }

    private int number() {
        String digits = next();
        if (!digits.matches("[0-9]{1,4}")) {
            throw syntax("digits are whole numbers, such as decimal(18, 2)");
        }
        return Integer.parseInt(digits);
    }

    private void expect(String wanted) {
        if (!token.equals(wanted)) {
            throw syntax(token.equals(END) ? "add " + wanted + " at the end"
                    : "write " + wanted + " instead of " + token);
        }
        advance();
    }

    private String next() {
        String current = token;
        advance();
        return current;
    }

    private void advance() {
        tokens.find();
        token = tokens.group(1);
        start = tokens.start(1);
    }

    private Mistake syntax(String fix) {
        return new Mistake("Invalid type \"" + text + "\"", fix);
    }
}
