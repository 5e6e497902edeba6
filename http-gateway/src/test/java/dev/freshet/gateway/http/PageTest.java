package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
                assertThat(page.fields().has("columns")).isTrue();
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
                assertThat(page.fields().has("columns")).isTrue();
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
    void aWarningComesBeforeThoseOfTrinoWhateverTheRowsAre() throws IOException {
        String rows = "{\"id\":\"warnings\",\"data\":[[{\"warnings\":[1]},\"\\\"warnings\\\":[\",\"%s\"]],\"warnings\":[%s]}";
        for (String trinos : new String[]{"", "{\"message\":\"a\"}"}) {
            for (int length : new int[]{0, 16_300, 16_350, 40_000}) {
                String page = rows.formatted("x".repeat(length), trinos);
                byte[] warned = new WarnedPage(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)), "b")
                        .readAllBytes();
                ObjectNode json = (ObjectNode) new ObjectMapper().readTree(warned);
                assertThat(json.at("/warnings/0/message").asText()).isEqualTo("b");
                ((ArrayNode) json.get("warnings")).remove(0);
                assertThat(json.toString()).isEqualTo(page);
            }
        }
    }
}
