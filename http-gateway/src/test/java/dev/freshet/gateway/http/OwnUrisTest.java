package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OwnUrisTest {
    private static String in(String trino, String answer) {
        OwnUris uris = new OwnUris(Coordinator.at(URI.create(trino), Optional.empty()).names(), "http://mine:1");
        return new String(uris.in(answer.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void urisOfTheCoordinatorBecomeTheEndpoints() {
        String answer = "{\"id\":\"\u00e9\",\"infoUri\":\"%1$s/ui/q\",\"partialCancelUri\":\"%1$s/p\",\n \"nextUri\" : \"%1$s/n\","
                + "\"stats\":{\"nextUri\":\"http://t:8080/s\"}}";
        assertThat(in("http://t:8080", answer.formatted("http://t:8080"))).isEqualTo(answer.formatted("http://mine:1"));
    }

    @Test
    void otherUrisStayUnchanged() {
        for (String answer : new String[]{"{\"infoUri\":\"http://t:80801/x\"}", "{\"infoUri\":\"https://t:8080/x\"}",
                "{\"id\":\"http://t:8080/x\"}", "{\"nextUri\":null}", "[\"nextUri\",\"http://t:8080/x\"]", "nextUri",
                ""}) {
            assertThat(in("http://t:8080", answer)).isEqualTo(answer);
        }
    }

    @Test
    void dataAfterTheFirstResultIsForwardedUnread() {
        String rows = "{\"data\":[[\"http://t:8080/x\"]],\"nextUri\":\"http://t:8080/x\"}";
        assertThat(in("http://t:8080", rows)).isEqualTo(rows);
    }

    @Test
    void aPageMayBeCutAnywhere() {
        assertThat(in("http://t:8080", "{\"nextUri\":\"http://t:8080/n\",\"stats\":{\"st"))
                .isEqualTo("{\"nextUri\":\"http://mine:1/n\",\"stats\":{\"st");
        assertThat(in("http://t:8080", "{\"nextUri\":\"http://t:80")).isEqualTo("{\"nextUri\":\"http://t:80");
    }

    @Test
    void theDefaultPortIsOptional() {
        assertThat(in("https://t:443", "{\"nextUri\":\"https://t/n\"}")).isEqualTo("{\"nextUri\":\"http://mine:1/n\"}");
        assertThat(in("https://t", "{\"nextUri\":\"https://t/n\"}")).isEqualTo("{\"nextUri\":\"http://mine:1/n\"}");
        assertThat(in("https://t", "{\"nextUri\":\"https://t:443/n\"}"))
                .isEqualTo("{\"nextUri\":\"http://mine:1/n\"}");
    }
}
