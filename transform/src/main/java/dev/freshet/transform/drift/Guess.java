package dev.freshet.transform.drift;

import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The type inferred for one column, and the reason if it contains {@code json}. */
final class Guess {
    private static final int DEPTH = 3;
    private static final String TOO_DEEP = "nested more than " + DEPTH + " deep";
    private static final int COLUMN_FIELDS = 60;
    private static final int ROW_FIELDS = 50;
    /**
     * An object type with at least this many keys is read as a map if its objects have on average fewer than half of
     * them.
     */
    private static final int VARYING_KEYS = 8;
    /** Keys that are data, not field names: host names, paths, addresses, numbers, hashes. */
    private static final Pattern DATA_KEY = Pattern.compile(".*[./: @].*|[0-9]+|[0-9a-fA-F-]{16,}", Pattern.DOTALL);

    private final DataType type;
    private int fields;
    private String doubt;

    private Guess(Shape shape) {
        DataType found = type(shape, 0);
        if (fields > COLUMN_FIELDS) {
            doubt = "more than " + COLUMN_FIELDS + " fields";
            found = Scalar.JSON;
        } else if (TOO_DEEP.equals(doubt)) {
            found = Scalar.JSON;
        }
        this.type = found;
    }

    static Guess of(Shape shape) {
        return new Guess(shape);
    }

    DataType type() {
        return type;
    }

    /** Why the column, or a part of it, is {@code json}. */
    Optional<String> doubt() {
        return Optional.ofNullable(doubt);
    }

    private DataType type(Shape shape, int depth) {
        long numbers = shape.numbers().count() + (shape.textsAreNumbers() ? shape.texts().count() : 0);
        long texts = shape.textsAreNumbers() ? 0 : shape.texts().count();
        long kinds = Stream.of(shape.booleans(), shape.arrays(), shape.objects(), numbers, texts).filter(n -> n > 0)
                .count();
        if (kinds != 1) {
            return json(kinds == 0 ? "always null" : "values of several kinds");
        }
        if (shape.booleans() > 0) {
            return Scalar.BOOLEAN;
        }
        if (numbers > 0) {
            return shape.allNumbers().type();
        }
        if (texts > 0) {
            return shape.texts().type();
        }
        if (depth == DEPTH) {
            doubt = TOO_DEEP;
            return Scalar.JSON;
        }
        if (shape.objects() > 0) {
            return object(shape, depth);
        }
        return shape.elements().values() == 0 ? json("always an empty array")
                : new DataType.Array(type(shape.elements(), depth + 1));
    }

    private DataType object(Shape shape, int depth) {
        if (shape.fields().isEmpty()) {
            return json("always an empty object");
        }
        boolean few = shape.fields().size() <= ROW_FIELDS;
        if (!few || keysAreData(shape)) {
            String doubtBefore = doubt;
            int fieldsBefore = fields;
            DataType value = type(shape.mergedFields(), depth + 1);
            if (value != Scalar.JSON) {
                return new DataType.MapOf(value);
            }
            if (!few) {
                return json("more than " + ROW_FIELDS + " keys");
            }
            doubt = doubtBefore;
            fields = fieldsBefore;
        }
        Set<String> names = new HashSet<>();
        for (String key : shape.fields().keySet()) {
            if (key.isEmpty() || !names.add(key.toLowerCase(Locale.ROOT))) {
                return json(key.isEmpty() ? "an empty key" : "keys that differ only in case");
            }
        }
        List<DataType.Field> row = new ArrayList<>();
        shape.fields().forEach((key, value) -> row.add(new DataType.Field(key, type(value, depth + 1))));
        fields += row.size();
        return new DataType.Row(row);
    }

    private static boolean keysAreData(Shape shape) {
        int keys = shape.fields().size();
        long present = shape.fields().values().stream().mapToLong(Shape::values).sum();
        boolean vary = keys >= VARYING_KEYS && 2 * present < keys * shape.objects();
        return vary || 2 * shape.fields().keySet().stream().filter(k -> DATA_KEY.matcher(k).matches()).count() > keys;
    }

    private DataType json(String reason) {
        if (doubt == null) {
            doubt = reason;
        }
        return Scalar.JSON;
    }
}
