package dev.freshet.benchmarks.history;

import dev.freshet.transform.connect.LakehouseConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;

/** The readers' connections. */
final class Connections implements AutoCloseable {
    private final LakehouseConfig lakehouse;
    private final Map<PastReader, Connection> open = new EnumMap<>(PastReader.class);

    Connections(LakehouseConfig lakehouse) {
        this.lakehouse = lakehouse;
    }

    /** A connection that is ready for the reader's next statement. The time to get it does not count. */
    Connection ready(PastReader reader, String sql) throws SQLException {
        if (reader == PastReader.GATEWAY_FIRST) {
            Connection last = open.remove(reader);
            if (last != null) {
                last.close();
            }
        }
        Connection connection = open.get(reader);
        if (connection == null) {
            connection = reader.connect(lakehouse);
            open.put(reader, connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1"); // reading a table would cause a look-up
            }
        }
        if (reader == PastReader.GATEWAY) {
            connection.nativeSQL(sql);
        }
        return connection;
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : open.values()) {
            connection.close();
        }
    }
}
