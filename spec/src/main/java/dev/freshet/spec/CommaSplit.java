package dev.freshet.spec;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** YAML reads {@code [bucket(id, 16)]} as two items. This joins them again, so that such an item needs no quotes. */
final class CommaSplit {
    private CommaSplit() {}

    static List<ScalarNode> joined(List<Node> items) {
        List<ScalarNode> joined = new ArrayList<>();
        for (Node item : items) {
            ScalarNode scalar = item instanceof ScalarNode s ? s : like(item, "");
            int last = joined.size() - 1;
            if (last >= 0 && isOpen(joined.get(last).getValue())) {
                ScalarNode first = joined.get(last);
                joined.set(last, like(first, first.getValue() + ", " + scalar.getValue()));
            } else {
                joined.add(scalar);
            }
        }
        return joined;
    }

    static boolean isOpen(String text) {
        return text.chars().filter(c -> c == '(').count() > text.chars().filter(c -> c == ')').count();
    }

    private static ScalarNode like(Node node, String text) {
        return new ScalarNode(org.yaml.snakeyaml.nodes.Tag.STR, text, node.getStartMark(), node.getEndMark(),
                org.yaml.snakeyaml.DumperOptions.ScalarStyle.PLAIN);
    }
}
