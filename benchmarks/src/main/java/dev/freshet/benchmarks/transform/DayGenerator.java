package dev.freshet.benchmarks.transform;

import com.github.luben.zstd.ZstdOutputStream;
import dev.freshet.benchmarks.BenchProgress;
import dev.freshet.cli.telemetry.TelemetryGenerator;
import dev.freshet.cli.telemetry.TelemetryGenerator.Size;
import dev.freshet.transform.json.LineMapper;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the raw files of a day. Every line is a row, and every value is valid for its type or null, so that no
 * contender has rules of its own for it.
 */
final class DayGenerator {
    private static final long SEED = 20_261_122;
    private static final Instant ARRIVAL = Instant.parse("2026-11-22T18:00:00Z");
    private static final int LEAST_FILES = 8;
    private static final int FILE_MEGABYTES = 25;
    private static final String ODD_SIZE = "\"size_bytes\":\"";

    private final RawDay day;
    private final Variant variant;
    private final LineForm form;
    private final LineMapper mapper;
    private long lines;
    private long bytes;

    /** @param bytes of JSON, not compressed, with the ends of lines */
    record Generated(int files, long lines, long bytes) {}

    private DayGenerator(RawDay day, Variant variant) {
        this.day = day;
        this.variant = variant;
        this.form = variant.form();
        this.mapper = new LineMapper(day.spec(), RawDay.DAY);
    }

    static Generated generate(RawDay day, Variant variant, int megabytes, BenchProgress progress) throws IOException {
        int files = Math.max(LEAST_FILES, Math.ceilDiv(megabytes, FILE_MEGABYTES));
        DayGenerator generator = new DayGenerator(day, variant);
        for (int file = 0; file < files; file++) {
            progress.at("generating " + variant, file, files);
            generator.write(file, megabytes * 1_000_000L / files);
        }
        return new Generated(files, generator.lines, generator.bytes);
    }

    private void write(int file, long size) throws IOException {
        Path path = day.directory().resolve("part-%04d%s".formatted(file, variant.extension()));
        try (OutputStream out = compressed(new BufferedOutputStream(Files.newOutputStream(path), 1 << 16))) {
            if (variant.shape().isPresent()) {
                writeShape(variant.shape().get(), new SplittableRandom(SEED + file), size, out);
            } else {
                writeTelemetry(file, path, size, out);
            }
        }
    }

    private void writeShape(Shape shape, SplittableRandom random, long size, OutputStream out) throws IOException {
        StringBuilder line = new StringBuilder();
        for (long end = bytes + size; bytes < end;) {
            line.setLength(0);
            shape.write(random, ARRIVAL, line);
            write(line.toString(), out);
        }
    }

    private void writeTelemetry(int file, Path path, long size, OutputStream out) throws IOException {
        ByteArrayOutputStream generated = new ByteArrayOutputStream();
        TelemetryGenerator.generate(SEED + file, ARRIVAL, Size.bytes(size), generated);
        for (String line : (Iterable<String>) generated.toString(StandardCharsets.UTF_8).lines()::iterator) {
            if (!line.contains(ODD_SIZE) && mapper.map(line, path.toString()) instanceof LineMapper.Result.Row) {
                write(form.of(line), out);
            }
        }
    }

    private void write(String line, OutputStream out) throws IOException {
        byte[] written = (line + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(written);
        lines++;
        bytes += written.length;
    }

    private OutputStream compressed(OutputStream out) throws IOException {
        return switch (variant) {
            case GZ -> new GZIPOutputStream(out, 1 << 16);
            case ZST -> new ZstdOutputStream(out);
            default -> out;
        };
    }
}
