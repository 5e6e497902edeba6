package dev.freshet.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OverheadCommandTest {
    @Test
    void zeroRoundsAreRejected() {
        TestingBench run = TestingBench.run("bench", "gateway", "--rounds", 0);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("Invalid benchmark: 0 rounds (at least 1)");
    }
}
