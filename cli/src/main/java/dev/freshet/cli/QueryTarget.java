package dev.freshet.cli;

import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.TrinoFailure;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Where a query goes: to the gateway's driver, or to Trino itself.
 *
 * @param direct whether it bypasses the gateway
 * @param freshness the connection's freshness, or null
 */
record QueryTarget(LakehouseConfig lakehouse, boolean direct, String freshness) {
    private static final String TRINO = "jdbc:trino:";
    private static final String FRESHET = "jdbc:freshet:trino:";

    String url() {
        String url = lakehouse.trinoUrl();
        return direct || !url.startsWith(TRINO) ? url : FRESHET + url.substring(TRINO.length());
    }

    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.putAll(lakehouse.trino());
        properties.putIfAbsent("user", System.getProperty("user.name"));
        properties.putIfAbsent("source", "freshet-query");
        if (freshness != null) {
            properties.setProperty("freshness", freshness);
        }
        return DriverManager.getConnection(url(), properties);
    }

    /** The route, the reason and data as of, and Trino's own warnings. */
    static List<String> warnings(Statement statement) throws SQLException {
        List<String> warnings = new ArrayList<>();
        for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            warnings.add(warning.getMessage());
        }
        return warnings;
    }

    /**
     * Whether Trino was not reached: SQLState 08 (connection exception), an IOException that Trino's driver wraps, or a
     * client that Trino did not let in.
     */
    static boolean isUnreachable(SQLException e) {
        if (e.getSQLState() != null && e.getSQLState().startsWith("08") || TrinoFailure.in(e).isPresent()) {
            return true;
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
