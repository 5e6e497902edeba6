package dev.freshet.benchmarks.history;

import dev.freshet.benchmarks.Contender;
import dev.freshet.core.sql.Names;
import dev.freshet.transform.LakehouseConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** Who is asked. */
enum Reader {
    /** Plain trino-jdbc on the Iceberg table itself. The others are held against it. */
    ICEBERG,
    /**
     * The gateway's driver on the dataset, asked for live. It sends these questions to the T-1 view, and remembers what
     * it has looked up for that.
     */
    GATEWAY,
    /** The same, where nothing is remembered: the look-ups are a part of the statement. */
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
