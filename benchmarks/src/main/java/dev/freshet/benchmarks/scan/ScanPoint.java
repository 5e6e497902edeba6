package dev.freshet.benchmarks.scan;

import dev.freshet.benchmarks.Median;
import java.util.List;

/**
 * What a question took one reader.
 *
 * @param bytes of the raw files as stored
 * @param rows that the reader sees
 * @param millis of each answer, from creating the statement to reading its last row
 * @param p95Millis the largest of fewer than 20
 * @param cpuMillis of Trino's workers, as its statistics of the query say; the median
 * @param readBytes that Trino read from storage, the median
 * @param heldBack why the model does not see it: {@code size}, {@code files} or {@code question}; empty if it does
 */
public record ScanPoint(String reader, String question, long bytes, int files, String codec, long rows,
        List<Double> millis, double medianMillis, double p95Millis, double cpuMillis, long readBytes,
        String heldBack) {
    static ScanPoint of(ScanReader reader, ScanQuestion question, ScanShape shape, Landed landed,
            List<Sample> samples) {
        List<Double> millis = samples.stream().map(sample -> rounded(sample.millis())).toList();
        return new ScanPoint(reader.toString(), question.name(), landed.bytes(), shape.files(), shape.codec()
                .toString(), landed.rows(), millis, rounded(Median.of(millis)), p95(millis),
                rounded(Median.of(samples.stream().map(Sample::cpuMillis).toList())),
                (long) Median.of(samples.stream().map(sample -> (double) sample.readBytes()).toList()),
                heldBack(reader, question, shape));
    }

    /** To history, a shape whose number of files is held back is as any other. */
    private static String heldBack(ScanReader reader, ScanQuestion question, ScanShape shape) {
        if (question.isHeldBack()) {
            return ScanShape.QUESTION;
        }
        return reader.readsHistory() && shape.heldBack().equals(ScanShape.FILES) ? ScanShape.FITTED : shape.heldBack();
    }

    /** One answer. */
    record Sample(double millis, double cpuMillis, long readBytes) {}

    static double p95(List<Double> values) {
        return values.stream().sorted().toList().get((int) Math.ceil(values.size() * 0.95) - 1);
    }

    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    double megabytes() {
        return bytes / 1e6;
    }
}
