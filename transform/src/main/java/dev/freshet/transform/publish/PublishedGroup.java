package dev.freshet.transform.publish;

import dev.freshet.core.Boundary;
import dev.freshet.core.Names;
import dev.freshet.core.Publication;
import dev.freshet.transform.connect.TrinoSession;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The published datasets of a group. No list of them exists: the comment of each one's T-1 view names the group, and
 * the view's text has its boundary.
 *
 * @param names of one of them; all are in the same schema
 */
public record PublishedGroup(String name, Names names, TrinoSession trino) {
    /** The boundaries of their T-1 views, by dataset. */
    public Map<String, Boundary> boundaries() {
        Map<String, Boundary> boundaries = new TreeMap<>();
        for (String view : t1Views()) {
            trino.viewText(names.view(view)).filter(text -> Publication.groupIn(text).equals(Optional.of(name)))
                    .flatMap(Boundary::inViewText).ifPresent(boundary -> boundaries.put(dataset(view), boundary));
        }
        return boundaries;
    }

    /** All views of the schema that are named like a T-1 view. */
    private List<String> t1Views() {
        return trino.query("""
                           SELECT table_name FROM %s.information_schema.tables
                           WHERE table_schema = %s AND table_type = 'VIEW' AND table_name LIKE '%%%s'"""
                .formatted(Names.quoted(names.catalog()), Names.literal(names.schema()), Names.T1_SUFFIX),
                row -> row.getString(1));
    }

    private static String dataset(String t1View) {
        return t1View.substring(0, t1View.length() - Names.T1_SUFFIX.length());
    }

    /** What to say if the boundaries differ, as one sentence. */
    public Optional<String> difference() {
        Map<String, Boundary> boundaries = boundaries();
        return new HashSet<>(boundaries.values()).size() <= 1 ? Optional.empty()
                : Optional.of(boundaries.entrySet().stream().map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", ",
                                "the boundaries of group %s differ: ".formatted(name),
                                ". Joins of their T-1 views see different days until all are run together, or rolled back")));
    }
}
