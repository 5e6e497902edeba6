package dev.freshet.benchmarks.history;

import dev.freshet.benchmarks.Contender;
import dev.freshet.core.Names;
import dev.freshet.transform.connect.LakehouseConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** What a query reads, and through which driver. */
enum PastReader {
    /** Plain trino-jdbc on the Iceberg table itself. The others are compared with it. */
    ICEBERG,
    /**
     * The gateway's driver on the dataset, with {@code live}. It sends these queries to the T-1 view and remembers its
     * look-ups.
     */
    GATEWAY,
    /** The same with nothing remembered: the look-ups are part of the statement. */
    GATEWAY_FIRST,
    /** Plain trino-jdbc on the live view. */
    LIVE_VIEW;

    Connection connect(LakehouseConfig lakehouse) throws SQLException {
        return (isGateway() ? Contender.LIVE : Contender.TRINO_JDBC).connect(lakehouse);
    }

    boolean isGateway() {
        return this == GATEWAY || this == GATEWAY_FIRST;
    }

    String table(Names names) {
        return this == ICEBERG ? names.history() : names.liveView();
    }

    /** As reports name it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
