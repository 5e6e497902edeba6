package dev.freshet.benchmarks.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelativeFitTest {
    private static final double[] TRUE = {80, 12, 0.5};

    @Test
    void aSumOfPartsIsFoundAgain() {
        assertThat(RelativeFit.of(features(), values())).containsExactly(TRUE, within(1e-6));
    }

    @Test
    void anOutlierHardlyCounts() {
        List<Double> values = values();
        values.set(4, values.get(4) * 3);

        double[] factors = RelativeFit.of(features(), values);

        assertThat(factors[0]).isBetween(75.0, 85.0);
        assertThat(factors[1]).isBetween(11.4, 12.6);
        assertThat(factors[2]).isBetween(0.4, 0.6);
    }

    @Test
    void noPartIsNegative() {
        List<double[]> features = List.of(new double[]{1, 1}, new double[]{1, 2}, new double[]{1, 3});

        assertThat(RelativeFit.of(features, List.of(30.0, 20.0, 10.0))).satisfies(factors -> {
            assertThat(factors[0]).isPositive();
            assertThat(factors[1]).isZero();
        });
    }

    @Test
    void aPartThatIsAlwaysZeroOrCannotBeToldFromAnotherIsLeftOut() {
        List<double[]> features = List.of(new double[]{1, 2, 0, 4}, new double[]{1, 4, 0, 8}, new double[]{1, 8, 0,
                16});

        double[] factors = RelativeFit.of(features, List.of(20.0, 30.0, 50.0));

        assertThat(factors[0] + 8 * factors[1] + 16 * factors[3]).isCloseTo(50, within(1e-6));
        assertThat(factors[2]).isZero();
    }

    private static List<double[]> features() {
        List<double[]> features = new ArrayList<>();
        for (double megabytes : new double[]{1, 10, 100}) {
            for (double files : new double[]{1, 10, 100}) {
                features.add(new double[]{1, megabytes, files});
            }
        }
        return features;
    }

    private static List<Double> values() {
        return new ArrayList<>(features().stream().map(row -> TRUE[0] + TRUE[1] * row[1] + TRUE[2] * row[2]).toList());
    }
}
