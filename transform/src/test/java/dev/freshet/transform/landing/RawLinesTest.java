package dev.freshet.transform.landing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.transform.checksum.LinesChecksum;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.io.SeekableInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RawLinesTest {
    private static final DatasetSpec SPEC = SpecReader.parse("x.yaml", """
                                                                       dataset: x
                                                                       schema: y
                                                                       landing: {root: "local:///"}
                                                                       columns: {id: bigint}
                                                                       """);
    private static final String LONG = "long".repeat(50_000);
    private static final List<String> LINES = List.of("one", "two, which is longer than eight bytes", "", "",
            "three\u0001rest\u0001more", "\ttab\u000b\u0001", "\u0001x", LONG, "", "é€😀 and the last line has no end");
    private static final String TEXT = "one\r\ntwo, which is longer than eight bytes\r\r\n\nthree\u0001rest\u0001more\r"
            + "\ttab\u000b\u0001\n\u0001x\r\n" + LONG + "\r\r\né€😀 and the last line has no end";

    @Test
    void linesAreTheSameWhereverAReadEnds() {
        LinesChecksum expected = new LinesChecksum();
        LINES.forEach(line -> expected.add(line.getBytes(UTF_8), 0, line.getBytes(UTF_8).length));
        for (int most = 1; most <= 50; most++) {
            List<String> read = new ArrayList<>();
            try (RawLines lines = RawLines.open("a.json", inSteps(most))) {
                for (String line = lines.next(); line != null; line = lines.next()) {
                    read.add(line);
                }
                assertThat(lines.next()).isNull();
                assertThat(lines.checksum().line()).isEqualTo(expected.line());
                assertThat(lines.checksum().rest()).isEqualTo(expected.rest());
            }
            assertThat(read).as("at most %d bytes at once", most).isEqualTo(LINES);
        }
    }

    @Test
    void anEmptyFileHasNoLineAndALineEndHasOne() {
        for (String text : List.of("", "\n", "\r", "\r\n")) {
            try (RawLines lines = RawLines.open("a.json", new ByteArrayInputStream(text.getBytes(UTF_8)))) {
                assertThat(lines.next()).isEqualTo(text.isEmpty() ? null : "");
                assertThat(lines.next()).isNull();
            }
        }
    }

    @Test
    void rangesHaveEachLineOnce(@TempDir Path directory) throws IOException {
        String text = "\uFEFFone\r\n\r\rtwo\n\n\u0001x\r\né€😀\r\nlast";
        Path path = Files.writeString(directory.resolve("a.json"), text);
        LocalFileIO io = new LocalFileIO();
        io.initialize(Map.of(LocalFileIO.LOCATION, directory.toString()));
        RawFile file = new RawFile("local:///a.json", Files.size(path), Instant.EPOCH);
        LandingZone landing = LandingZone.of(SPEC, io);
        List<String> whole = new ArrayList<>();
        LinesChecksum expected = read(landing.open(file), whole);
        assertThat(whole).containsExactly("one", "", "", "two", "", "\u0001x", "é€😀", "last");
        for (long middle = 4; middle <= file.bytes(); middle++) { // behind the mark
            for (long last = middle; last <= file.bytes(); last++) {
                List<String> lines = new ArrayList<>();
                LinesChecksum checksum = read(landing.open(new FileRange(file, 0, middle)), lines);
                checksum.addAll(read(landing.open(new FileRange(file, middle, last)), lines));
                checksum.addAll(read(landing.open(new FileRange(file, last, file.bytes())), lines));
                assertThat(lines).as("parts end at %d and %d", middle, last).isEqualTo(whole);
                assertThat(checksum.line()).isEqualTo(expected.line());
                assertThat(checksum.lines()).isEqualTo(expected.lines());
            }
        }
    }

    private static LinesChecksum read(RawLines open, List<String> to) {
        try (RawLines lines = open) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                to.add(line);
            }
            return lines.checksum();
        }
    }

    @Test
    @Timeout(60)
    void aFileThatCannotBeOpenedIsClosed() throws InterruptedException {
        for (String path : List.of("local:///a.json", "s3://bucket/a.json", "local:///a.json.gz",
                "local:///a.json.lz4")) {
            RawFile file = new RawFile(path, 64 << 20, Instant.EPOCH);
            FileRange range = new FileRange(file, 0, file.bytes());
            Failing input = new Failing();
            assertThatThrownBy(() -> {
                if (path.endsWith(".json")) {
                    RawLines.open(range, input);
                } else {
                    RawLines.open(path, input, true);
                }
            }).as(path).hasMessageStartingWith("Cannot read the raw file " + path);
            assertThat(input.closed.await(30, TimeUnit.SECONDS)).as(path).isTrue();
        }
    }

    /** Fails when it is read. */
    private static final class Failing extends SeekableInputStream {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public long getPos() {
            return 0;
        }

        @Override
        public void seek(long position) {
            // it fails wherever it is
        }

        @Override
        public int read() throws IOException {
            throw new IOException("no such object");
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            return read();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void onlyLargePlainFilesAreSplit() {
        assertThat(ranges("a.json", 1L << 30, 1)).containsExactly(0L);
        assertThat(ranges("a.json", 1 << 20, 4)).containsExactly(0L);
        assertThat(ranges("a.json.gz", 1L << 30, 4)).containsExactly(0L);
        assertThat(ranges("a.json", 100 << 20, 4)).containsExactly(0L, 34952533L, 69905066L);
        assertThat(ranges("a.json", 1L << 30, 2)).hasSize(4);
    }

    private static List<Long> ranges(String name, long bytes, int threads) {
        List<FileRange> ranges = FileRange.split(new RawFile(name, bytes, Instant.EPOCH), threads);
        long end = 0;
        for (FileRange range : ranges) {
            assertThat(range.from()).isEqualTo(end);
            end = range.to();
        }
        assertThat(end).isEqualTo(bytes);
        return ranges.stream().map(FileRange::from).toList();
    }

    private static InputStream inSteps(int most) {
        return new ByteArrayInputStream(TEXT.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, most * most * most));
            }
        };
    }
}
