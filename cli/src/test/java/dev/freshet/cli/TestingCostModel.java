package dev.freshet.cli;

import dev.freshet.core.CostModel;
import dev.freshet.transform.connect.LakehouseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * A cost model of the Trino that runs: a live count takes 100 ms, and 7 for each raw file; a group-by twice as long.
 */
final class TestingCostModel {
    private TestingCostModel() {}

    static CostModel of(LakehouseConfig lakehouse) {
        try (Connection connection = DriverManager.getConnection(lakehouse.trinoUrl(), "test", null)) {
            return of(lakehouse, connection.getMetaData().getDatabaseProductVersion());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static CostModel of(LakehouseConfig lakehouse, String trino) {
        return new CostModel("2026-11-30T10:00:00Z", lakehouse.trinoUrl(), trino, 2, List.of(
                new CostModel.Line("live", "count", "plain", 100, 0, 7, 0, 0, 0, 1, 0.1, 0.35, 2),
                new CostModel.Line("live", "group_by", "plain", 200, 0, 14, 0, 0, 0, 1, 0.21, 0.3, 2),
                new CostModel.Line("t-1", "count", "plain", 1, 0, 1, 0, 0, 0, 1, 0.9, 0.9, 2)),
                new CostModel.Ingest(0, 0, 0, 0), 0);
    }
}
