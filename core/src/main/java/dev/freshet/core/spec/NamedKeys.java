package dev.freshet.core.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of a line's object that a spec names, as its columns' paths and its rows' fields lead to them.
 *
 * @param inner the keys below; empty where a column takes the value whole
 */
public record NamedKeys(Map<String, NamedKeys> inner) {
    private static final NamedKeys WHOLE = new NamedKeys(Map.of());

    /** What is asked for: a value of the type, some keys further down. */
    private record Wanted(List<String> keys, DataType type) {
        boolean isWhole() {
            return keys.isEmpty() && !(type instanceof DataType.Row);
        }

        List<Wanted> steps() {
            return keys.isEmpty()
                    ? ((DataType.Row) type).fields().stream().map(f -> new Wanted(List.of(f.name()), f.type())).toList()
                    : List.of(this);
        }
    }

    static NamedKeys of(List<Column> columns) {
        return tree(columns.stream().filter(column -> !column.isRescue())
                .map(column -> new Wanted(column.path().keys(), column.type())).toList());
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

    /** Whether a column takes the value whole, so that nothing below it is unnamed. */
    public boolean isWhole() {
        return inner.isEmpty();
    }
}
