package dev.freshet.benchmarks;

import dev.freshet.core.Names;
import dev.freshet.transform.connect.LakehouseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A driver, and which of the two datasets with the same rows it reads. */
public enum Contender {
    /** The gateway's driver, live: today's raw files are scanned on query. */
    LIVE("live"),
    /** The gateway's driver, T-1: the same rows in history. */
    T_1("t-1"),
    /** Plain trino-jdbc on the T-1 view: the difference is what the gateway's driver adds. */
    TRINO_JDBC("trino-jdbc");

    private final String word;

    Contender(String word) {
        this.word = word;
    }

    public Connection connect(LakehouseConfig lakehouse) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(lakehouse.trino());
        properties.putIfAbsent("user", System.getProperty("user.name"));
        properties.putIfAbsent("timezone", "UTC");
        properties.putIfAbsent("source", "freshet-bench");
        if (this != TRINO_JDBC) {
            properties.setProperty("freshness", word);
        }
        return DriverManager.getConnection(url(lakehouse.trinoUrl()), properties);
    }

    private String url(String trino) {
        return this == TRINO_JDBC ? trino : trino.replaceFirst("^jdbc:trino:", "jdbc:freshet:trino:");
    }

    String table(SameLines lines, LakehouseConfig lakehouse) {
        Names scan = lines.scan().names(lakehouse);
        Names history = lines.history().names(lakehouse);
        return switch (this) {
            case LIVE -> scan.liveView();
            case T_1 -> history.liveView();
            case TRINO_JDBC -> history.t1View();
        };
    }

    /** As reports name it. */
    @Override
    public String toString() {
        return word;
    }
}
