package dev.freshet.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tree of keys that a spec names by its columns' paths and its row types' fields.
 *
 * @param inner the keys one level down; empty if a column reads the whole value
 */
public record NamedKeys(Map<String, NamedKeys> inner) {
    private static final NamedKeys WHOLE = new NamedKeys(Map.of());

    /** A named value: its type, and the remaining keys that lead to it. */
    private record Wanted(List<String> keys, DataType type) {
        boolean isWhole() {
            return keys.isEmpty() && fields(type).isEmpty();
        }

        List<Wanted> steps() {
            return keys.isEmpty()
                    ? fields(type).stream().map(f -> new Wanted(List.of(f.name()), f.type())).toList()
                    : List.of(this);
        }

        private static List<DataType.Field> fields(DataType type) {
            return switch (type) {
                case DataType.Row row -> row.fields();
                case DataType.Scalar scalar -> List.of();
                case DataType.Decimal decimal -> List.of();
                case DataType.Array array -> List.of();
                case DataType.MapOf map -> List.of();
            };
        }
    }

    static NamedKeys of(List<Column> columns) {
        return tree(columns.stream().filter(column -> column.source() instanceof JsonPath)
                .map(column -> new Wanted(((JsonPath) column.source()).keys(), column.type())).toList());
    }

    private static NamedKeys tree(List<Wanted> wanted) {
        Map<String, List<Wanted>> below = new LinkedHashMap<>();
        wanted.stream().flatMap(w -> w.steps().stream())
                .forEach(w -> below.computeIfAbsent(w.keys().get(0), key -> new ArrayList<>())
                        .add(new Wanted(w.keys().subList(1, w.keys().size()), w.type())));
        Map<String, NamedKeys> inner = new LinkedHashMap<>();
        below.forEach((key, values) -> inner.put(key,
                values.stream().anyMatch(Wanted::isWhole) ? WHOLE : tree(values)));
        return new NamedKeys(inner);
    }

    /** Whether a column reads the whole value, so that no key below it is unnamed. */
    public boolean isWhole() {
        return inner.isEmpty();
    }
}
