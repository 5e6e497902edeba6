package dev.freshet.gateway;

import dev.freshet.core.Boundary;
import dev.freshet.core.Freshness;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.gateway.Datasets.Dataset;
import dev.freshet.gateway.Datasets.Found;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans statements from T-1, without Trino. */
public enum TestingGateway {
    /** Every table is a dataset. */
    EVERY_TABLE(Optional.of(dataset())),
    /** No table is a dataset. */
    NO_TABLE(Optional.empty());

    private final Gateway gateway;

    TestingGateway(Optional<Dataset> table) {
        gateway = new Gateway(new RepeatedPlans(), name -> new Found(table, List.of(), Set.of()),
                InstantSource.system());
    }

    /** The text that Trino would get, in the schema {@code lake.house}. */
    public String sent(String sql) {
        try {
            return gateway.plan(sql, Optional.of(Freshness.T_1), new Session("lake", "house", name -> null)).sql();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static Dataset dataset() {
        Boundary boundary = new Boundary(LandingPartition.of(LocalDate.of(2026, 11, 25)));
        return new Dataset(new Publication(boundary, ZoneOffset.UTC, Freshness.LIVE, Instant.EPOCH, Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty()), Optional.of(boundary), Optional.empty());
    }
}
