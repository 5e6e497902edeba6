package dev.freshet.spec;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a kind of YAML file. All mistakes are reported at once, each with its line and the fix.
 *
 * @param kind what it is, in words
 * @param keys those that it needs at least
 * @param example a line of it
 */
public record YamlFile(String kind, String keys, String example) {

    /** @throws SpecException with all mistakes; also if the file does not exist */
    public <T> T read(Path file, Function<Block, T> reader) {
        return parse(file.toString(), text(file), reader);
    }

    /**
     * @param source the file's name in messages
     * @throws SpecException with all mistakes
     */
    public <T> T parse(String source, String yaml, Function<Block, T> reader) {
        Problems problems = new Problems(source);
        Node root = root(yaml, problems);
        T read = reader.apply(Block.of("", Block.lineOf(root), root, problems));
        problems.throwIfAny();
        return read;
    }

    private Node root(String yaml, Problems problems) {
        Mistake empty = new Mistake("Empty " + kind, "it needs at least " + keys);
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
            if (root instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
                return root;
            }
            problems.add(1, "", "", root == null || root instanceof MappingNode ? empty
                    : new Mistake("Invalid " + kind, "write key: value lines, such as " + example));
        } catch (MarkedYAMLException e) {
            problems.add(e.getProblemMark().getLine() + 1, "", "", new Mistake("Invalid YAML: " + e.getProblem(),
                    "check the indentation; quote a value that contains a colon or starts with one of {[@&*!|>%`"));
        } catch (YAMLException e) {
            problems.add(1, "", "", new Mistake("Invalid YAML: " + e.getMessage().lines().findFirst().orElse(""),
                    "a %s is a short text file in UTF-8".formatted(kind)));
        }
        throw problems.thrown();
    }

    /** @throws SpecException if the file cannot be read */
    public String text(Path file) {
        Problems problems = new Problems(file.toString());
        try {
            if (Files.isDirectory(file)) {
                problems.add(1, "", "", unreadable("it is a directory", "name a file in it"));
            } else if (!Files.exists(file)) {
                problems.add(1, "", "", unreadable("there is no such file", "check the path"));
            } else {
                return Files.readString(file);
            }
        } catch (CharacterCodingException e) {
            problems.add(1, "", "", unreadable("it is not UTF-8", "save it as UTF-8"));
        } catch (IOException e) {
            problems.add(1, "", "", unreadable(e.getMessage(), "check the file's rights"));
        }
        throw problems.thrown();
    }

    private Mistake unreadable(String why, String fix) {
        return new Mistake("Cannot read %s: %s".formatted(kind, why), fix);
    }
}
