package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentUrisTest {
    private static final String COLUMNS = "{\"id\":\"q\",\"nextUri\":\"http://mine:1/n\",\"columns\":[{\"name\":\"data\","
            + "\"type\":\"varchar\"},{\"name\":\"%s\",\"type\":\"varchar\"}],";
    /** As Trino writes it. */
    private static final String SEGMENTS = "\"data\":{\"encoding\":\"json+zstd\",\"segments\":[{\"type\":\"spooled\","
            + "\"uri\":\"%1$s/v1/spooled/download/a=\",\"ackUri\":\"%1$s/v1/spooled/ack/a=\",\"headers\":{},"
            + "\"metadata\":{\"rowsCount\":9,\"segmentSize\":100}},{\"type\":\"inline\",\"data\":\"%2$s\","
            + "\"metadata\":{\"rowsCount\":1}},{\"type\":\"spooled\",\"uri\":\"https://bucket.example.com/a?sig=1\","
            + "\"ackUri\":\"%1$s/v1/spooled/ack/b=\",\"headers\":{\"x\":[\"y\"]}}]},\"stats\":{\"state\":\"RUNNING\"}}";

    /** @param step most bytes that come at once */
    private static String in(String page, int step) throws IOException {
        InputStream slow = new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, step));
            }
        };
        try (InputStream rewritten = new SegmentUris(slow,
                new OwnUris(List.of("http://t:80", "http://t"), "https://mine:1"))) {
            return new String(rewritten.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void linksToTheCoordinatorBecomeTheEndpointsWhereverTheyAreInThePage() throws IOException {
        for (int length = 0; length < 40_000; length = length < 600 ? length + 1 : length + 1_237) {
            String page = COLUMNS.formatted("\u00fc".repeat(length)) + SEGMENTS;
            String base64 = "x".repeat(length);
            assertThat(in(page.formatted("http://t:80", base64), 7_000)).as("length " + length)
                    .isEqualTo(page.formatted("https://mine:1", base64));
        }
        String page = COLUMNS.formatted("c") + SEGMENTS;
        assertThat(in(page.formatted("http://t", ""), 1)).isEqualTo(page.formatted("https://mine:1", ""));
    }

    @Test
    void rowsAndErrorsStayUnchanged() throws IOException {
        for (String page : List.of(
                COLUMNS.formatted("c") + "\"data\":[[{\"uri\":\"http://t/a\"}]],\"stats\":{}}",
                COLUMNS.formatted("c") + "\"data\" : [[{\"uri\":\"http://t/a\"}]],\"stats\":{}}",
                COLUMNS.formatted("c") + "\"error\":{\"message\":\"\\\"data\\\":{ \\\"uri\\\":\\\"http://t/a\"}}",
                "{\"data\":{\"segments\":[{\"uri\":\"http://other/a\",\"ackUri\":\"http://t:8080/a\"}]}}", "", "{")) {
            assertThat(in(page, 9_000)).isEqualTo(page);
        }
    }
}
