package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.cli.serve.Metrics.Metric;
import dev.freshet.lakehouse.LocalLakehouse;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

@Isolated
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

    @Test
    void theManualListsEveryMetric() throws IOException {
        String manual = Files.readString(MANUAL);
        for (Metric metric : Metric.values()) {
            assertThat(manual).contains("`" + metric.id() + "`");
        }
    }

    @Test
    void theVersionNamesWhatRuns() {
        TestingFreshet version = TestingFreshet.run("--version");
        assertThat(version.exit()).isZero();
        assertThat(version.out()).contains("freshet ", "Java " + Runtime.version(),
                "Trino " + LocalLakehouse.TRINO_VERSION);
    }

    @Test
    void bashCompletesCommandsAndOptions() throws IOException {
        String script = TestingFreshet.run("completion").out();
        assertThat(completed(script, "st")).containsExactly("status");
        assertThat(completed(script, "run", "--d")).containsExactlyInAnyOrder("--dry-run", "--day");
        assertThat(completed(script, "query", "--format", "c")).containsExactly("csv");
        assertThat(completed(script, "maintain", "--lake")).containsExactly("--lakehouse");
    }

    private static List<String> completed(String script, String... words) throws IOException {
        String typed = "COMP_WORDS=(freshet %s)\nCOMP_CWORD=%d\n".formatted(String.join(" ", words), words.length);
        Process bash = new ProcessBuilder("bash").redirectError(Redirect.DISCARD).start();
        try (Writer in = bash.outputWriter()) {
            in.write(script + "\n" + typed + "_complete_freshet\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
        }
        return bash.inputReader().lines().map(String::strip).toList();
    }

    @Test
    void theLakehouseOfTheCloneIsTheDefault() {
        assumeTrue(System.getenv("FRESHET_LAKEHOUSE") == null);
        assertThat(lakehouseFile()).isRelative().hasToString(".freshet/lakehouse/lakehouse.properties");
        System.setProperty("freshet.state", "/srv/clone/.freshet"); // as the launcher does elsewhere
        try {
            assertThat(lakehouseFile()).hasToString("/srv/clone/.freshet/lakehouse/lakehouse.properties");
            assertThat(TestingFreshet.run("up", "--help").out().replaceAll("\\s+", ""))
                    .contains("Default:/srv/clone/.freshet/lakehouse");
        } finally {
            System.clearProperty("freshet.state");
        }
    }

    private static Path lakehouseFile() {
        CommandLine command = FreshetCommand.commandLine();
        command.parseArgs();
        return FreshetCommand.options(command.getCommandSpec()).lakehouseFile();
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
