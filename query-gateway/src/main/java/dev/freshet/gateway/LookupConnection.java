package dev.freshet.gateway;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The connection for look-ups: the user's own, so that look-ups have its permissions. In a transaction, and in the
 * background, it is a sibling with the same URL and properties: Trino aborts a transaction if any statement fails, and
 * the look-up of a missing view fails.
 */
final class LookupConnection implements AutoCloseable {
    private final Connection connection;
    private final Opener opener;
    private volatile boolean transactionOpen;
    private volatile boolean identityChanged;
    private volatile boolean identityUnknown;
    private boolean closed;
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
        if (identityChanged) {
            throw new SQLException(
                    "Cannot look up a name: the connection has changed its user or its roles, and a transaction is open");
        }
        return sibling();
    }

    /**
     * For look-ups while the user's own connection may be in use, and may begin a transaction.
     *
     * @throws SQLException if a sibling may have another user or other roles
     */
    synchronized Connection inBackground() throws SQLException {
        if (identityChanged || identityUnknown || closed) {
            throw new SQLException("Cannot look up a name in the background: the connection may have another user now");
        }
        return sibling();
    }

    private Connection sibling() throws SQLException {
        if (sibling == null) {
            sibling = opener.open(); // nothing is sent yet
        }
        return sibling;
    }

    boolean isInTransaction() throws SQLException {
        return transactionOpen || !connection.getAutoCommit();
    }

    /** JDBC does not show it: {@code START TRANSACTION} as SQL text leaves autocommit unchanged. */
    void transactionOpen(boolean open) {
        transactionOpen = open;
    }

    /** A sibling would have the user and the roles of the URL. */
    void identityChanged() {
        identityChanged = true;
    }

    /** The user or the roles may have changed in a way that cannot be seen. */
    void identityUnknown() {
        identityUnknown = true;
    }

    @Override
    public synchronized void close() throws SQLException {
        closed = true;
        if (sibling != null) {
            sibling.close();
        }
    }
}
