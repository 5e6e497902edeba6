package dev.freshet.gateway;

import dev.freshet.core.Ingested;
import dev.freshet.core.Names;
import dev.freshet.core.Publication;
import dev.freshet.gateway.sql.QualifiedName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds Freshet's views by their comments, with one query for all listed tables. */
record PublishedComments(LookupConnection connection) {
    private static final Logger log = LoggerFactory.getLogger(PublishedComments.class);

    /**
     * @param catalog null means the connection's own, because a search of all catalogs is slow
     * @param schema a pattern as {@code DatabaseMetaData} takes it, or null
     * @return the comments of the live, T-1 and ingested views; empty if there is no catalog, or the query fails
     */
    Map<QualifiedName, String> in(String catalog, String schema) {
        Map<QualifiedName, String> comments = new HashMap<>();
        try {
            Connection trino = connection.current();
            Optional<String> listed = Optional.ofNullable(catalog == null ? trino.getCatalog() : catalog);
            if (listed.isEmpty()) {
                return Map.of();
            }
            try (Statement statement = trino.createStatement();
                    ResultSet rows = statement.executeQuery(sql(listed.get(), schema))) {
                while (rows.next()) {
                    comments.put(QualifiedName.of(rows.getString(1), rows.getString(2), rows.getString(3)),
                            rows.getString(4));
                }
            }
            return comments;
        } catch (SQLException e) {
            log.debug("Tables are listed without remarks: {}", e.getMessage());
            return Map.of();
        }
    }

    private static String sql(String catalog, String schema) {
        return "SELECT catalog_name, schema_name, table_name, comment FROM system.metadata.table_comments WHERE catalog_name = %s%s AND (starts_with(comment, %s) OR starts_with(comment, %s) OR starts_with(comment, %s))"
                .formatted(Names.literal(catalog),
                        schema == null || schema.equals("%") ? "" : " AND " + inSchema(schema),
                        Names.literal(Publication.LIVE_VIEW), Names.literal(Publication.T1_VIEW),
                        Names.literal(Ingested.VIEW));
    }

    /**
     * Uses {@code =} unless there is a {@code %}: only then does Trino list that schema alone. The underscore in
     * {@code my_schema} is never meant as a wildcard.
     */
    private static String inSchema(String pattern) {
        return pattern.contains("%") ? "schema_name LIKE " + Names.literal(pattern) + " ESCAPE '\\'"
                : "schema_name = " + Names.literal(pattern.replace("\\", ""));
    }
}
