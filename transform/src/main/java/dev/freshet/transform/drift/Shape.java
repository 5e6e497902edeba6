package dev.freshet.transform.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The merged shape of all values seen at one path. The two limits bound its memory. */
final class Shape {
    /** Objects and arrays at this level or deeper are counted, but not inspected. */
    static final int LEVELS = 5;
    /** At most this many keys of an object are tracked by name; the values of all others are merged. */
    static final int KEYS = 1_000;

    /** A string that is a number, and would be written so: a leading zero has a meaning. */
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]{0,17})(?:\\.[0-9]{1,17})?");

    private final int level;
    private final Map<String, Shape> fields = new LinkedHashMap<>();
    private Shape otherFields;
    private Shape elements;
    private final Numbers numbers = new Numbers();
    private final Texts texts = new Texts();
    private final Numbers quoted = new Numbers();
    private long booleans;
    private long arrays;
    private long objects;

    Shape() {
        this(0);
    }

    private Shape(int level) {
        this.level = level;
    }

    void add(JsonNode node) {
        if (node.isObject()) {
            objects++;
            if (level < LEVELS) {
                node.properties().forEach(field -> field(field.getKey()).add(field.getValue()));
            }
        } else if (node.isArray()) {
            arrays++;
            if (level < LEVELS) {
                node.forEach(element -> elements().add(element));
            }
        } else if (node.isBoolean()) {
            booleans++;
        } else if (node.isNumber()) {
            numbers.add(node);
        } else if (node.isTextual()) {
            texts.add(node.textValue());
            if (NUMBER.matcher(node.textValue()).matches()) {
                quoted.add(node.textValue().contains(".") ? DoubleNode.valueOf(Double.parseDouble(node.textValue()))
                        : LongNode.valueOf(Long.parseLong(node.textValue())));
            }
        }
    }

    private void add(Shape other) {
        booleans += other.booleans;
        arrays += other.arrays;
        objects += other.objects;
        numbers.add(other.numbers);
        texts.add(other.texts);
        quoted.add(other.quoted);
        other.fields.forEach((key, shape) -> field(key).add(shape));
        if (other.otherFields != null) {
            otherFields().add(other.otherFields);
        }
        if (other.elements != null) {
            elements().add(other.elements);
        }
    }

    private Shape field(String key) {
        return fields.size() < KEYS || fields.containsKey(key) ? fields.computeIfAbsent(key, k -> new Shape(level + 1))
                : otherFields();
    }

    private Shape otherFields() {
        if (otherFields == null) {
            otherFields = new Shape(level + 1);
        }
        return otherFields;
    }

    /** The merged shape of array elements. */
    Shape elements() {
        if (elements == null) {
            elements = new Shape(level + 1);
        }
        return elements;
    }

    /** The merged shape of all fields' values: the value of a map, if the keys are data. */
    Shape mergedFields() {
        Shape merged = new Shape(level + 1);
        fields.values().forEach(merged::add);
        if (otherFields != null) {
            merged.add(otherFields);
        }
        return merged;
    }

    Map<String, Shape> fields() {
        return fields;
    }

    boolean hasMoreFields() {
        return otherFields != null;
    }

    Numbers numbers() {
        return numbers;
    }

    /** Whether there are strings, and all of them are numbers. */
    boolean textsAreNumbers() {
        return texts.count() > 0 && quoted.count() == texts.count();
    }

    /** The numbers, and those in strings. */
    Numbers allNumbers() {
        Numbers all = new Numbers();
        all.add(numbers);
        all.add(quoted);
        return all;
    }

    Texts texts() {
        return texts;
    }

    long booleans() {
        return booleans;
    }

    long arrays() {
        return arrays;
    }

    long objects() {
        return objects;
    }

    /** The number of values that are not null. */
    long values() {
        return booleans + arrays + objects + numbers.count() + texts.count();
    }
}
