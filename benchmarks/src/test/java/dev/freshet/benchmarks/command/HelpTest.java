package dev.freshet.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest {
    private static final CommandLine BENCH = BenchMain.commandLine().getSubcommands().get("bench");

    @Test
    void theHelpListsTheBenchmarksAfterTheOtherCommands() {
        assertThat(BenchMain.commandLine().getSubcommands().keySet()).contains("run", "query").endsWith("advise",
                "bench");
        assertThat(TestingBench.run("--help").out()).containsPattern("  bench +Time scan on query against T-1");
    }

    @Test
    void everyBenchmarkHasAnExampleAndTheOptionsOfAllCommands() {
        Map<String, CommandLine> commands = BENCH.getSubcommands();
        assertThat(commands).containsOnlyKeys("quick", "full", "report", "scan", "tail", "history", "intraday",
                "cutover", "gateway", "growth", "transform", "planning", "start-up");
        commands.keySet().forEach(name -> assertHelp("bench", name));
        assertHelp("bench");
    }

    private static void assertHelp(String... words) {
        String name = String.join(" ", words);
        TestingBench help = TestingBench.run((Object[]) (name + " --help").split(" "));
        assertThat(help.exit()).as(name).isZero();
        assertThat(help.out()).as(name).contains("Usage: freshet " + name, "Example:", "./freshet " + name, "--json",
                "--lakehouse", "--verbose", "Exit codes:");
    }
}
