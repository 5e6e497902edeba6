package dev.freshet.core.sql;

import dev.freshet.core.Boundary;
import dev.freshet.core.spec.DatasetSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The views that users read. Every branch lists and casts every column, so that a change of a table underneath cannot
 * change a view's shape, and bounds {@code landed_on} with literals, so that Trino drops a branch that a query rules
 * out.
 *
 * @param tailDays landing days from the boundary on, each with its own tail table
 */
public record Views(DatasetSpec spec, Names names, Boundary boundary, List<LocalDate> tailDays) {
    private static final String DIGEST = "text=";

    public Views {
        tailDays = List.copyOf(tailDays);
    }

    /** The live view: history before the boundary, the tail from it on. */
    public String live(Instant publishedAt) {
        return view(names.liveView(), Publication.comment(spec.zone(), spec.freshness(), publishedAt),
                liveBranches());
    }

    /** The T-1 view: history before the boundary. */
    public String t1() {
        return view(names.t1View(), "freshet t-1 view of " + spec.name(), t1Branches());
    }

    /** The quarantine over history and tail: {@code landed_on, file, line, reason, served_from}. */
    public String rejects() {
        return view(names.rejectsView(), "freshet quarantine of %s; %s%s".formatted(spec.name(), DIGEST, digest()),
                rejectsBranches());
    }

    /**
     * Stands for the text of all three views. It is written with the quarantine view, the last that a flip replaces, so
     * that a run can tell a complete flip from one that was cut short.
     */
    public String digest() {
        String text = Stream.of(liveBranches(), t1Branches(), rejectsBranches()).flatMap(b -> b)
                .collect(Collectors.joining("\n"));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The digest in what {@code SHOW CREATE VIEW} answers for the quarantine view. */
    public static Optional<String> digestIn(String showCreateView) {
        Matcher matcher = Pattern.compile(DIGEST + "([0-9a-f]{16})").matcher(showCreateView);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private Stream<String> liveBranches() {
        return Stream.concat(t1Branches(), tail(TailTable::rows));
    }

    private Stream<String> t1Branches() {
        return Stream.of(history(boundary.historyPredicate()));
    }

    private Stream<String> rejectsBranches() {
        return Stream.concat(Stream.of(historyRejects(boundary.historyPredicate())), tail(TailTable::rejects));
    }

    /** History's rows with the views' columns. */
    public String history(String predicate) {
        String columns = spec.columns().stream().map(c -> "  %s AS %s,\n"
                .formatted(ValueSql.cast(Names.quoted(c.name()), c.type()), Names.quoted(c.name())))
                .collect(Collectors.joining());
        return """
               SELECT
               %s  landed_on,
                 CAST('history' AS varchar) AS served_from
               FROM %s
               WHERE %s""".formatted(columns, names.history(), predicate);
    }

    /** History's rejects with the quarantine view's columns. */
    public String historyRejects(String predicate) {
        return """
               SELECT
                 landed_on, file, line, reason,
                 CAST('history' AS varchar) AS served_from
               FROM %s
               WHERE %s""".formatted(names.historyRejects(), predicate);
    }

    private Stream<String> tail(Function<TailTable, String> query) {
        return tailDays.stream().map(day -> query.apply(new TailTable(spec, names, day)));
    }

    private static String view(String name, String comment, Stream<String> branches) {
        return "CREATE OR REPLACE VIEW %s\nCOMMENT %s\nSECURITY INVOKER AS\n%s".formatted(name,
                ValueSql.string(comment), branches.collect(Collectors.joining("\nUNION ALL\n")));
    }
}
