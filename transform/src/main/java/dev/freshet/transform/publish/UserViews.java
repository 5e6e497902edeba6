package dev.freshet.transform.publish;

import dev.freshet.core.Names;
import dev.freshet.spec.sql.View;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.TrinoSession;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users' own views that read a dataset's views, in the same catalog. Trino keeps the columns that a view had when
 * it was created: if its query returns others now, each query of the view fails until it is created again.
 */
public record UserViews(Names names, TrinoSession trino) {
    private static final Logger log = LoggerFactory.getLogger(UserViews.class);
    /** A star that stands for columns, not for a product or within {@code count(*)}. */
    private static final Pattern STAR = Pattern.compile("(?i)(\\bselect\\s+(all\\s+|distinct\\s+)?|[,.]\\s*)\\*");

    private record Found(String name, String text) {}

    /** Those that a new column breaks, as comments with the statements that fix them afterwards. */
    public List<String> breaking() {
        return reading().stream().filter(view -> STAR.matcher(view.text()).find())
                .map(view -> "-- then queries of %s fail, because it selects all columns. Create it again:\n%s"
                        .formatted(view.name(), statement(view)).replace("\n", "\n-- "))
                .toList();
    }

    /** Those that are broken now, as sentences. */
    public List<String> broken() {
        return reading().stream().filter(this::isBroken)
                .map(view -> "queries of %s fail, because the columns that it reads have changed. Create it again:\n%s"
                        .formatted(view.name(), statement(view)))
                .toList();
    }

    private List<Found> reading() {
        Pattern reads = Pattern.compile("(?i)(?<![\\w])(%s)(?![\\w])".formatted(String.join("|", names.views())));
        try {
            return trino.query("SELECT table_schema, table_name, view_definition FROM %s.information_schema.views"
                    .formatted(Names.quoted(names.catalog())),
                    row -> new Found(Names.qualified(names.catalog(), row
                            .getString(1), row.getString(2)), row.getString(3)))
                    .stream().filter(view -> !own().contains(view.name()) && reads.matcher(view.text()).find())
                    .toList();
        } catch (LakehouseException e) {
            log.warn("Cannot look for views that read {}: {}", names.dataset(), e.getMessage());
            return List.of();
        }
    }

    private List<String> own() {
        return names.views().stream().map(names::view).toList();
    }

    private boolean isBroken(Found view) {
        try {
            trino.query("EXPLAIN (TYPE VALIDATE) SELECT * FROM " + view.name(), row -> true);
            return false;
        } catch (LakehouseException e) {
            return TrinoSession.isStale(e);
        }
    }

    private String statement(Found view) {
        return trino.viewText(view.name()).map(text -> View.copy(text, view.name())).orElse("");
    }
}
