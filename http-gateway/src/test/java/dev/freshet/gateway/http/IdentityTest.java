package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
    private static Map<String, List<String>> with(String name, String value) {
        Map<String, List<String>> headers = new TreeMap<>(Map.of("X-Trino-User", List.of("service")));
        headers.put(name, List.of(value));
        return headers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Remote-User", "X-Forwarded-Client-Cert", "X-Presto-User", "authorization", "Cookie",
            "X-Trino-Original-User", "X-Trino-Role", "X-Trino-Original-Role", "x-trino-extra-credential", "Forwarded",
            "X-Trino-Anything-New"})
    void aHeaderThatIsNotKnownToSayNothingTellsCallersApart(String header) {
        assertThat(Identity.BY_ALL.caller(with(header, "carol"))).isNotEqualTo(
                Identity.BY_ALL.caller(with(header, "dave")))
                .isEqualTo(Identity.BY_ALL.caller(with(header.toUpperCase(java.util.Locale.ROOT), "carol")));
        assertThat(Identity.BY_ALL.caller(with("X-Trino-User", "carol")))
                .isNotEqualTo(Identity.BY_ALL.caller(with("X-Trino-User", "dave")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"User-Agent", "Accept-Encoding", "X-Trino-Source", "X-Trino-Client-Tags"})
    void aHeaderThatSaysNothingTellsNoneApart(String header) {
        assertThat(Identity.BY_ALL.caller(with(header, "a"))).isEqualTo(Identity.BY_ALL.caller(with(header, "b")));
    }

    @Test
    void onlyNamedHeadersAndCredentialsTellCallersApart() {
        Identity named = Identity.by(List.of("x-remote-user"));
        for (String header : List.of("X-Remote-User", "Authorization", "Cookie", "X-Trino-Role", "X-Trino-User",
                "X-Forwarded-Proto")) {
            assertThat(named.caller(with(header, "carol"))).as(header).isNotEqualTo(named.caller(with(header, "dave")));
        }
        assertThat(named.caller(with("X-Request-Id", "1"))).isEqualTo(named.caller(with("X-Request-Id", "2")));
        assertThatThrownBy(() -> Identity.by(List.of("X Remote"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid name of a header: \"X Remote\"");
    }

    @Test
    void severalValuesAreNotOne() {
        Map<String, List<String>> one = with("X-Remote-User", "a, b");
        Map<String, List<String>> two = with("X-Remote-User", "a");
        two.put("X-Remote-User", new ArrayList<>(List.of("a", "b", "c")));
        assertThat(Identity.BY_ALL.caller(one)).isNotEqualTo(Identity.BY_ALL.caller(two));
    }
}
