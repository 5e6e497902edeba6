package dev.freshet.core;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static double even(String codec, double megabytes, double files, int cores) {
        return CostModel.evenMegabytes(CostModel.LIVE, codec, megabytes, files, cores);
    }
}
