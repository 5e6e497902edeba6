package dev.freshet.benchmarks.scan;

import dev.freshet.cli.telemetry.Backups;
import dev.freshet.cli.telemetry.TelemetryGenerator;
import dev.freshet.cli.telemetry.TelemetryGenerator.Size;
import dev.freshet.cli.telemetry.Truth;
import dev.freshet.spec.DatasetSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Telemetry as in the demo: 13 columns, nested, with broken lines.
 *
 * @param now when it lands
 */
record TelemetryFiles(List<ScanShape> shapes, Instant now) implements RawSource {
    private static final long SEED = 20_261_122;

    /**
     * Each size in each number of files, and two that the model does not see: a size between the two largest, and a
     * number of files between the two largest.
     */
    static TelemetryFiles of(List<Integer> megabytes, List<Integer> files, List<Codec> codecs, Instant now) {
        List<ScanShape> shapes = new ArrayList<>();
        for (Codec codec : codecs) {
            for (int size : megabytes) {
                files.forEach(count -> shapes.add(new ScanShape(size * 1000L, count, codec, ScanShape.FITTED)));
            }
            between(megabytes).ifPresent(size -> shapes.add(new ScanShape(size * 1000L, middle(files), codec,
                    ScanShape.SIZE)));
            between(files).ifPresent(count -> shapes.add(new ScanShape(middle(megabytes) * 1000L, count, codec,
                    ScanShape.FILES)));
        }
        return new TelemetryFiles(shapes, now);
    }

    private static int middle(List<Integer> sorted) {
        return sorted.get(sorted.size() / 2);
    }

    /** Between the two largest, as many times the one as it is in the other; empty if there is no such number. */
    private static OptionalInt between(List<Integer> sorted) {
        int last = sorted.size() - 1;
        return last == 0 ? OptionalInt.empty()
                : IntStream.of((int) Math.round(Math.sqrt((double) sorted.get(last) * sorted.get(last - 1))))
                        .filter(number -> !sorted.contains(number)).findFirst();
    }

    @Override
    public DatasetSpec spec() {
        return Backups.spec();
    }

    @Override
    public List<ScanQuestion> questions(String dimension) {
        return ScanQuestion.ofTelemetry(dimension);
    }

    @Override
    public Optional<String> dimension(String table) {
        return Optional.of(
                "SELECT customer, 'segment ' || CAST(length(customer) %% 4 AS varchar) AS segment FROM %s GROUP BY customer"
                        .formatted(table));
    }

    @Override
    public Landed write(ScanShape shape, int file, OutputStream stored) throws IOException {
        try (OutputStream out = shape.codec().compress(stored)) {
            Truth truth = TelemetryGenerator.generate(SEED + file, now,
                    Size.bytes(shape.kilobytes() * 1000 / shape.files()), out);
            return new Landed(0, truth.rows(), truth.lastId());
        }
    }
}
