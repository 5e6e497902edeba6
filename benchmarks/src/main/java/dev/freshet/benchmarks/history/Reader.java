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
    /** The gateway's driver on the dataset, asked for live. It sends these questions to the T-1 view. */
    GATEWAY,
    /** Plain trino-jdbc on the live view. */
    LIVE_VIEW;

    Connection connect(LakehouseConfig lakehouse) throws SQLException {
        return (this == GATEWAY ? Contender.LIVE : Contender.TRINO_JDBC).connect(lakehouse);
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
