package dev.freshet.gateway.sql;

import dev.freshet.core.Freshness;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /*+ freshness(t-1) *}{@code /}: the freshness of one statement. {@code /*+ freshet(explain) *}{@code /}: show
 * how the statement would be routed, and do not run it.
 */
final class Hint {
    private static final Pattern ANY = Pattern.compile("/\\*\\+.*\\bfreshness\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern WELL_FORMED = Pattern.compile("\\bfreshness\\s*\\(\\s*([^()]*?)\\s*\\)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern EXPLAIN = Pattern.compile("/\\*\\+\\s*freshet\\s*\\(\\s*explain\\s*\\).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Hint() {}

    static boolean explains(List<String> comments) {
        return comments.stream().anyMatch(comment -> EXPLAIN.matcher(comment).matches());
    }

    /** @throws IllegalArgumentException if a hint is malformed or two hints disagree */
    static Optional<Freshness> in(List<String> comments) {
        Optional<Freshness> found = Optional.empty();
        for (String comment : comments) {
            if (!ANY.matcher(comment).matches()) {
                continue;
            }
            Matcher hint = WELL_FORMED.matcher(comment);
            if (!hint.find()) {
                throw new IllegalArgumentException(
                        "Invalid freshness hint: " + comment + " (write it as /*+ freshness(t-1) */)");
            }
            do {
                Freshness freshness = Freshness.parse(hint.group(1));
                if (found.isPresent() && !found.get().equals(freshness)) {
                    throw new IllegalArgumentException("Invalid freshness hint: %s and %s (one statement takes one)"
                            .formatted(found.get(), freshness));
                }
                found = Optional.of(freshness);
            } while (hint.find());
        }
        return found;
    }
}
