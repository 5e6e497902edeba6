package dev.freshet.benchmarks;

import java.util.List;

/** The middle of some figures, or the mean of the two in the middle. */
public final class Median {
    private Median() {}

    /** @return 0 if there are none */
    public static double of(List<Double> values) {
        if (values.isEmpty()) {
            return 0;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
