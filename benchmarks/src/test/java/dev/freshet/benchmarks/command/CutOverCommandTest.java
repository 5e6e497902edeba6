package dev.freshet.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CutOverCommandTest {
    @Test
    void invalidOptionsAreRejectedBeforeTheBenchmarkStarts() {
        assertThat(refused("--pattern", "other")).contains("Invalid pattern: other (use freshet, seed or both)");
        assertThat(refused("--minutes", "1", "--cutovers", "2")).contains("Invalid options: --minutes with --cutovers");
        assertThat(refused("--minutes", "0")).contains("Invalid time: PT0S");
        assertThat(refused("--readers", "0")).contains("0 readers", "at least 1 of each");
        assertThat(refused("--pattern", "freshet", "--faults", "failing,other")).contains("Invalid fault: other (use "
                + "failing, skew, pause, maintain, lost-replies, expired-files)");
        assertThat(refused("--faults")).contains("faults with the seed's pattern");
    }

    @Test
    void theLakehouseOptionWorksAtEveryPosition() {
        Path none = Path.of("none.properties");
        for (Object[] words : new Object[][]{{"--lakehouse", none, "bench", "cutover"},
                {"bench", "--lakehouse", none, "cutover"}, {"bench", "cutover", "--lakehouse", none}}) {
            TestingBench run = TestingBench.run(words);
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err()).contains("Cannot read the lakehouse file: none.properties");
        }
    }

    private static String refused(String... options) {
        Object[] words = new Object[options.length + 2];
        System.arraycopy(options, 0, words, 2, options.length);
        words[0] = "bench";
        words[1] = "cutover";
        TestingBench run = TestingBench.run(words);
        assertThat(run.exit()).isEqualTo(2);
        return run.err();
    }
}
