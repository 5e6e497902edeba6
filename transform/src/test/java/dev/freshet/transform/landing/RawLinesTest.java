package dev.freshet.transform.landing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.transform.checksum.LinesChecksum;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawLinesTest {
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

    private static InputStream inSteps(int most) {
        return new ByteArrayInputStream(TEXT.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, most * most * most));
            }
        };
    }
}
