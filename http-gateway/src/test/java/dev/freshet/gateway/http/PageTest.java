package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** How far a page of results is read. */
class PageTest {
    private static final String END = "\"stats\":{\"state\":\"RUNNING\",\"processedBytes\":7},\"warnings\":[]}";

    private static Page page(String json) throws IOException {
        return Page.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String head(int columns) {
        return "{\"id\":\"q\",\"nextUri\":\"http://t/n\",\"columns\":["
                + "{\"name\":\"c\",\"type\":\"bigint\"},".repeat(columns) + "{\"name\":\"d\",\"type\":\"bigint\"}],";
    }

    @Test
    void aPageWithoutRowsIsReadToItsEnd() throws IOException {
        for (int columns : new int[]{0, 600, 2_000, 7_000}) {
            for (String data : new String[]{"", "\"data\":null,", "\"data\":[],"}) {
                Page page = page(head(columns) + data + END);
                assertThat(page.whole()).isTrue();
                assertThat(page.rows()).isFalse();
                assertThat(page.hasColumns()).isTrue();
                assertThat(page.processedBytes()).isEqualTo(7);
                assertThat(page.nextUri()).contains("http://t/n");
                assertThat(page.error()).isEmpty();
            }
        }
    }

    @Test
    void aPageWithRowsIsReadUpToThem() throws IOException {
        for (int columns : new int[]{0, 600, 2_000, 7_000}) {
            for (String data : new String[]{"[[1],", "{\"encoding\":\"json\",\"segments\":["}) {
                Page page = page(head(columns) + "\"data\":" + data + "\"x".repeat(500_000));
                assertThat(page.rows()).isTrue();
                assertThat(page.whole()).isFalse();
                assertThat(page.hasColumns()).isTrue();
                assertThat(page.id()).isEqualTo("q");
                assertThat(page.read().length).isLessThanOrEqualTo(262_144);
            }
        }
    }

    @Test
    void whatIsNoPageOrTakesTooLongIsNotUnderstood() throws IOException {
        for (String other : new String[]{"", "[]", "busy", "{\"id\":\"q\"", head(20_000) + END}) {
            Page page = page(other);
            assertThat(page.whole()).isFalse();
            assertThat(page.rows()).isFalse();
            assertThat(page.read().length).isLessThanOrEqualTo(262_144);
        }
    }

    @Test
    void aWarningIsAddedToThoseOfTrinoAndTheRowsAreLeftOut() throws IOException {
        JsonNode whole = json(page("{\"id\":\"q\",\"stats\":{\"state\":\"QUEUED\"},\"warnings\":[{\"message\":\"a\"}]}")
                .warning("b"));
        assertThat(whole.at("/warnings/0/message").asText()).isEqualTo("a");
        assertThat(whole.at("/warnings/1/message").asText()).isEqualTo("b");
        assertThat(whole.at("/warnings/1/warningCode/code").asInt()).isPositive();
        assertThat(whole.at("/stats/state").asText()).isEqualTo("QUEUED");
        JsonNode before = json(page(head(0) + "\"data\":[[1]]," + END).before("http://t/again").warning("b"));
        assertThat(before.has("data")).isFalse();
        assertThat(before.get("nextUri").asText()).isEqualTo("http://t/again");
        assertThat(before.at("/columns/0/name").asText()).isEqualTo("d");
        assertThat(before.at("/stats/state").asText()).isEqualTo("RUNNING");
    }

    private static JsonNode json(byte[] page) throws IOException {
        return new ObjectMapper().readTree(page);
    }
}
