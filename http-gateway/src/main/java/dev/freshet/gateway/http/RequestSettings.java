package dev.freshet.gateway.http;

import dev.freshet.gateway.Settings;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Decides which settings apply to a request: what the request itself sets, else the first rule that matches it, else
 * the endpoint's.
 *
 * @param rules those that are valid now
 */
public record RequestSettings(Settings endpoint, Supplier<List<Rule>> rules) {

    /** Each dataset's default, and no limits. */
    public static final RequestSettings NONE = of(Map.of());

    /**
     * The same for all clients.
     *
     * @param endpoint values by the names of {@link Settings}
     * @throws IllegalArgumentException if one of them is not valid
     */
    public static RequestSettings of(Map<String, String> endpoint) {
        return new RequestSettings(Settings.of(endpoint), List::of);
    }

    /**
     * @param headers of a request, by name in any case
     * @throws IllegalArgumentException if the request sets an invalid freshness
     */
    Settings in(Map<String, List<String>> headers) {
        Settings byRule = rules.get().stream().filter(rule -> rule.matches(headers)).findFirst()
                .map(rule -> rule.settings().over(endpoint)).orElse(endpoint);
        return RequestFreshness.in(headers)
                .map(own -> Settings.of(Map.of(Settings.FRESHNESS, own.toString())).over(byRule)).orElse(byRule);
    }
}
