package dev.freshet.cli;

import dev.freshet.gateway.Settings;
import dev.freshet.gateway.http.NamePattern;
import dev.freshet.gateway.http.Rule;
import dev.freshet.spec.Block;
import dev.freshet.spec.Mistake;
import dev.freshet.spec.SpecException;
import dev.freshet.spec.YamlFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules of the gateway, from a file that is read again while requests come in. */
final class RulesFile implements Supplier<List<Rule>> {
    private static final Logger log = LoggerFactory.getLogger(RulesFile.class);
    private static final YamlFile YAML = new YamlFile("rules file", "the key rules", "rules:");
    private static final List<String> KEYS = Stream
            .concat(Stream.of("user", "source", "client_tag"), Settings.NAMES.stream()).toList();

    private final Path file;
    private final Duration every;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile List<Rule> rules;
    private volatile long readAt = System.nanoTime();
    /** The text that was read last; empty if the file could not be read. */
    private String seen;

    /**
     * @param every the time between two looks at the file
     * @throws SpecException with all mistakes
     */
    RulesFile(Path file, Duration every) {
        this.file = file;
        this.every = every;
        this.seen = YAML.text(file);
        this.rules = parse(seen);
    }

    /** The rules that are valid now. If the file has mistakes, those before. */
    @Override
    public List<Rule> get() {
        if (System.nanoTime() - readAt >= every.toNanos() && reading.tryLock()) {
            try {
                readAgain();
                readAt = System.nanoTime();
            } finally {
                reading.unlock();
            }
        }
        return rules;
    }

    private void readAgain() {
        String text = "";
        try {
            text = YAML.text(file);
            if (!text.equals(seen)) {
                rules = parse(text);
                log.info("{} has changed: {} rules", file, rules.size());
            }
        } catch (SpecException e) {
            if (!text.equals(seen)) {
                log.warn("The gateway keeps its rules: {}", e.getMessage().lines().findFirst().orElse(""));
            }
        }
        seen = text;
    }

    private List<Rule> parse(String text) {
        return YAML.parse(file.toString(), text, RulesFile::rules);
    }

    private static List<Rule> rules(Block file) {
        file.onlyKeys(List.of("rules"));
        if (!file.keys().contains("rules")) {
            file.problem("rules", new Mistake("Missing key", "add rules: and a list below it"));
        }
        return file.blocks("rules").stream().map(RulesFile::rule).toList();
    }

    private static Rule rule(Block rule) {
        rule.onlyKeys(KEYS);
        if (rule.keys().stream().noneMatch(Settings.NAMES::contains)) {
            rule.problem(Settings.FRESHNESS, new Mistake("Missing key", "add freshness: t-1"));
        }
        Map<String, String> texts = new TreeMap<>();
        for (String name : Settings.NAMES) {
            valid(rule, name, text -> Settings.of(Map.of(name, text)).texts().get(name))
                    .ifPresent(text -> texts.put(name, text));
        }
        return new Rule(valid(rule, "user", NamePattern::new), valid(rule, "source", NamePattern::new),
                valid(rule, "client_tag", NamePattern::new), Settings.of(texts));
    }

    private static <T> Optional<T> valid(Block rule, String key, Function<String, T> parser) {
        return rule.value(key, Optional.empty(), text -> {
            try {
                return Optional.of(parser.apply(text));
            } catch (IllegalArgumentException e) {
                int fix = e.getMessage().lastIndexOf(" (");
                throw new Mistake(e.getMessage().substring(0, fix),
                        e.getMessage().substring(fix + 2, e.getMessage().length() - 1));
            }
        });
    }
}
