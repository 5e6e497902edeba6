package dev.freshet.benchmarks;

import dev.freshet.transform.connect.LakehouseConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The versions that a report names. */
public final class Versions {
    private Versions() {}

    /** As the server says. */
    public static String trino(LakehouseConnection lakehouse) {
        try (Statement statement = lakehouse.trino().createStatement();
                ResultSet version = statement.executeQuery("SELECT version()")) {
            version.next();
            return version.getString(1);
        } catch (SQLException e) {
            throw new BenchException("Cannot ask Trino for its version: " + e.getMessage(), e);
        }
    }

    /** Of this code, with its commit. The launcher says it. */
    public static String release() {
        return System.getProperty("freshet.release", "unknown");
    }

    /** Of this JVM. */
    public static String jdk() {
        return Runtime.version().toString();
    }
}
