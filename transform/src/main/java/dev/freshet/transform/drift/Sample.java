package dev.freshet.transform.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The lines that a spec is drafted from. Memory is bounded. */
public final class Sample {
    private static final ObjectReader JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build().reader();

    private final Shape shape = new Shape();
    private long others;

    /** Adds a line; blank ones do not count. */
    public void add(String line) {
        if (line.isBlank()) {
            return;
        }
        JsonNode node = read(line);
        if (node != null && node.isObject()) {
            shape.add(node);
        } else {
            others++;
        }
    }

    /** The number of JSON objects. */
    public long objects() {
        return shape.objects();
    }

    /** The number of lines that are not JSON objects. */
    long others() {
        return others;
    }

    Shape shape() {
        return shape;
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
