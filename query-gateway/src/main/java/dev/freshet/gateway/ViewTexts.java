package dev.freshet.gateway;

import dev.freshet.core.Names;
import dev.freshet.gateway.sql.QualifiedName;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Reads the texts of views from Trino, by JDBC or HTTP. */
public interface ViewTexts {
    /**
     * @param name catalog, schema and table
     * @return empty when there is no such view
     * @throws SQLException if the look-up fails
     */
    Optional<String> find(QualifiedName name) throws SQLException;

    static String statement(QualifiedName name) {
        return "SHOW CREATE VIEW " + Names.qualified(name.parts().get(0), name.parts().get(1), name.last());
    }

    /** NOT_SUPPORTED ("is a table, not a view"), CATALOG_, SCHEMA_ and TABLE_NOT_FOUND. */
    static boolean isNoView(int errorCode) {
        return Set.of(13, 44, 45, 46).contains(errorCode);
    }
}
