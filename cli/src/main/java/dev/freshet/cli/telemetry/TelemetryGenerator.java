package dev.freshet.cli.telemetry;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes telemetry for the spec {@code backups.yaml}, one JSON object per line: nested, with nulls, missing fields,
 * values of the wrong type, late events, text in many scripts, and some blank or broken lines. The same arguments give
 * the same bytes.
 */
public final class TelemetryGenerator {
    /** One in this many lines is broken; the ways take turns. */
    static final int BROKEN_EVERY = 200;
    /** A blank line, neither row nor reject, follows one in this many lines. */
    static final int BLANK_EVERY = 1_000;

    private final OutputStream out;
    private final BackupEvent event;
    private final SortedMap<String, Long> rejects = new TreeMap<>();
    private final SortedMap<String, Long> statuses = new TreeMap<>();
    private final StringBuilder line = new StringBuilder(1_000);
    private final int phase;
    private long lines;
    private long rows;
    private long sizeBytes;
    private long bytes;
    private Optional<String> lastId = Optional.empty();

    /** How much to write. */
    public sealed interface Size {
        /** @param count number of lines, with broken ones but without blank ones */
        record Lines(long count) implements Size {}

        /** @param count bytes of text; the line that reaches it is the last */
        record Bytes(long count) implements Size {}

        static Size lines(long count) {
            return new Lines(count);
        }

        static Size bytes(long count) {
            return new Bytes(count);
        }
    }

    private TelemetryGenerator(long seed, Instant arrival, OutputStream out) {
        this.out = out;
        this.event = new BackupEvent(seed, arrival);
        this.phase = Math.floorMod(seed, BrokenLine.values().length);
    }

    /**
     * Writes lines and leaves the stream open.
     *
     * @param seed must differ for every file, because ids derive from it
     * @param arrival when the lines land; events happened in the hour before, late ones a day earlier
     */
    public static Truth generate(long seed, Instant arrival, Size size, OutputStream out) throws IOException {
        BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        TelemetryGenerator generator = new TelemetryGenerator(seed, arrival, buffered);
        while (generator.isShortOf(size)) {
            generator.writeLine();
        }
        buffered.flush();
        return generator.truth();
    }

    private boolean isShortOf(Size size) {
        return switch (size) {
            case Size.Lines wanted -> lines < wanted.count();
            case Size.Bytes wanted -> bytes < wanted.count();
        };
    }

    private void writeLine() throws IOException {
        line.setLength(0);
        event.next();
        lines++;
        if (lines % BROKEN_EVERY == BROKEN_EVERY / 2) {
            writeBroken(BrokenLine.values()[(int) ((lines / BROKEN_EVERY + phase) % BrokenLine.values().length)]);
        } else {
            event.writeTo(line);
            rows++;
            sizeBytes += event.countedSize();
            statuses.merge(event.status().orElse(Truth.NO_STATUS), 1L, Long::sum);
            lastId = Optional.of(event.id());
        }
        line.append(lines % BLANK_EVERY == 0 ? "\n\n" : "\n");
        byte[] text = line.toString().getBytes(StandardCharsets.UTF_8);
        out.write(text);
        bytes += text.length;
    }

    private void writeBroken(BrokenLine kind) {
        rejects.merge(kind.reason(), 1L, Long::sum);
        switch (kind) {
            case TRUNCATED -> {
                event.writeTo(line);
                line.setLength(line.length() * 2 / 3);
            }
            case PLAIN_TEXT -> line.append("ERROR: connection reset by peer (device ").append(event.device())
                    .append(')');
            case ARRAY -> {
                line.append('[');
                event.writeTo(line);
                line.append(']');
            }
            case ID_MISSING -> event.writeWithoutId(line);
            case TIME_IS_NO_TIME -> event.writeWithTime("yesterday, around noon", line);
        }
    }

    private Truth truth() {
        return new Truth(lines, rows, rejects, sizeBytes, statuses, bytes, lastId);
    }
}
