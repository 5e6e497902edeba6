package dev.freshet.gateway;

import dev.freshet.core.Freshness;
import dev.freshet.core.Publication;
import java.util.Optional;

/**
 * The freshness that a statement must have, and who asks for it, which goes into the reason of a route.
 */
record Requirement(Freshness freshness, String askedBy) {

    /**
     * The statement's hint, else the connection's freshness. Empty if neither is given; then each dataset's default
     * applies.
     */
    static Optional<Requirement> asked(Optional<Freshness> hint, Optional<Freshness> connection) {
        return hint.map(freshness -> new Requirement(freshness, "the statement asks for " + freshness)).or(
                () -> connection.map(freshness -> new Requirement(freshness, "the connection asks for " + freshness)));
    }

    static Requirement withoutLive(String failure) {
        return new Requirement(Freshness.T_1,
                "it failed through the live view, and the connection asks for t-1 then (%s)"
                        .formatted(failure));
    }

    static Requirement defaultOf(Publication publication) {
        return new Requirement(publication.freshness(), "the dataset's default is " + publication.freshness());
    }
}
