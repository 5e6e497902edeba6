package dev.freshet.core;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a flip publishes with the live view, for people and for the gateway. The boundary is a literal in the view's
 * text; the rest is in the view's comment.
 *
 * @param tail how far the tail reaches; empty for a view written by an older version
 * @param previous the previous boundary, which a rollback restores
 * @param lateness the bound on event times, if the spec limits lateness
 * @param rollingBackTo the boundary that an announced rollback will restore. Readers with a cache must not rely on
 *        history from there on.
 */
public record Publication(Boundary boundary, ZoneId zone, Freshness freshness, Instant publishedAt,
        Optional<Tail> tail, Optional<Boundary> previous, Optional<Lateness> lateness,
        Optional<Boundary> rollingBackTo) {
    /**
     * How long readers may cache a publication. Only a rollback moves the boundary back, and it is announced this long
     * in advance.
     */
    public static final Duration REMEMBERED = Duration.ofSeconds(3);

    /** How the comments of live views begin. */
    public static final String LIVE_VIEW = "freshet live view; ";
    /** How the comments of T-1 views begin. */
    public static final String T1_VIEW = "freshet t-1 view of ";

    private static final String GROUP = " group=";
    private static final Pattern GROUP_IN_T1_COMMENT = Pattern.compile(T1_VIEW + "\\S+" + GROUP + "(\\S+)");
    private static final String ROLLING_BACK = "rolling_back_to";
    private static final Pattern COMMENT = Pattern.compile(LIVE_VIEW + "([^']*)");

    /**
     * How far the tail reaches. Files that land later are in no view until a run extends it.
     *
     * @param until the first landing partition that the tail does not serve
     * @param lookAhead how far beyond its own time each run extends the tail
     */
    public record Tail(LandingPartition until, Duration lookAhead) {
        /** Files that land before this instant are visible at once. */
        public Instant endsAt(ZoneId zone) {
            return until.startsAt(zone);
        }

        /** After this instant less than half of the look-ahead is left, unless a run extends the tail. */
        public Instant endsSoonAfter(ZoneId zone) {
            return endsAt(zone).minus(lookAhead.dividedBy(2));
        }
    }

    /**
     * No row's event time is earlier than the start of its landing partition by more than {@code allowed}.
     *
     * @param column the event time column, a timestamp with time zone
     */
    public record Lateness(String column, Duration allowed) {}

    /** The live view's comment; {@link #read} parses it. It does not name the boundary, which is in the view's text. */
    public String comment() {
        return LIVE_VIEW + rollingBackTo.map(to -> ROLLING_BACK + "=" + to + " ").orElse("")
                + "time_zone=%s freshness=%s published=%s".formatted(zone, freshness,
                        publishedAt.truncatedTo(ChronoUnit.MILLIS))
                + tail.map(end -> " tail_until=%s look_ahead=%s".formatted(end.until(), end.lookAhead())).orElse("")
                + previous.map(before -> " previous=" + before).orElse("")
                + lateness.map(late -> " event_time=%s allowed_lateness=%s".formatted(late.column(), late.allowed()))
                        .orElse("");
    }

    /**
     * The T-1 view's comment; {@link #groupIn} parses it.
     *
     * @param group what the datasets have in common whose boundaries move together
     */
    public static String t1Comment(String dataset, Optional<String> group) {
        return T1_VIEW + dataset + group.map(GROUP::concat).orElse("");
    }

    /** The group in a T-1 view's text or comment. */
    public static Optional<String> groupIn(String t1View) {
        Matcher matcher = GROUP_IN_T1_COMMENT.matcher(t1View);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Summarizes a live view's comment for people. */
    public static String remarks(String comment) {
        Map<String, String> says = says(comment);
        return "%s by default, last cut over at %s".formatted(says.get("freshness"),
                says.get("published"));
    }

    /** The view's text with a rollback announced in its comment. */
    public static String rollingBack(String showCreateView, Boundary to) {
        return showCreateView.replaceFirst(LIVE_VIEW + "(?:" + ROLLING_BACK + "=\\S+ )?",
                LIVE_VIEW + ROLLING_BACK + "=" + to + " ");
    }

    /** Reads the output of {@code SHOW CREATE VIEW} for a live view. Empty if Freshet did not create the view. */
    public static Optional<Publication> read(String showCreateView) {
        Matcher matcher = COMMENT.matcher(showCreateView);
        if (!matcher.find()) {
            return Optional.empty();
        }
        Map<String, String> says = says(matcher.group(1));
        try {
            return Boundary.inViewText(showCreateView).map(boundary -> read(boundary, says));
        } catch (DateTimeException | IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }

    /** The {@code key=value} pairs of a comment. */
    private static Map<String, String> says(String comment) {
        return Arrays.stream(comment.split("\\s+")).map(word -> word.split("=", 2)).filter(word -> word.length == 2)
                .collect(Collectors.toMap(word -> word[0], word -> word[1], (a, b) -> b));
    }

    private static Publication read(Boundary boundary, Map<String, String> says) {
        Optional<Lateness> lateness = Optional.ofNullable(says.get("allowed_lateness"))
                .map(allowed -> new Lateness(says.get("event_time"), Duration.parse(allowed)));
        Optional<Tail> tail = Optional.ofNullable(says.get("tail_until"))
                .map(until -> new Tail(LandingPartition.parse(until), Duration.parse(says.get("look_ahead"))));
        return new Publication(boundary, ZoneId.of(says.get("time_zone")), Freshness.parse(says.get("freshness")),
                Instant.parse(says.get("published")), tail, boundary(says, "previous"), lateness,
                boundary(says, ROLLING_BACK));
    }

    private static Optional<Boundary> boundary(Map<String, String> says, String key) {
        return Optional.ofNullable(says.get(key)).map(first -> new Boundary(LandingPartition.parse(first)));
    }
}
