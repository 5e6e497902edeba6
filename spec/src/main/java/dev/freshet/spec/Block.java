package dev.freshet.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML mapping. A missing required key or an invalid value becomes a problem with its line. */
public final class Block {
    private final String path;
    private final int line;
    private final Problems problems;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private Block(String path, int line, Problems problems) {
        this.path = path;
        this.line = line;
        this.problems = problems;
    }

    /** @param node null for a missing block, which then has no keys */
    static Block of(String path, int line, Node node, Problems problems) {
        Block block = new Block(path, line, problems);
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(block::put);
        } else if (node != null) {
            problems.add(line, path, text(node),
                    new Mistake(isNull(node) ? "Missing value" : "Invalid block", "write key: value lines below it"));
        }
        return block;
    }

    private void put(NodeTuple tuple) {
        int at = lineOf(tuple.getKeyNode());
        String key = text(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode)) {
            problems.add(at, path, "", new Mistake("Invalid key", "a key is one word"));
        } else if (values.containsKey(key)) {
            problems.add(at, at(key), key,
                    new Mistake("Duplicate key \"" + key + "\"", "it is already on line " + lines.get(key)));
        } else {
            values.put(key, tuple.getValueNode());
            lines.put(key, at);
        }
    }

    public Block onlyKeys(List<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                problem(key, Mistake.unknown("key", key, known, isNull(values.get(key))
                        ? "inside { } put a value with a comma in quotes"
                        : "known keys: " + String.join(", ", known)));
            }
        }
        return this;
    }

    public Collection<String> keys() {
        return values.keySet();
    }

    boolean isBlock(String key) {
        return values.get(key) instanceof MappingNode;
    }

    /** The raw text; empty if the key has no scalar value. */
    String text(String key) {
        return text(values.get(key));
    }

    /** The block below a key; without keys if it is missing. */
    Block block(String key) {
        return of(at(key), lines.getOrDefault(key, line), values.get(key), problems);
    }

    /** The blocks of a list; empty if the key is missing. */
    public List<Block> blocks(String key) {
        Node node = values.get(key);
        if (node != null && !(node instanceof SequenceNode)) {
            problem(key,
                    new Mistake(isNull(node) ? "Missing value" : "Invalid list", "write - key: value lines below it"));
        }
        List<Block> blocks = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                blocks.add(of("%s[%d]".formatted(at(key), blocks.size() + 1), lineOf(item), item, problems));
            }
        }
        return blocks;
    }

    /** The block below a required key. */
    Block requiredBlock(String key, String example) {
        require(key, example);
        return block(key);
    }

    /** The value, or {@code otherwise} if it is missing or invalid. */
    public <T> T value(String key, T otherwise, Function<String, T> parser) {
        return values.containsKey(key) ? parsed(at(key), lines.get(key), values.get(key), parser).orElse(otherwise)
                : otherwise;
    }

    /** Like {@link #value}, but accepts the word {@code null} as a value. */
    <T> T valueOrNull(String key, T otherwise, Function<String, T> parser) {
        return text(key).equals("null") ? parser.apply("null") : value(key, otherwise, parser);
    }

    /** The value of a required key, or null if it is missing or invalid. */
    <T> T required(String key, String example, Function<String, T> parser) {
        require(key, example);
        return value(key, null, parser);
    }

    /** The valid items of a list, each parsed; empty if the key is missing. */
    <T> List<T> list(String key, Function<String, T> parser) {
        Node node = values.get(key);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            problem(key, new Mistake(isNull(node) ? "Missing value" : "Invalid list", "write [a, b]"));
            return List.of();
        }
        List<T> items = new ArrayList<>();
        for (ScalarNode item : CommaSplit.joined(sequence.getValue())) {
            parsed(at(key), lineOf(item), item, parser).ifPresent(items::add);
        }
        return items;
    }

    /** @param key the key that is wrong, or that is missing */
    public void problem(String key, Mistake mistake) {
        problems.add(lines.getOrDefault(key, line), at(key), text(values.get(key)), mistake);
    }

    private void require(String key, String example) {
        if (!values.containsKey(key)) {
            problem(key, new Mistake("Missing key", "add " + key + ": " + example));
        }
    }

    private <T> Optional<T> parsed(String key, int at, Node node, Function<String, T> parser) {
        try {
            if (isNull(node)) {
                throw new Mistake("Missing value", "give one, or remove the key");
            }
            if (!(node instanceof ScalarNode scalar)) {
                throw new Mistake("Invalid value", "write one value, in quotes if it starts with { or [");
            }
            return Optional.of(parser.apply(scalar.getValue()));
        } catch (Mistake mistake) {
            problems.add(at, key, text(node), mistake);
            return Optional.empty();
        }
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
