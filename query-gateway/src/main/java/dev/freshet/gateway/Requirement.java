package dev.freshet.gateway;

import dev.freshet.core.Freshness;
import dev.freshet.core.Publication;
import dev.freshet.gateway.Datasets.Dataset;
import java.time.Instant;
import java.util.Optional;

/**
 * The freshness that an answer must have.
 *
 * @param source who requires it, for the reason of the route
 */
record Requirement(Freshness freshness, String source) {

    /** The hint's freshness, else the connection's. If neither is set, each dataset's default applies. */
    static Optional<Requirement> requested(Optional<Freshness> hint, Optional<Freshness> connection) {
        return hint.map(freshness -> new Requirement(freshness, "the statement requests " + freshness))
                .or(() -> connection.map(freshness -> new Requirement(freshness,
                        "the connection requests " + freshness)));
    }

    static Requirement withoutLive(String failure) {
        return new Requirement(Freshness.T_1,
                "the live view failed, and the connection falls back to t-1 (%s)".formatted(failure));
    }

    static Requirement defaultOf(Publication publication) {
        return new Requirement(publication.freshness(), "the dataset's default is " + publication.freshness());
    }

    /** Whether it applies to all datasets of the statement together. */
    boolean isConsistent() {
        return freshness.equals(Freshness.CONSISTENT);
    }

    /**
     * Why a bound cannot be measured: this machine's clock has not reached a time that another one has published.
     */
    Optional<String> clockBehind(Dataset dataset, Instant now) {
        return freshness instanceof Freshness.StaleAtMost
                ? Optional.of(dataset.lastPublishedAt()).filter(now::isBefore).map(
                        published -> "this machine's clock is behind: it shows %s, and something was published at %s"
                                .formatted(now, published))
                : Optional.empty();
    }

    /** Whether only the live view meets it, so that the route needs no further reason. */
    boolean isLive() {
        return freshness.equals(Freshness.LIVE);
    }
}
