package dev.freshet.benchmarks.transform;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes the same values in another form. */
interface LineForm {
    String of(String line) throws IOException;

    LineForm AS_IT_IS = line -> line;

    /** A blank after each colon and comma. */
    LineForm SPACED = line -> {
        StringBuilder spaced = new StringBuilder(line.length() + 100);
        boolean inText = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            spaced.append(c);
            if (c == '\\') {
                spaced.append(line.charAt(++i));
            } else if (c == '"') {
                inText = !inText;
            } else if (!inText && (c == ':' || c == ',')) {
                spaced.append(' ');
            }
        }
        return spaced.toString();
    };

    /** The keys of each object in random order, another one for each line. */
    static LineForm shuffled() {
        Random random = new Random(20_261_122);
        ObjectMapper json = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();
        return line -> json.writeValueAsString(shuffled(json.readTree(line), random));
    }

    private static JsonNode shuffled(JsonNode value, Random random) {
        if (!value.isObject()) {
            return value;
        }
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(value.properties());
        Collections.shuffle(fields, random);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        fields.forEach(field -> object.set(field.getKey(), shuffled(field.getValue(), random)));
        return object;
    }
}
