package dev.freshet.samples.quickstart;

import dev.freshet.gateway.FreshetStatement;
import dev.freshet.gateway.Route;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/** Asks the same question twice: live, about all that has landed, and T-1, about the days that are over. */
public final class Quickstart {
    private static final String URL = "jdbc:freshet:trino://127.0.0.1:8080/lakehouse";
    private static final String QUESTION = """
                                           SELECT device.model, count(*), sum(size_bytes)
                                           FROM quickstart.backups
                                           GROUP BY 1
                                           ORDER BY 1""";

    private Quickstart() {}

    /** @param arguments the URL of the lakehouse */
    public static void main(String[] arguments) {
        if (arguments.length != 1 || !arguments[0].startsWith("jdbc:freshet:trino://")) {
            System.err.println("One argument is needed, the URL of the lakehouse, such as " + URL);
            System.exit(2);
        }
        try (Connection connection = DriverManager.getConnection(arguments[0], "quickstart", null);
                Statement statement = connection.createStatement()) {
            for (String freshness : List.of("live", "t-1")) {
                connection.setClientInfo("freshness", freshness);
                try (ResultSet rows = statement.executeQuery(QUESTION)) {
                    System.out.println(freshness);
                    while (rows.next()) {
                        System.out.printf(Locale.ROOT, "  %-4s %d backups %5.1f GB%n", rows.getString(1),
                                rows.getLong(2), rows.getLong(3) / 1e9);
                    }
                }
                for (Route route : statement.unwrap(FreshetStatement.class).routes()) {
                    System.out.println("  from the " + route.view() + " view: " + route.reason());
                    System.out.println("  complete up to " + route.dataAsOf());
                }
            }
        } catch (SQLException e) {
            System.err.println("No answer from " + arguments[0] + ": " + e.getMessage());
            System.err.println(e.getErrorCode() == 0 // Trino's own errors have a code
                    ? "Is the lakehouse running? ./freshet up --port 8080 starts it, or says where it is."
                    : "Have the files landed, and has the batch run? The README says how.");
            System.exit(1);
        }
    }
}
