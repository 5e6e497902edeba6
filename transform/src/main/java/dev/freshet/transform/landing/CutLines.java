package dev.freshet.transform.landing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lines to be cut out of a raw file. All other bytes of its text stay, and its compression.
 *
 * @param file as it was when the lines were found
 * @param cuts parts of its text, in order
 */
public record CutLines(RawFile file, List<Cut> cuts) {
    private static final int BUFFER = 1 << 16;
    private static final long NONE = -1;

    /**
     * Lines that follow each other, with the line ends after them.
     *
     * @param from where the first one begins, as {@link RawLines#position}
     * @param to where the line after the last one begins; {@link Long#MAX_VALUE} at the end of the text
     */
    public record Cut(long from, long to) {}

    public CutLines {
        cuts = List.copyOf(cuts);
    }

    /** Collects lines while they are read, all in order. */
    public static final class Builder {
        private final RawFile file;
        private final List<Cut> cuts = new ArrayList<>();
        private long from = NONE;

        public Builder(RawFile file) {
            this.file = file;
        }

        /** @param isCut whether the current line is to be cut out */
        public void add(RawLines lines, boolean isCut) {
            if (isCut && from == NONE) {
                from = lines.position();
            } else if (!isCut && from != NONE) {
                end(lines.position());
            }
        }

        private void end(long to) {
            cuts.add(new Cut(from, to));
            from = NONE;
        }

        /** After the last line. */
        public CutLines build() {
            if (from != NONE) {
                end(Long.MAX_VALUE);
            }
            return new CutLines(file, cuts);
        }
    }

    /** Whether there is nothing to cut out. */
    public boolean isEmpty() {
        return cuts.isEmpty();
    }

    /**
     * Puts the rest in the file's place, in one piece. A file of which nothing is left is empty.
     *
     * @return false if the file has changed since the lines were found; it stays as it is
     */
    public boolean apply(LandingZone zone) {
        try {
            Path rest = Files.createTempFile("freshet-", ".rest");
            try {
                write(zone, rest);
                if (!zone.find(file.path()).equals(Optional.of(file))) {
                    return false;
                }
                put(zone, rest);
                return true;
            } finally {
                Files.delete(rest);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot rewrite %s: %s".formatted(file.path(), e.getMessage()), e);
        }
    }

    private void write(LandingZone zone, Path rest) throws IOException {
        try (InputStream text = RawBytes.withMark(file.path(), zone.io().newInputFile(file.path()).newStream());
                OutputStream out = RawBytes.compressed(file.path(), Files.newOutputStream(rest))) {
            byte[] start = text.readNBytes(RawBytes.BYTE_ORDER_MARK.length);
            boolean isMark = Arrays.equals(start, RawBytes.BYTE_ORDER_MARK);
            Rest writer = new Rest(out, cuts);
            if (isMark) {
                out.write(start);
            } else {
                writer.write(start, start.length);
            }
            byte[] buffer = new byte[BUFFER];
            for (int read = text.read(buffer); read >= 0; read = text.read(buffer)) {
                writer.write(buffer, read);
            }
        }
    }

    /** Not closed if it fails, as that would make the part that was written visible. */
    private void put(LandingZone zone, Path rest) throws IOException {
        OutputStream out = zone.io().newOutputFile(file.path()).createOrOverwrite();
        Files.copy(rest, out);
        out.close();
    }

    /** Writes a text but for its cuts. */
    private static final class Rest {
        private final OutputStream out;
        private final List<Cut> cuts;
        private int next;
        private long position;

        Rest(OutputStream out, List<Cut> cuts) {
            this.out = out;
            this.cuts = cuts;
        }

        void write(byte[] text, int length) throws IOException {
            int at = 0;
            while (at < length) {
                Cut cut = next < cuts.size() ? cuts.get(next) : new Cut(Long.MAX_VALUE, Long.MAX_VALUE);
                boolean inside = position >= cut.from();
                int end = at + (int) Math.min(length - at, (inside ? cut.to() : cut.from()) - position);
                if (!inside) {
                    out.write(text, at, end - at);
                }
                position += end - at;
                at = end;
                next += inside && position == cut.to() ? 1 : 0;
            }
        }
    }
}
