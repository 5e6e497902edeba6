package dev.freshet.core;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the ingested view holds: history before the boundary, and the hot files from there on. The boundary is a literal
 * in the view's text; the rest is in the view's comment, so that it never says more than the text beside it shows.
 *
 * @param files how many raw files are hot
 * @param completeness as the last ingest found it. Empty if that is not known
 */
public record Ingested(Boundary boundary, int files, Optional<Completeness> completeness) {
    /** How the comments of ingested views begin. */
    public static final String VIEW = "freshet ingested view of ";

    private static final String COMPLETE_UNTIL = " complete_until=";
    private static final Pattern COMPLETENESS = Pattern
            .compile("(?:" + COMPLETE_UNTIL + "(\\S+Z))? listed=(\\S+Z) raw=([0-9a-f,]*)");
    private static final Pattern COMMENT = Pattern.compile(VIEW + "[^']*? files=(\\d+)");

    /**
     * How complete the view is.
     *
     * @param until every row that had landed by then is in the view. Empty if that is not known, or no later than the
     *        boundary
     * @param listed when the ingest began to list the tail
     * @param raw digests of the paths of the files that stayed raw. Such a file may have rows that landed long before
     *        it was last modified: a later ingest that still finds it raw must not say that the view is complete.
     */
    public record Completeness(Optional<Instant> until, Instant listed, Set<String> raw) {
        /** Files whose digests are equal by chance make the view seem less complete. */
        public static String digest(String path) {
            return Integer.toHexString(path.hashCode());
        }

        /** The same for a view whose history alone is complete until this time. */
        public Completeness after(Instant history) {
            return new Completeness(until.filter(history::isBefore), listed, raw);
        }

        @Override
        public String toString() {
            return until.map(at -> COMPLETE_UNTIL + at).orElse("") + " listed=" + listed + " raw="
                    + String.join(",", new TreeSet<>(raw));
        }

        private static Completeness of(Matcher comment) {
            return new Completeness(Optional.ofNullable(comment.group(1)).map(Instant::parse),
                    Instant.parse(comment.group(2)), Arrays.stream(comment.group(3).split(","))
                            .filter(digest -> !digest.isEmpty()).collect(Collectors.toSet()));
        }
    }

    public Optional<Instant> completeUntil() {
        return completeness.flatMap(Completeness::until);
    }

    /** The view's comment; {@link #read} parses it. */
    public String comment(String dataset) {
        return VIEW + dataset + " files=" + files + completeness.map(Completeness::toString).orElse("");
    }

    /** Reads the output of {@code SHOW CREATE VIEW}. Empty if it is not an ingested view. */
    public static Optional<Ingested> read(String showCreateView) {
        Matcher comment = COMMENT.matcher(showCreateView);
        if (!comment.find()) {
            return Optional.empty();
        }
        int files = Integer.parseInt(comment.group(1));
        Matcher complete = COMPLETENESS.matcher(showCreateView).region(comment.end(), showCreateView.length());
        return Boundary.inViewText(showCreateView).map(boundary -> new Ingested(boundary, files,
                complete.lookingAt() ? Optional.of(Completeness.of(complete)) : Optional.empty()));
    }

    /** Whether a view's comment, or its text with the comment, says up to when the view is complete. */
    public static boolean saysUntil(String comment) {
        return comment.contains(COMPLETE_UNTIL);
    }

    /** The view's text without what its comment says of completeness. */
    public static String withdrawn(String showCreateView) {
        return COMPLETENESS.matcher(showCreateView).replaceFirst("");
    }
}
