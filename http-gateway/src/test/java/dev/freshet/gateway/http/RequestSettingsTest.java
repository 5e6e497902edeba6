package dev.freshet.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.Freshness;
import dev.freshet.gateway.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RequestSettingsTest {
    private static final Settings ENDPOINT = Settings.of(Map.of("freshness", "P1D", "live_bytes", "1GB"));

    private static Map<String, List<String>> headers(String... namesAndValues) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return headers;
    }

    private static Rule rule(String user, String source, String tag, String freshness) {
        return new Rule(pattern(user), pattern(source), pattern(tag), Settings.of(Map.of("freshness", freshness)));
    }

    private static Optional<NamePattern> pattern(String text) {
        return Optional.ofNullable(text).map(NamePattern::new);
    }

    private static String freshness(List<Rule> rules, String... headers) {
        return new RequestSettings(ENDPOINT, () -> rules).in(headers(headers)).freshness().orElseThrow().toString();
    }

    @Test
    void theRequestComesBeforeTheRulesAndTheseBeforeTheEndpoint() {
        List<Rule> rules = List.of(rule("ann", null, null, "t-1"));
        assertThat(freshness(rules, "X-Trino-User", "ann", "X-Trino-Client-Tags", "freshness=PT5M",
                "X-Freshet-Freshness", "live")).isEqualTo("live");
        assertThat(freshness(rules, "X-Trino-User", "ann", "X-Trino-Client-Tags", "freshness=PT5M")).isEqualTo("PT5M");
        assertThat(freshness(rules, "X-Trino-User", "ann")).isEqualTo("t-1");
        assertThat(freshness(rules, "X-Trino-User", "bob")).isEqualTo("PT24H");
        assertThat(RequestSettings.NONE.in(headers()).freshness()).isEmpty();
    }

    @Test
    void theFirstRuleWinsWhosePatternsAllMatch() {
        List<Rule> rules = List.of(rule("ann", "superset*", null, "PT1M"), rule(null, "*set", null, "PT2M"),
                rule(null, null, "dash*board", "PT3M"), rule("*", null, null, "PT4M"));
        assertThat(freshness(rules, "x-trino-user", "ann", "X-TRINO-SOURCE", "superset")).isEqualTo("PT1M");
        assertThat(freshness(rules, "X-Trino-User", "bob", "X-Trino-Source", "superset")).isEqualTo("PT2M");
        assertThat(freshness(rules, "X-Trino-Client-Tags", "x, dash-board")).isEqualTo("PT3M");
        assertThat(freshness(rules, "X-Trino-Client-Tags", "dashboar", "X-Trino-User", "bob")).isEqualTo("PT4M");
        assertThat(freshness(rules, "X-Trino-Source", "set up")).as("no user is named").isEqualTo("PT24H");
    }

    @Test
    void theUserIsTheOneOfTheHeaderOrOfThePassword() {
        List<Rule> rules = List.of(rule("ann", null, null, "t-1"));
        String password = "Basic " + Base64.getEncoder().encodeToString("ann:a:b".getBytes(StandardCharsets.UTF_8));
        assertThat(freshness(rules, "Authorization", password)).isEqualTo("t-1");
        assertThat(freshness(rules, "Authorization", password, "X-Trino-User", "bob")).isEqualTo("PT24H");
        for (String other : List.of("Bearer ann", "Basic ann", "Basic %", "Basic")) {
            assertThat(freshness(rules, "Authorization", other)).as(other).isEqualTo("PT24H");
        }
    }

    @Test
    void aRuleLeavesTheSettingsThatItDoesNotName() {
        List<Rule> rules = List.of(new Rule(Optional.empty(), Optional.empty(), Optional.empty(),
                Settings.of(Map.of("on_live_failure", "t-1", "live_timeout", "PT30S"))));
        Settings settings = new RequestSettings(ENDPOINT, () -> rules).in(headers());
        assertThat(settings.texts()).isEqualTo(Map.of("freshness", "P1D", "live_bytes", "1GB", "on_live_failure",
                "t-1", "live_timeout", "PT30S"));
        assertThat(settings.freshness()).contains(Freshness.parse("P1D"));
        assertThat(settings.live().fallsBack()).isTrue();
        assertThat(settings.live().bytes()).hasValue(1L << 30);
    }

    @Test
    void aPatternHasAtMostOneStar() {
        assertThat(new NamePattern("a*a").matches("a")).isFalse();
        assertThat(new NamePattern("a*a").matches("aa")).isTrue();
        for (String invalid : List.of("", " ", "a*b*")) {
            assertThatThrownBy(() -> new NamePattern(invalid)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one * at most");
        }
    }
}
