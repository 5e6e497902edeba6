package dev.freshet.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.benchmarks.command.BenchMain;
import dev.freshet.core.Names;
import dev.freshet.gateway.FreshetDriver;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.RunLog;
import io.trino.jdbc.TrinoDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Checks the README, the other top-level pages, the manual and the samples' pages against the code. */
class ManualTest {
    private static final Path TOP = Path.of("").toAbsolutePath().getParent();
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern CLASS_LINK = Pattern.compile("\\[`(\\w+)`]\\(([^)]+\\.java)\\)");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Pattern COMMAND = Pattern.compile("(?m)(?:^|&& | {2})\\./freshet((?: [^\\n]*)?)$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern TYPE = Pattern.compile("dev\\.freshet\\.[a-z.]+\\.[A-Z]\\w+");

    static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(TOP);
                Stream<Path> manual = Files.list(TOP.resolve("docs"));
                Stream<Path> samples = Files.walk(TOP.resolve("samples"), 2)) {
            return Stream.of(top, manual, samples).flatMap(Function.identity())
                    .filter(page -> page.toString().endsWith(".md")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linkTargetsExist(Path page) throws IOException {
        String text = Files.readString(page);
        List<String> links = all(LINK, text.replaceAll("`[^`\n]*`", "")).map(link -> link.group(1))
                .filter(link -> !link.startsWith("https:"))
                .toList();
        assertThat(links).allSatisfy(link -> assertThat(page.getParent().resolve(link)).exists());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aClassLinkLeadsToTheFileOfTheClass(Path page) throws IOException {
        assertThat(all(CLASS_LINK, Files.readString(page)))
                .allSatisfy(link -> assertThat(link.group(2)).endsWith("/" + link.group(1) + ".java"));
    }

    @Test
    void theFilesToReadFirstAreFiveAndShort() throws IOException {
        String page = Files.readString(TOP.resolve("ARCHITECTURE.md"));
        List<String> files = all(CLASS_LINK, page.substring(0, page.indexOf("## Modules"))).map(link -> link.group(2))
                .toList();
        int lines = 0;
        for (String file : files) {
            lines += Files.readAllLines(TOP.resolve(file)).size();
        }
        assertThat(files).hasSize(5);
        assertThat(lines).isBetween(500, 700);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandCanBeParsed(Path page) throws IOException {
        for (MatchResult block : all(BLOCK, Files.readString(page)).toList()) {
            for (MatchResult command : all(COMMAND, block.group(2)).toList()) {
                String[] words = words(command.group(1));
                assertThatCode(() -> BenchMain.commandLine().parseArgs(words)).as(command.group())
                        .doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everySpecIsValid(Path page) throws IOException {
        for (MatchResult block : all(BLOCK, Files.readString(page)).toList()) {
            // RulesFileTest reads the rules of the gateway.
            if (block.group(1).equals("yaml") && !block.group(2).startsWith("rules:")) {
                DatasetSpec spec = SpecReader.parse(page.toString(), block.group(2));
                assertThat(spec.columns()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyNamedClassExists(Path page) throws IOException {
        assertThat(all(TYPE, Files.readString(page)).map(MatchResult::group)).allSatisfy(
                name -> assertThatCode(() -> Class.forName(name)).doesNotThrowAnyException());
    }

    @Test
    void everyCommandAndOptionIsDescribed() throws IOException {
        String page = Files.readString(TOP.resolve("docs/command-line.md"));
        List<String> missing = new ArrayList<>();
        commands().forEach((name, command) -> {
            if (!page.contains("\n## " + name + "\n")) {
                missing.add(name);
            }
            command.getCommandSpec().options().stream().filter(option -> !option.hidden())
                    .filter(option -> !page.contains(option.longestName()))
                    .forEach(option -> missing.add(name + " " + option.longestName()));
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void everyDriverSettingIsDescribed() throws IOException, SQLException {
        String page = Files.readString(TOP.resolve("docs/gateway.md"));
        Set<String> trinos = names(new TrinoDriver().getPropertyInfo("jdbc:trino://h:1", new Properties()));
        Set<String> ours = names(new FreshetDriver().getPropertyInfo("jdbc:freshet:trino://h:1", new Properties()));
        ours.removeAll(trinos);
        assertThat(ours).hasSizeGreaterThan(1).allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }

    private static Set<String> names(DriverPropertyInfo[] properties) {
        return Arrays.stream(properties).map(property -> property.name).collect(Collectors.toSet());
    }

    @Test
    void everySpecKeyIsDescribed() throws IOException {
        String page = Files.readString(TOP.resolve("docs/spec.md"));
        JsonNode schema = new ObjectMapper().readTree(
                SpecReader.class.getResourceAsStream("freshet.schema.json")).get("properties");
        List<String> missing = new ArrayList<>();
        schema.properties().forEach(key -> {
            if (key.getValue().path("properties").isEmpty() ? !page.contains("`" + key.getKey() + "`")
                    : key.getValue().get("properties").properties().stream().anyMatch(
                            inner -> !page.contains("`" + key.getKey() + "." + inner.getKey() + "`"))) {
                missing.add(key.getKey());
            }
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void theManualHasTheConsolesQueryOfAges() throws IOException {
        assertThat(Files.readString(TOP.resolve("docs/batch.md")))
                .contains("```sql\n" + RunLog.ages("telemetry_hidden." + Names.RUN_LOG, 7) + "\n```");
    }

    /** All commands and subcommands by full name. */
    private static Map<String, CommandLine> commands() {
        Map<String, CommandLine> commands = new LinkedHashMap<>();
        BenchMain.commandLine().getSubcommands().forEach((name, command) -> {
            commands.put(name, command);
            command.getSubcommands().forEach((word, inner) -> commands.put(name + " " + word, inner));
        });
        return commands;
    }

    private static Stream<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    /** Splits a line as a shell does, without a redirection or a comment at its end. A date stands for a command. */
    private static String[] words(String line) {
        return all(WORD, line.replaceFirst("\\s+#.*$", "").replaceFirst("\\s*(?:[|<>&].*)$", ""))
                .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
                .map(word -> word.startsWith("$(date") ? "2026-11-22" : word).toArray(String[]::new);
    }
}
