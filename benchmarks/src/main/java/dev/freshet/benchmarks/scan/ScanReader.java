package dev.freshet.benchmarks.scan;

import dev.freshet.benchmarks.Contender;
import dev.freshet.core.CostModel;
import dev.freshet.transform.connect.LakehouseConfig;
import java.sql.Connection;
import java.sql.SQLException;

/** What a query reads, and through which driver. */
enum ScanReader {
    /** The Freshet driver, live: all rows are raw files of today. */
    LIVE(CostModel.LIVE, Contender.LIVE),
    /** The same with intraday ingest: all rows are in the hot table. */
    INGEST(CostModel.INGEST, Contender.LIVE),
    /** The Freshet driver, T-1: the same rows in history. */
    T_1(CostModel.T_1, Contender.T_1),
    /** Plain trino-jdbc on the Iceberg table of these rows. */
    ICEBERG("iceberg", Contender.TRINO_JDBC);

    private final String word;
    private final Contender contender;

    ScanReader(String word, Contender contender) {
        this.word = word;
        this.contender = contender;
    }

    Connection connect(LakehouseConfig lakehouse) throws SQLException {
        return contender.connect(lakehouse);
    }

    /** Whether the files of its rows are not those that landed. */
    boolean readsHistory() {
        return this == T_1 || this == ICEBERG;
    }

    /** As reports name it. */
    @Override
    public String toString() {
        return word;
    }
}
