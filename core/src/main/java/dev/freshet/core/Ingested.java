package dev.freshet.core;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the ingested view holds: history before the boundary, and the hot files from there on. The boundary is a literal
 * in the view's text; the rest is in the view's comment, so that it never says more than the text beside it shows.
 *
 * @param files how many raw files are hot
 * @param completeUntil every file that had landed by then is in the view. Empty if that is not known, or no later than
 *        the boundary
 */
public record Ingested(Boundary boundary, int files, Optional<Instant> completeUntil) {
    /** How the comments of ingested views begin. */
    public static final String VIEW = "freshet ingested view of ";

    private static final String COMPLETE_UNTIL = " complete_until=";
    private static final Pattern COMMENT = Pattern
            .compile(VIEW + "[^']*? files=(\\d+)(?:" + COMPLETE_UNTIL + "(\\S+Z))?");

    /** The view's comment; {@link #read} parses it. */
    public String comment(String dataset) {
        return VIEW + dataset + " files=" + files + completeUntil.map(at -> COMPLETE_UNTIL + at).orElse("");
    }

    /** Reads the output of {@code SHOW CREATE VIEW}. Empty if it is not an ingested view. */
    public static Optional<Ingested> read(String showCreateView) {
        Matcher comment = COMMENT.matcher(showCreateView);
        return comment.find() ? Boundary.inViewText(showCreateView).map(boundary -> new Ingested(boundary,
                Integer.parseInt(comment.group(1)), Optional.ofNullable(comment.group(2)).map(Instant::parse)))
                : Optional.empty();
    }

    /** Whether a view's comment, or its text with the comment, says up to when the view is complete. */
    public static boolean saysUntil(String comment) {
        return comment.contains(COMPLETE_UNTIL);
    }

    /** The view's text without what its comment says of completeness. */
    public static String withdrawn(String showCreateView) {
        return showCreateView.replaceFirst(COMPLETE_UNTIL + "\\S+Z", "");
    }
}
