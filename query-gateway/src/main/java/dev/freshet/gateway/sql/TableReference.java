package dev.freshet.gateway.sql;

import dev.freshet.core.Names;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place where a statement reads a table or view.
 *
 * @param name as written, in lower case
 * @param pinned why this reference must not be rewritten, if so
 * @param bounds upper bounds of columns; rows beyond them do not affect the answer
 * @param parameters gives the bounds if values of parameters are known; empty if these do not matter
 */
public record TableReference(QualifiedName name, Optional<String> pinned, List<UpperBound> bounds,
        Optional<OfParameters> parameters, Form form) {
    /** Bounds that depend on the values of parameters. */
    interface OfParameters {
        List<UpperBound> bounds(List<Value> values);
    }

    /** The same with the bounds that follow from values of parameters. */
    public TableReference given(List<Value> values) {
        return parameters.isEmpty() || values.isEmpty() ? this
                : new TableReference(name, pinned, parameters.get().bounds(values), parameters, form);
    }

    /** Whether a predicate limits the rows that affect the answer. */
    public boolean isBounded() {
        return !bounds.isEmpty();
    }

    /** Whether predicates limit a column without time zone to values before {@code end}. */
    public boolean endsBefore(String column, LocalDateTime end) {
        return bounds.stream().anyMatch(bound -> bound.column().equals(column) && bound.isBefore(end));
    }

    /** Whether predicates limit a column with time zone to values before {@code end}, whatever the session's zone. */
    public boolean endsBefore(String column, Instant end) {
        return bounds.stream().anyMatch(bound -> bound.column().equals(column) && bound.isBefore(end));
    }

    /** The syntax around the reference, which decides how to replace it. */
    sealed interface Form {}

    /**
     * In a FROM clause, or as the argument of a table function.
     *
     * @param alias the name to keep for column references such as {@code backups.id}, as written; empty when the
     *        reference has an alias of its own
     * @param aliasAt where the alias goes
     */
    record InFrom(int start, int end, Optional<String> alias, int aliasAt) implements Form {}

    /** {@code TABLE backups}, which takes no alias. */
    record TableQuery(int tableStart, int tableEnd, int start, int end, String alias) implements Form {}

    /**
     * In a FROM clause without an alias, where columns name the table with its schema, as in
     * {@code telemetry.backups.id}. An alias would hide that name, so only the last part of each changes.
     *
     * @param name the last part of the table's name
     * @param qualifiers the same part in the columns
     */
    record Qualified(Place name, List<Place> qualifiers) implements Form {}

    /** Positions in the text, in {@code char}s. */
    record Place(int start, int end) {}

    /** {@code SHOW STATS FOR backups}, which takes no alias and needs none. */
    record Named(int start, int end) implements Form {}

    /** Whether the source that replaces the table may be a query. */
    public boolean takesQuery() {
        return form instanceof InFrom || form instanceof TableQuery;
    }

    /** The edits that make this reference read another source and keep every column reference valid. */
    List<Edit> replaceWith(Source source) {
        String text = source.text();
        List<Edit> edits = new ArrayList<>();
        if (form instanceof InFrom from) {
            boolean adjacent = from.aliasAt == from.end;
            String alias = from.alias.map(name -> " AS " + name).orElse("");
            edits.add(new Edit(from.start, from.end, adjacent ? text + alias : text));
            if (!adjacent && !alias.isEmpty()) {
                edits.add(new Edit(from.aliasAt, from.aliasAt, alias));
            }
        } else if (form instanceof Qualified qualified) {
            String last = Names.quoted(source.table().last());
            edits.add(new Edit(qualified.name.start, qualified.name.end, last));
            qualified.qualifiers.forEach(place -> edits.add(new Edit(place.start, place.end, last)));
        } else if (form instanceof Named named) {
            edits.add(new Edit(named.start, named.end, text));
        } else if (form instanceof TableQuery query) {
            edits.add(new Edit(query.tableStart, query.tableEnd, "SELECT * FROM"));
            edits.add(new Edit(query.start, query.end, text + " AS " + query.alias));
        }
        return edits;
    }
}
