package dev.freshet.spec;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Where a key is in a spec file. */
final class KeyLine {
    private KeyLine() {}

    /**
     * @param key a path of keys, such as {@code landing.root}
     * @return counted from 1; the line of the innermost block that is there if the key is not, 1 if the file is gone
     */
    static int of(Path file, String key) {
        int line = 1;
        try {
            Node block = new Yaml(new LoaderOptions()).compose(new StringReader(Files.readString(file)));
            for (String word : key.split("\\.")) {
                NodeTuple found = find(block, word);
                if (found == null) {
                    break;
                }
                line = Block.lineOf(found.getKeyNode());
                block = found.getValueNode();
            }
        } catch (IOException | YAMLException e) {
            // The file has changed since it was read.
        }
        return line;
    }

    private static NodeTuple find(Node block, String key) {
        return block instanceof MappingNode mapping ? mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key))
                .findFirst().orElse(null) : null;
    }
}
