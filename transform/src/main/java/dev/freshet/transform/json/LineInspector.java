package dev.freshet.transform.json;

import dev.freshet.spec.Column;
import dev.freshet.spec.DataType;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.JsonPath;
import dev.freshet.spec.NamedKeys;
import dev.freshet.spec.json.TypeRule;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds what the spec does not cover in a line: keys without a column, and invalid values. Not thread-safe. */
public final class LineInspector {
    /** Receives each present value that is invalid for its type. */
    public interface Misfits {
        /**
         * @param column the spec's column
         * @param path where the value is: the column's path, or deeper; {@code []} is any element, {@code {}} any key
         *        of a map
         */
        void at(Column column, String path, DataType type, String json);
    }

    private final List<Column> columns;
    private final List<TypeRule> rules;
    private final NamedKeys named;
    private final JsonValues values = new JsonValues();

    public LineInspector(DatasetSpec spec) {
        this.columns = spec.columns();
        this.rules = LineMapper.rules(columns);
        this.named = spec.namedKeys();
    }

    /**
     * Returns the keys and values of a line that the spec does not name.
     *
     * @return a JSON object as text; empty if nothing is left or the line is not an object
     */
    public Optional<String> unnamed(String line, JsonNumbers numbers) {
        return object(line).map(object -> object.unnamed(named, numbers));
    }

    /** Reports each present value that is invalid for its type, in columns and nested values. */
    public void misfits(String line, Misfits misfits) {
        object(line).ifPresent(object -> {
            for (int i = 0; i < columns.size(); i++) {
                Column column = columns.get(i);
                if (column.source() instanceof JsonPath path) {
                    misfits(column, path.toString(), column.type(), rules.get(i), object.at(path), misfits);
                }
            }
        });
    }

    private void misfits(Column column, String path, DataType type, TypeRule rule, JsonText json, Misfits misfits) {
        if (JsonValues.isNull(json)) {
            return;
        }
        if (values.value(type, rule, json) == null) {
            misfits.at(column, path, type, Objects.requireNonNullElse(json.canonical(), "null"));
            return;
        }
        switch (type) {
            case DataType.Row row -> row.fields().forEach(field -> misfits(column, path + "." + field.name(),
                    field.type(), ((JsonText.Obj) json).field(field.name()), misfits));
            case DataType.Array array -> JsonText.tree(json.canonical()).forEach(
                    node -> misfits(column, path + "[]", array.element(), JsonText.element(node), misfits));
            case DataType.MapOf map -> JsonText.tree(json.canonical())
                    .forEach(node -> misfits(column, path + "{}", map.value(), JsonText.element(node), misfits));
            case DataType.Scalar scalar -> {
            }
            case DataType.Decimal decimal -> {
            }
        }
    }

    private void misfits(Column column, String path, DataType type, JsonText json, Misfits misfits) {
        misfits(column, path, type, values.elementRule(type), json, misfits);
    }

    private static Optional<JsonText.Obj> object(String line) {
        try {
            return JsonText.parse(line) instanceof JsonText.Obj object && !JsonText.isBeyondLimits(line)
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
