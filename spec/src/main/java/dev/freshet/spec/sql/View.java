package dev.freshet.spec.sql;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.core.Publication;
import dev.freshet.core.Sha256;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The definition of a view. The published comment ends with a digest of the query, so that a run recognizes the view
 * without comparing SQL that Trino has reformatted.
 *
 * @param name qualified and quoted
 */
public record View(String name, String comment, String query) {
    private static final Pattern DIGEST = Pattern.compile("text=([0-9a-f]{16})");
    private static final Pattern COMMENT = Pattern.compile("COMMENT '((?:[^']|'')*)'");
    private static final String ROLLBACKS = " rollbacks=";
    private static final Pattern ROLLBACKS_IN_COMMENT = Pattern.compile(ROLLBACKS + "(\\d+) text=");
    private static final String AS = "SECURITY INVOKER AS";
    private static final String PART = "(?:\"(?:[^\"]|\"\")*\"|[^\\s.\"]+)";
    private static final Pattern LOCATION = Pattern.compile(
            "(SECURITY (?:INVOKER|DEFINER))\\s+WITH \\(\\s*location = '(?:[^']|'')*+'\\s*\\) AS");
    private static final Pattern HEAD = Pattern.compile("\\ACREATE VIEW " + PART + "(?:\\." + PART + ")*");

    public String createOrReplace() {
        return "CREATE OR REPLACE VIEW %s\nCOMMENT %s\n%s\n%s".formatted(name,
                ValueSql.string(comment + " text=" + digest()), AS, query);
    }

    public String digest() {
        return Sha256.hex(query).substring(0, 16);
    }

    /** The digest in the output of {@code SHOW CREATE VIEW}. */
    public static Optional<String> digestIn(String showCreateView) {
        Matcher matcher = DIGEST.matcher(showCreateView);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * The output of {@code SHOW CREATE VIEW} without the directory of the view's files, which Trino 483 shows if the
     * catalog is a REST catalog. A view that is replaced by this text keeps its directory.
     */
    public static String withoutLocation(String showCreateView) {
        return LOCATION.matcher(showCreateView).replaceFirst("$1 AS");
    }

    /** What a view's comment tells of rollbacks; {@link #rollbacksIn} parses it. */
    static String rollbacks(int made) {
        return made == 0 ? "" : ROLLBACKS + made;
    }

    /** How many rollbacks there had been when this output of {@code SHOW CREATE VIEW} was published. */
    public static int rollbacksIn(String showCreateView) {
        Matcher comment = COMMENT.matcher(showCreateView);
        Matcher made = ROLLBACKS_IN_COMMENT.matcher(comment.find() ? comment.group(1) : "");
        return made.find() ? Integer.parseInt(made.group(1)) : 0;
    }

    /**
     * A published view with a longer tail: the last branch of its text is repeated for each further landing partition.
     *
     * @param showCreateView of a live view or a quarantine view
     * @param live what is published with the live view
     * @param end the first landing partition that its tail does not serve yet
     * @param until the first landing partition that the longer tail does not serve
     */
    public static View extended(String name, String showCreateView, Names names, Publication live,
            LandingPartition end, LandingPartition until) {
        int query = showCreateView.indexOf(AS) + AS.length();
        String text = showCreateView.substring(query).strip();
        String branch = text.substring(text.lastIndexOf("UNION ALL") + "UNION ALL".length());
        LandingPartition last = end.plus(-1);
        String more = end.until(until).map(partition -> "\nUNION ALL" + branch
                .replace(names.tailTable(last), names.tailTable(partition))
                .replace(last.literal(), partition.literal())
                .replace(earliest(live, last), earliest(live, partition))).collect(Collectors.joining());
        Matcher comment = COMMENT.matcher(showCreateView.substring(0, query));
        String old = comment.find() ? comment.group(1).replace("''", "'") : "";
        return new View(name, DIGEST.matcher(old).replaceFirst("").strip()
                .replaceFirst("tail_until=\\S+", "tail_until=" + until), text + more);
    }

    /** The lower bound on event time in a landing partition's branch. */
    private static String earliest(Publication live, LandingPartition partition) {
        return live.lateness().map(l -> ValueSql.timestamp(partition.startsAt(live.zone()).minus(l.allowed())))
                .orElse(partition.literal());
    }

    /** The statement that creates the same view, with its comment, under another name. */
    public static String copy(String showCreateView, String name) {
        Matcher head = HEAD.matcher(showCreateView);
        if (!head.find()) {
            throw new IllegalArgumentException("Invalid answer to SHOW CREATE VIEW: " + showCreateView);
        }
        return "CREATE OR REPLACE VIEW " + name + showCreateView.substring(head.end());
    }
}
