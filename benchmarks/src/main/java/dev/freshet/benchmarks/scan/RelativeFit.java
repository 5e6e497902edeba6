package dev.freshet.benchmarks.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits a sum of non-negative parts to measurements, so that relative errors are small: 10 ms of 100 count as much as 1
 * s of 10. An outlier counts less than the others.
 */
final class RelativeFit {
    private static final int ROUNDS = 20;
    /** Errors below this count by their squares, larger ones by their size. */
    private static final double NOISE = 0.05;
    private static final double SINGULAR = 1e-9;

    private final double[][] rows;
    private final double[] scales;

    /** Each row is divided by the measured value, so that 1 is wanted everywhere; each column by its largest value. */
    private RelativeFit(List<double[]> features, List<Double> values) {
        int columns = features.get(0).length;
        scales = new double[columns];
        rows = new double[values.size()][columns];
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < columns; column++) {
                rows[row][column] = features.get(row)[column] / values.get(row);
                scales[column] = Math.max(scales[column], rows[row][column]);
            }
        }
        for (double[] row : rows) {
            Arrays.setAll(row, column -> scales[column] == 0 ? 0 : row[column] / scales[column]);
        }
    }

    /**
     * @param features of each measurement, not negative
     * @param values that were measured, positive
     * @return a factor for each feature, not negative
     */
    static double[] of(List<double[]> features, List<Double> values) {
        RelativeFit fit = new RelativeFit(features, values);
        double[] weights = new double[values.size()];
        Arrays.fill(weights, 1);
        double[] factors = fit.best(weights);
        for (int round = 0; round < ROUNDS; round++) {
            double[] errors = fit.errors(factors);
            Arrays.setAll(weights, row -> NOISE / Math.max(NOISE, Math.abs(errors[row])));
            factors = fit.best(weights);
        }
        double[] result = factors;
        Arrays.setAll(result, column -> fit.scales[column] == 0 ? 0 : result[column] / fit.scales[column]);
        return result;
    }

    private double[] errors(double[] factors) {
        return Arrays.stream(rows).mapToDouble(row -> predicted(row, factors) - 1).toArray();
    }

    private static double predicted(double[] row, double[] factors) {
        double sum = 0;
        for (int column = 0; column < row.length; column++) {
            sum += row[column] * factors[column];
        }
        return sum;
    }

    /** Of all ways to leave features out: the non-negative solution with the smallest error. */
    private double[] best(double[] weights) {
        int columns = scales.length;
        double[] best = new double[columns];
        double least = Double.MAX_VALUE;
        for (int subset = 1; subset < 1 << columns; subset++) {
            double[] factors = solve(subset, weights);
            if (factors != null && Arrays.stream(factors).noneMatch(factor -> factor < 0)) {
                double[] errors = errors(factors);
                double sum = 0;
                for (int row = 0; row < errors.length; row++) {
                    sum += weights[row] * errors[row] * errors[row];
                }
                if (sum < least) {
                    least = sum;
                    best = factors;
                }
            }
        }
        return best;
    }

    /** Weighted least squares with the features of a subset; null if they do not determine a solution. */
    private double[] solve(int subset, double[] weights) {
        List<Integer> used = new ArrayList<>();
        for (int column = 0; column < scales.length; column++) {
            if ((subset & 1 << column) != 0) {
                used.add(column);
            }
        }
        int n = used.size();
        double[][] normal = new double[n][n + 1];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    normal[i][j] += weights[row] * rows[row][used.get(i)] * rows[row][used.get(j)];
                }
                normal[i][n] += weights[row] * rows[row][used.get(i)];
            }
        }
        if (!eliminate(normal)) {
            return null;
        }
        double[] factors = new double[scales.length];
        for (int i = 0; i < n; i++) {
            factors[used.get(i)] = normal[i][n];
        }
        return factors;
    }

    /** Leaves the solution in the last column; false if there is not exactly one. */
    private static boolean eliminate(double[][] m) {
        int n = m.length;
        for (int pivot = 0; pivot < n; pivot++) {
            int largest = pivot;
            for (int row = pivot; row < n; row++) {
                largest = Math.abs(m[row][pivot]) > Math.abs(m[largest][pivot]) ? row : largest;
            }
            double[] swapped = m[pivot];
            m[pivot] = m[largest];
            m[largest] = swapped;
            if (Math.abs(m[pivot][pivot]) < SINGULAR) {
                return false;
            }
            for (int row = 0; row < n; row++) {
                if (row != pivot) {
                    double factor = m[row][pivot] / m[pivot][pivot];
                    for (int column = pivot; column <= n; column++) {
                        m[row][column] -= factor * m[pivot][column];
                    }
                }
            }
        }
        for (int row = 0; row < n; row++) {
            m[row][n] /= m[row][row];
        }
        return true;
    }
}
