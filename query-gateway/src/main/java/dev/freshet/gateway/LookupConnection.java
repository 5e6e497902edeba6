package dev.freshet.gateway;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where look-ups run: on the connection itself, so that they see what it may see; but inside a transaction on a
 * sibling, because Trino aborts a transaction in which any statement fails, and a look-up of a view that does not exist
 * fails.
 */
final class LookupConnection implements AutoCloseable {
    private final Connection connection;
    private final Opener opener;
    private volatile boolean transactionOpen;
    private Connection sibling;

    interface Opener {
        Connection open() throws SQLException;
    }

    LookupConnection(Connection connection, Opener opener) {
        this.connection = connection;
        this.opener = opener;
    }

    synchronized Connection current() throws SQLException {
        if (!isInTransaction()) {
            return connection;
        }
        if (sibling == null) {
            sibling = opener.open();
        }
        return sibling;
    }

    boolean isInTransaction() throws SQLException {
        return transactionOpen || !connection.getAutoCommit();
    }

    /** {@code START TRANSACTION} as text leaves autocommit as it is, so JDBC does not tell. */
    void transactionOpen(boolean open) {
        transactionOpen = open;
    }

    @Override
    public synchronized void close() throws SQLException {
        if (sibling != null) {
            sibling.close();
        }
    }
}
