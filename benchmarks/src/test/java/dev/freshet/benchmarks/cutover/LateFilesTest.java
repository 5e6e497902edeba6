package dev.freshet.benchmarks.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LateFilesTest {
    private static final Figures FIGURES = new Figures(1, 1, 1, 1, 1);
    private static final LandedFile LATE = new LandedFile(1, LocalDate.of(2001, 1, 1), true, FIGURES, 10, 11);

    private final LateFiles files = new LateFiles();

    @Test
    void aLateFileThatDisappearsAgainIsReported() {
        read(Way.View.LIVE, 20, true);
        read(Way.View.LIVE, 40, false);
        assertThat(files.goneAgain().reads()).isEqualTo(1);
        assertThat(files.goneAgain().first()).startsWith("live answer without file 1 of 2001-01-01, ");
    }

    @Test
    void aLateFileThatIsNotThereYetOrThatAConcurrentQuerySawHasNotDisappeared() {
        read(Way.View.LIVE, 20, false);
        read(Way.View.LIVE, 40, true);
        read(Way.View.LIVE, 41, false);
        read(Way.View.T_1, 60, false);
        assertThat(files.goneAgain().reads()).isZero();
    }

    private void read(Way.View view, long sent, boolean isThere) {
        TreeMap<Long, Figures> read = new TreeMap<>();
        if (isThere) {
            read.put(1L, FIGURES);
        }
        files.add(view, new Read(sent, sent + 5, read), List.of(LATE), "");
    }
}
