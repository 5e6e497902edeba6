package dev.freshet.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The median of some figures. */
public final class Median {
    private Median() {}

    /** The ratio of the two in each round in which {@code own} took part. */
    public static List<Double> ratios(List<Double> own, List<Double> other) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < own.size(); round++) {
            ratios.add(own.get(round) / other.get(round));
        }
        return ratios;
    }

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
