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

    @Test
    void itIsOfOneTrinoAtOneHost() {
        CostModel model = model("jdbc:trino://trino.example:8080/lakehouse", "476", 2, "plain", 8);

        assertThat(model.isOf("jdbc:trino://trino.example:9090?SSL=true", "476")).isTrue();
        assertThat(model.isOf("jdbc:trino://trino.example:8080/lakehouse", "483")).isFalse();
        assertThat(model.isOf("jdbc:trino://other.example:8080/lakehouse", "476")).isFalse();
        CostModel newer = model(model.where(), "483", 2, "gz", 8);
        assertThat(newer.with(model)).as("without the lines of another Trino").isEqualTo(newer);
    }

    private static CostModel model(int cores, String codec, double millisPerMegabyte) {
        return model("", "", cores, codec, millisPerMegabyte);
    }

    private static CostModel model(String where, String trino, int cores, String codec, double millisPerMegabyte) {
        return new CostModel("", where, trino, cores, List.of(new CostModel.Line("live", "count", codec, 50,
                millisPerMegabyte, 0, 0, 0, 0, 1, 0, 0, 0)), new CostModel.Ingest(0, 0, 0, 0), 0);
    }

    private static double even(String codec, double megabytes, double files, int cores) {
        return CostModel.evenMegabytes(CostModel.LIVE, codec, megabytes, files, cores);
    }
}
