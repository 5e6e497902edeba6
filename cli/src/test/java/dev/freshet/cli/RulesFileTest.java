package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.gateway.http.Rule;
import dev.freshet.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesFileTest {
    @TempDir
    private Path directory;

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("rules.yaml"), yaml);
    }

    private static List<Map<String, String>> settings(RulesFile file) {
        return file.get().stream().map(rule -> rule.settings().texts()).toList();
    }

    @Test
    void theRulesOfTheManualHavePatternsAndSettings() throws IOException {
        String manual = Files.readString(Path.of("../docs/gateway.md"));
        String block = manual.substring(manual.indexOf("```yaml\nrules:") + "```yaml\n".length());
        RulesFile file = new RulesFile(write(block.substring(0, block.indexOf("```"))), Duration.ofHours(1));
        assertThat(settings(file)).containsExactly(Map.of("freshness", "t-1"), Map.of("freshness", "PT15M",
                "on_live_failure", "t-1", "live_timeout", "PT30S", "live_bytes", "10GB"));
        Rule dashboards = file.get().get(1);
        assertThat(dashboards.user()).isEmpty();
        assertThat(dashboards.source()).hasToString("Optional[NamePattern[text=superset]]");
        assertThat(dashboards.clientTag()).hasToString("Optional[NamePattern[text=dashboard]]");
    }

    @Test
    void allMistakesAreReportedWithTheirLines() throws IOException {
        Path file = write("""
                          rules:
                            - user: a*b*
                              freshnes: t-1
                            - source: superset
                              freshness: soon
                              live_timeout: 5
                              live_bytes: 10 GB
                            - hello
                          more: 1
                          """);
        assertThatThrownBy(() -> new RulesFile(file, Duration.ZERO)).isInstanceOf(SpecException.class)
                .hasMessage("""
                            F:2: rules[1].freshness: Missing key (add freshness: t-1)
                            F:2: rules[1].user: Invalid pattern: "a*b*" (use a name, with one * at most)
                            F:3: rules[1].freshnes: Unknown key "freshnes" (did you mean freshness?)
                            F:5: rules[2].freshness: Invalid freshness: soon \
                            (use live, t-1, consistent, or an ISO-8601 duration such as PT15M)
                            F:6: rules[2].live_timeout: Invalid live_timeout: 5 (use an ISO-8601 duration such as PT30S)
                            F:7: rules[2].live_bytes: Invalid live_bytes: 10 GB \
                            (use a number and one of B, kB, MB, GB, TB, such as 10GB)
                            F:8: rules[3]: Invalid block (write key: value lines below it)
                            F:8: rules[3].freshness: Missing key (add freshness: t-1)
                            F:9: more: Unknown key "more" (known keys: rules)""".replace("F:", file + ":"));
        for (String wrong : List.of("", "rules: t-1", "rules:", "[]", "freshness: t-1")) {
            assertThatThrownBy(() -> new RulesFile(write(wrong), Duration.ZERO)).as(wrong)
                    .isInstanceOf(SpecException.class);
        }
        assertThatThrownBy(() -> new RulesFile(directory.resolve("none.yaml"), Duration.ZERO))
                .hasMessageContaining("Cannot read rules file: there is no such file");
    }

    @Test
    void aChangedFileIsReadAgainUnlessItHasMistakes() throws IOException {
        Path file = write("rules: [{freshness: t-1}]");
        RulesFile rules = new RulesFile(file, Duration.ZERO);
        RulesFile later = new RulesFile(file, Duration.ofHours(1));
        write("rules: [{freshness: PT1M}, {freshness: PT2M}]");
        assertThat(settings(rules)).containsExactly(Map.of("freshness", "PT1M"), Map.of("freshness", "PT2M"));
        assertThat(settings(later)).as("not yet").containsExactly(Map.of("freshness", "t-1"));
        write("rules: [{freshness: soon}]");
        assertThat(settings(rules)).hasSize(2);
        Files.delete(file);
        assertThat(settings(rules)).hasSize(2);
        write("rules: []");
        assertThat(settings(rules)).isEmpty();
    }
}
