package dev.freshet.transform.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.freshet.spec.PartitionKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** The lines and paths that a spec is drafted from. Memory is bounded. */
public final class Sample {
    private static final ObjectReader JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build().reader();

    private final Shape shape = new Shape();
    private final Map<PartitionKey, Shape> partitionKeys = new LinkedHashMap<>();
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

    /** Adds the path of a file below its landing partition's directory. */
    public void addPath(String below) {
        for (PartitionKey key : PartitionKey.of(below)) {
            String value = key.below("/" + below);
            if (value != null) {
                partitionKeys.computeIfAbsent(key, k -> new Shape()).add(TextNode.valueOf(value));
            }
        }
    }

    Map<PartitionKey, Shape> partitionKeys() {
        return partitionKeys;
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
