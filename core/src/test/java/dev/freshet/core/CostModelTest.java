package dev.freshet.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CostModelTest {
    @Test
    void oneFileKeepsOneCoreBusyAndTwoFilesTakeNoLonger() {
        assertThat(even("plain", 10, 1, 4)).isEqualTo(40);
        assertThat(even("plain", 20, 2, 4)).isEqualTo(40);
        assertThat(even("plain", 40, 4, 4)).isEqualTo(40);
        assertThat(even("plain", 50, 5, 4)).as("one core reads two").isEqualTo(80);
    }

    @Test
    void trinoCutsLargeFilesThatAreNotCompressed() {
        assertThat(even("plain", 128, 1, 4)).isEqualTo(128);
        assertThat(even("gz", 128, 1, 4)).isEqualTo(512);
        assertThat(even("zst", 128, 4, 4)).isEqualTo(128);
    }

    @Test
    void howFilesAreReadMattersOnlyForRawFiles() {
        assertThat(CostModel.evenMegabytes(CostModel.INGEST, "plain", 10, 1, 4)).isEqualTo(10);
        assertThat(even("plain", 0, 0, 4)).isZero();
    }

    @Test
    void aScanTakesHalfAsLongWithTwiceTheCores() {
        CostModel model = model(2, "plain", 8);

        assertThat(model.withCores(4).millis(model.withCores(4).lines().get(0), 100, 8)).isEqualTo(50 + 400);
        assertThat(model.millis(model.lines().get(0), 100, 8)).isEqualTo(50 + 800);
    }

    @Test
    void whatWasMeasuredOfOtherCodecsIsKept() {
        CostModel both = model(4, "gz", 6).with(model(2, "plain", 8));

        assertThat(both.cores()).isEqualTo(4);
        assertThat(both.line("live", "count", "gz")).hasValueSatisfying(line -> assertThat(line.millisPerMegabyte())
                .isEqualTo(6));
        assertThat(both.line("live", "count", "plain")).hasValueSatisfying(line -> assertThat(line
                .millisPerMegabyte()).as("as if on four cores").isEqualTo(4));
        assertThat(both.with(model(4, "gz", 1)).lines()).hasSize(2);
    }

    private static CostModel model(int cores, String codec, double millisPerMegabyte) {
        return new CostModel("", "", "", cores, List.of(new CostModel.Line("live", "count", codec, 50,
                millisPerMegabyte, 0, 0, 0, 0, 1, 0, 0, 0)), new CostModel.Ingest(0, 0, 0, 0), 0);
    }

    private static double even(String codec, double megabytes, double files, int cores) {
        return CostModel.evenMegabytes(CostModel.LIVE, codec, megabytes, files, cores);
    }
}
