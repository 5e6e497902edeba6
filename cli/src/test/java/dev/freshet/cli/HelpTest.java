package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest {
    private static final Path MANUAL = Path.of("../docs/command-line.md");

    @Test
    void withoutACommandTheUsageIsShown() {
        TestingFreshet usage = TestingFreshet.run();
        assertThat(usage.exit()).isZero();
        assertThat(usage.out()).startsWith("Usage: freshet").contains("--lakehouse");
    }

    @Test
    void everyCommandHasADescriptionAnExampleThatParsesAndTheExitCodes() {
        Map<String, CommandLine> commands = commands();
        assertThat(commands).hasSizeGreaterThanOrEqualTo(7).containsKeys("run", "bench");
        commands.forEach((name, command) -> {
            TestingFreshet help = TestingFreshet.run((Object[]) (name + " --help").split(" "));
            assertThat(help.exit()).as(name).isZero();
            assertThat(help.out()).as(name).contains("Usage: freshet " + name, "Example:", "./freshet " + name,
                    "--json", "--lakehouse", "--verbose", "Exit codes:", ExitCode.RECONCILE.meaning().split(":")[0]);
            assertThat(command.getCommandSpec().usageMessage().description()).as(name).isNotEmpty();
        });
    }

    @Test
    void theManualListsEveryCommandOptionAndExitCode() throws IOException {
        String manual = Files.readString(MANUAL);
        for (ExitCode exit : ExitCode.values()) {
            assertThat(manual).contains("| " + exit.code() + " | `" + exit.word() + "` | " + exit.meaning() + " |");
        }
        commands().forEach((name, command) -> {
            assertThat(manual).contains("## " + name + "\n");
            command.getCommandSpec().options().stream().filter(option -> !option.hidden())
                    .forEach(option -> assertThat(manual).as(name).contains("`" + option.longestName()));
        });
    }

    /** By all of their words. */
    private static Map<String, CommandLine> commands() {
        Map<String, CommandLine> commands = new LinkedHashMap<>();
        FreshetCommand.commandLine().getSubcommands().forEach((name, command) -> {
            commands.put(name, command);
            command.getSubcommands().forEach((word, inner) -> commands.put(name + " " + word, inner));
        });
        return commands;
    }
}
