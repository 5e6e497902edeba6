package dev.freshet.benchmarks.scan;

import dev.freshet.benchmarks.Median;
import dev.freshet.core.CostModel;
import dev.freshet.core.CostModel.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Fits a line for each reader, question and codec, and compares it with the points that were held back. A question that
 * is held back gets its line from the others: the more columns it needs of a line, the more a megabyte costs.
 */
final class ModelFit {
    /** Candidates for the number of cores. */
    private static final List<Integer> CORES = List.of(1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128);
    /** More cores must explain the points at least this much better. */
    private static final double BETTER = 0.98;

    private final List<ScanPoint> points;
    private final List<ScanQuestion> questions;
    private final int cores;

    ModelFit(List<ScanPoint> points, List<ScanQuestion> questions) {
        this.points = points;
        this.questions = questions;
        this.cores = fitCores();
    }

    /** The number of cores with which the points fit best. */
    int cores() {
        return cores;
    }

    /** One for each reader, question and codec that was measured. */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (String reader : distinct(points, ScanPoint::reader)) {
            for (String codec : distinct(of(reader), ScanPoint::codec)) {
                questions.forEach(question -> lines.add(line(reader, codec, question)));
            }
        }
        return lines;
    }

    private interface Key {
        String of(ScanPoint point);
    }

    private static List<String> distinct(List<ScanPoint> points, Key key) {
        return points.stream().map(key::of).distinct().toList();
    }

    private List<ScanPoint> of(String reader) {
        return points.stream().filter(point -> point.reader().equals(reader)).toList();
    }

    private List<ScanPoint> of(String reader, String codec) {
        return of(reader).stream().filter(point -> point.codec().equals(codec)).toList();
    }

    private static boolean isFitted(ScanPoint point) {
        return point.heldBack().equals(ScanShape.FITTED);
    }

    private int fitCores() {
        int best = CORES.get(0);
        double least = Double.MAX_VALUE;
        for (int candidate : CORES) {
            double error = 0;
            for (String codec : distinct(of(CostModel.LIVE), ScanPoint::codec)) {
                for (ScanQuestion question : questions) {
                    List<ScanPoint> own = of(CostModel.LIVE, codec).stream().filter(point -> isFitted(point)
                            && point.question().equals(question.name())).toList();
                    error += own.isEmpty() ? 0 : error(own, candidate);
                }
            }
            if (error < least * BETTER) {
                least = error;
                best = candidate;
            }
        }
        return best;
    }

    private static double error(List<ScanPoint> own, int cores) {
        double[] factors = RelativeFit.of(own.stream().map(point -> features(point, cores)).toList(), own.stream()
                .map(ScanPoint::medianMillis).toList());
        return own.stream().mapToDouble(point -> Math.abs(sum(features(point, cores), factors) / point.medianMillis()
                - 1)).sum();
    }

    private static double sum(double[] features, double[] factors) {
        double sum = 0;
        for (int i = 0; i < features.length; i++) {
            sum += features[i] * factors[i];
        }
        return sum;
    }

    private static double[] features(ScanPoint point, int cores) {
        return new double[]{1, CostModel.evenMegabytes(point.reader(), point.codec(), point.megabytes(), point.files(),
                cores), files(point)};
    }

    private static double[] cpuFeatures(ScanPoint point) {
        return new double[]{1, point.megabytes(), files(point)};
    }

    /** History's files are not those that landed. */
    private static int files(ScanPoint point) {
        return point.reader().equals(CostModel.LIVE) || point.reader().equals(CostModel.INGEST) ? point.files() : 0;
    }

    private Line line(String reader, String codec, ScanQuestion question) {
        List<ScanPoint> all = of(reader, codec);
        List<ScanPoint> fitted = all.stream().filter(ModelFit::isFitted).toList();
        double[] cpu = factors(fitted, question, ModelFit::cpuFeatures, point -> Math.max(1, point.cpuMillis()));
        double[] millis = reader.equals(CostModel.LIVE)
                ? factors(fitted, question, point -> features(point, cores), ScanPoint::medianMillis)
                : growingAs(cpu, fitted, question);
        List<ScanPoint> own = all.stream().filter(point -> point.question().equals(question.name())).toList();
        Line line = new Line(reader, question.name(), codec, rounded(millis[0]), rounded(millis[1]), rounded(
                millis[2]), rounded(cpu[0]), rounded(cpu[1]), rounded(cpu[2]), spread(own), 0, 0, 0);
        List<Double> errors = own.stream().filter(point -> !isFitted(point)).map(point -> error(line, point)).toList();
        return errors.isEmpty() ? line
                : new Line(reader, question.name(), codec, line.baseMillis(), line.millisPerMegabyte(), line
                        .millisPerFile(), line.baseCpuMillis(), line.cpuMillisPerMegabyte(), line.cpuMillisPerFile(),
                        line.p95ToMedian(), rounded(Median.of(errors)), rounded(ScanPoint.p95(
                                errors)),
                        errors.size());
    }

    private interface Features {
        double[] of(ScanPoint point);
    }

    /** Of the question's own points, or, if it is held back, of all others with one more feature. */
    private double[] factors(List<ScanPoint> fitted, ScanQuestion question, Features features,
            ToDoubleFunction<ScanPoint> value) {
        if (!question.isHeldBack()) {
            List<ScanPoint> own = fitted.stream().filter(point -> point.question().equals(question.name())).toList();
            return RelativeFit.of(own.stream().map(features::of).toList(), own.stream().map(value::applyAsDouble)
                    .toList());
        }
        double[] factors = RelativeFit.of(fitted.stream().map(point -> {
            double[] own = features.of(point);
            return new double[]{own[0], own[1], own[2], own[1] * columns(point.question())};
        }).toList(), fitted.stream().map(value::applyAsDouble).toList());
        return new double[]{factors[0], factors[1] + factors[3] * question.columns(), factors[2]};
    }

    /**
     * What columnar data take grows by less than answers vary, and is computed for days much larger than those that
     * were measured. So it grows as its CPU time does, which varies less.
     */
    private static double[] growingAs(double[] cpu, List<ScanPoint> fitted, ScanQuestion question) {
        double base = Median.of(fitted.stream()
                .filter(point -> question.isHeldBack() || point.question().equals(question
                        .name()))
                .map(point -> point.medianMillis() - cpu[1] * point.megabytes() - cpu[2] * files(point))
                .toList());
        return new double[]{Math.max(base, 0), cpu[1], cpu[2]};
    }

    private int columns(String question) {
        return questions.stream().filter(each -> each.name().equals(question)).findFirst().orElseThrow().columns();
    }

    /** The median over the points of how many times as long as its median the slowest answer in 20 takes. */
    private static double spread(List<ScanPoint> own) {
        return rounded(Median.of(own.stream().map(point -> point.p95Millis() / point
                .medianMillis()).toList()));
    }

    /** Of what the line says, relative to what was measured. */
    private double error(Line line, ScanPoint point) {
        return Math.abs(line.millis(point.megabytes(), point.files(), cores) / point.medianMillis() - 1);
    }

    static CostModel.Ingest ingest(List<ScanReport.Ingested> ingests) {
        List<double[]> features = ingests.stream().map(each -> new double[]{1, each.bytes() / 1e6}).toList();
        double[] millis = RelativeFit.of(features, ingests.stream().map(ScanReport.Ingested::millis).toList());
        double[] cpu = RelativeFit.of(features, ingests.stream().map(each -> each.batchCpuMillis() + each
                .trinoCpuMillis()).toList());
        return new CostModel.Ingest(rounded(millis[0]), rounded(millis[1]), rounded(cpu[0]), rounded(cpu[1]));
    }

    /** To four digits after the point. */
    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
