package dev.freshet.core.sql;

import dev.freshet.core.Boundary;
import dev.freshet.core.Freshness;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a flip publishes with the live view, for people who browse and for the gateway: the comment of the view holds
 * the zone, the default freshness and the instant of the flip; the boundary is the literal in the view's own text.
 */
public record Publication(Boundary boundary, ZoneId zone, Freshness freshness, Instant publishedAt) {
    private static final Pattern COMMENT = Pattern
            .compile("freshet live view; time_zone=(\\S+) freshness=(\\S+) published=(\\S+?)(?=['\\s]|$)");

    /** The live view's comment. */
    public static String comment(ZoneId zone, Freshness freshness, Instant publishedAt) {
        return "freshet live view; time_zone=%s freshness=%s published=%s".formatted(zone, freshness,
                publishedAt.truncatedTo(ChronoUnit.MILLIS));
    }

    /**
     * Reads what {@code SHOW CREATE VIEW} answers for a live view. Empty when the view is not one of Freshet's.
     */
    public static Optional<Publication> read(String showCreateView) {
        Matcher matcher = COMMENT.matcher(showCreateView);
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            ZoneId zone = ZoneId.of(matcher.group(1));
            Freshness freshness = Freshness.parse(matcher.group(2));
            Instant publishedAt = Instant.parse(matcher.group(3));
            return Boundary.inViewText(showCreateView)
                    .map(boundary -> new Publication(boundary, zone, freshness, publishedAt));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
