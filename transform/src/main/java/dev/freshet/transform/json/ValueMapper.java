package dev.freshet.transform.json;

import dev.freshet.spec.DataType;
import dev.freshet.spec.json.TypeRule;
import java.io.IOException;

/** Reads the JSON text of one value as {@link LineMapper} reads it within a line. Not thread-safe. */
public final class ValueMapper {
    private final JsonValues values = new JsonValues();

    /**
     * The value in the form of {@link LineMapper.Result.Row}; {@code null} if it is null or invalid for the type.
     *
     * @throws IOException if the text is not one JSON value
     */
    public Object value(DataType type, TypeRule rule, String json) throws IOException {
        return values.value(type, rule, JsonText.parse(json));
    }

    /** The rule of a type inside a row, an array or a map. */
    public TypeRule elementRule(DataType type) {
        return values.elementRule(type);
    }
}
