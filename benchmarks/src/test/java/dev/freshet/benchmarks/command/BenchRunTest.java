package dev.freshet.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.cli.CommandException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class BenchRunTest {
    private final CommandLine bench = BenchMain.commandLine().getSubcommands().get("bench");
    private final BenchRun run = new BenchRun(bench.getCommandSpec());

    @Test
    void aFailedBenchmarkIsAFailureOfTheLakehouse() {
        assertThatThrownBy(() -> run.withProgress(progress -> {
            throw new BenchException("answers differ");
        })).isInstanceOf(CommandException.class).hasMessage("answers differ");
    }

    @Test
    void invalidOptionsAreWrongUsage() {
        assertThatThrownBy(() -> run.options(() -> {
            throw new IllegalArgumentException("0 rounds");
        })).isInstanceOf(ParameterException.class).hasMessage("0 rounds");
    }
}
