package dev.freshet.transform.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.spec.JsonPath;
import dev.freshet.spec.NamedKeys;
import dev.freshet.spec.json.JsonKind;
import dev.freshet.spec.json.LineRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A JSON text, parsed only as far as paths require. The first of equal keys wins; a scalar keeps the text of its token.
 */
sealed interface JsonText {
    /** A string's characters, or a number's or boolean's token. {@code null} is {@link Null}. */
    record Scalar(String text, JsonKind kind) implements JsonText {}

    record Null() implements JsonText {}

    /** An object, kept as text and parsed lazily, so that deep nesting cannot overflow the stack. */
    final class Obj implements JsonText {
        private final String source;
        private Map<String, JsonText> fields;
        private boolean duplicates;

        private Obj(String source) {
            this.source = source;
        }

        String source() {
            return source;
        }

        /** The value of a key; {@code null} if it is missing. */
        JsonText field(String key) {
            read();
            return fields.get(key);
        }

        /** The value at a path; {@code null} if it is missing. */
        JsonText at(JsonPath path) {
            JsonText value = this;
            for (String key : path.keys()) {
                value = value instanceof Obj object ? object.field(key) : null;
            }
            return value;
        }

        /** Whether Trino sees a key twice. It replaces unpaired surrogates, so different keys can become equal. */
        boolean duplicates() {
            read();
            return duplicates || fields.keySet().stream().map(JsonText::utf8).distinct().count() < fields.size();
        }

        /** The object without the named keys, as Trino's JSON type writes it; {@code null} if nothing is left. */
        String unnamed(NamedKeys named, JsonNumbers numbers) {
            JsonNode whole = numbers == JsonNumbers.BY_DIGITS ? byDigits(source) : tree(source);
            JsonNode left = whole == null ? null : unnamed((ObjectNode) whole, named);
            try {
                return left == null ? null
                        : new String(SORTED.writeValueAsBytes(tree(utf8(SORTED.writeValueAsString(left)))),
                                StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new IllegalStateException("Invalid JSON: " + source, e);
            }
        }

        /** The tree; {@code null} if an exponent exceeds 32 bits, on which {@code json_parse} fails. */
        private static JsonNode byDigits(String source) {
            try {
                return tree(source, DIGITS);
            } catch (NumberFormatException e) {
                return null;
            }
        }

        private static JsonNode unnamed(ObjectNode object, NamedKeys named) {
            Map<String, JsonNode> fields = new HashMap<>();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (fields.put(utf8(field.getKey()), field.getValue()) != null) {
                    return null;
                }
            }
            ObjectNode left = MAPPER.createObjectNode();
            fields.forEach((key, value) -> {
                JsonNode rest = below(value, named.inner().get(key));
                if (rest != null) {
                    left.set(key, rest);
                }
            });
            return left.isEmpty() ? null : left;
        }

        private static JsonNode below(JsonNode value, NamedKeys named) {
            if (named == null) {
                return value;
            }
            if (named.isWhole() || value.isNull()) {
                return null;
            }
            return value instanceof ObjectNode object ? unnamed(object, named) : value;
        }

        private void read() {
            if (fields != null) {
                return;
            }
            fields = new HashMap<>();
            try (JsonParser parser = FACTORY.createParser(source)) {
                parser.nextToken();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    duplicates |= fields.putIfAbsent(key, value(parser, source)) != null;
                }
            } catch (IOException e) {
                throw new IllegalStateException("Invalid JSON: " + source, e);
            }
        }
    }

    record Arr(String source) implements JsonText {}

    JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE).maxNestingDepth(Integer.MAX_VALUE).build())
            .build();
    ObjectMapper MAPPER = new ObjectMapper(FACTORY);
    /** Writes a number as {@link java.math.BigDecimal#toString} does. */
    ObjectMapper DIGITS = new ObjectMapper(FACTORY).enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
    ObjectMapper LIMITED = new ObjectMapper();
    ObjectWriter SORTED = MAPPER.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

    /**
     * @throws IOException if the text is not one whole JSON value
     */
    static JsonText parse(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new IOException("empty");
            }
            JsonText value = value(parser, text);
            if (parser.nextToken() != null) {
                throw new IOException("more than one value");
            }
            return value;
        }
    }

    private static JsonText value(JsonParser parser, String text) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        return switch (parser.currentToken()) {
            case VALUE_NULL -> new Null();
            case VALUE_STRING -> new Scalar(parser.getText(), JsonKind.STRING);
            case START_ARRAY -> {
                parser.skipChildren();
                yield new Arr(text.substring(start, (int) parser.currentLocation().getCharOffset()));
            }
            case START_OBJECT -> {
                parser.skipChildren();
                yield new Obj(text.substring(start, (int) parser.currentLocation().getCharOffset()));
            }
            case VALUE_TRUE, VALUE_FALSE -> new Scalar(parser.getText(), JsonKind.BOOLEAN);
            default -> new Scalar(parser.getText(), JsonKind.NUMBER);
        };
    }

    /** Whether a valid JSON text exceeds Jackson's default limits, as in Trino. */
    static boolean isBeyondLimits(String text) {
        if (!LineRule.mayBeBeyondLimits(text)) {
            return false;
        }
        try {
            LIMITED.readTree(text);
            return false;
        } catch (StreamConstraintsException e) {
            return true;
        } catch (IOException e) {
            throw new IllegalStateException("Invalid JSON", e);
        }
    }

    /**
     * The value as Trino's {@code json_extract} writes it: no spaces, keys in their order, numbers with a fraction or
     * an exponent converted to double. {@code null} for JSON null.
     */
    default String canonical() {
        String source = switch (this) {
            case Null ignored -> null;
            case Obj object -> object.source();
            case Arr array -> array.source();
            case Scalar scalar ->
                scalar.kind() == JsonKind.STRING ? MAPPER.valueToTree(scalar.text()).toString() : scalar.text();
        };
        return source == null ? null : copy(source);
    }

    private static String copy(String source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(source.length());
        try (JsonParser parser = FACTORY.createParser(source);
                JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            parser.nextToken();
            generator.copyCurrentStructure(parser);
        } catch (IOException e) {
            return null;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** An array or an object in Trino's JSON type: the last of equal keys wins. */
    static JsonNode tree(String canonical) {
        return tree(canonical, MAPPER);
    }

    private static JsonNode tree(String json, ObjectMapper mapper) {
        try {
            return mapper.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("Invalid JSON: " + json, e);
        }
    }

    /** An array's element or a map's value, as Trino casts it from its JSON type. */
    static JsonText element(JsonNode node) {
        try {
            return parse(utf8(node.toString()));
        } catch (IOException e) {
            throw new IllegalStateException("Invalid JSON: " + node, e);
        }
    }

    /** The text after encoding in UTF-8, which replaces unpaired surrogates with {@code ?}. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
