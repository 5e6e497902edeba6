package dev.freshet.gateway;

import dev.freshet.core.Freshness;
import dev.freshet.gateway.sql.ParsedSql;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/** Plans the statements of many callers. They share statements, but not what Trino shows them. */
public final class SharedGateway {
    /** Longest statement that is parsed, in {@code char}s. */
    public static final int LONGEST = ParsedSql.LONGEST;

    private final RepeatedPlans plans = new RepeatedPlans();
    private final SharedLookUps lookUps = new SharedLookUps();
    private final DatasetCache datasets;
    private final InstantSource clock;

    public SharedGateway(InstantSource clock) {
        this.datasets = new DatasetCache(clock, lookUps);
        this.clock = clock;
    }

    /**
     * @param freshness what the caller requests outside the SQL, if anything
     * @param caller the key under which look-ups are cached: callers with the same key must have the same permissions
     * @param views reads view texts as this caller, several at the same time
     * @throws SQLException if a hint is invalid, or if a freshness other than live is requested and the look-up of a
     *         name fails
     */
    public Plan plan(String sql, Optional<Freshness> freshness, Session session, String caller, ViewTexts views)
            throws SQLException {
        return gateway(caller, views).plan(sql, freshness, session);
    }

    /**
     * Plans the same statement from T-1, after it failed through the live view.
     *
     * @param failure the error message
     * @throws SQLException if the look-up of a name fails
     */
    public Plan planWithoutLive(String sql, String failure, Session session, String caller, ViewTexts views)
            throws SQLException {
        return gateway(caller, views).planWithoutLive(sql, failure, session);
    }

    private Gateway gateway(String caller, ViewTexts views) {
        return new Gateway(plans, datasets.of(caller, new PublishedDatasets(views, lookUps)), clock);
    }

    /** The plan of a statement that is longer than {@link #LONGEST}, without its text. */
    public static Plan tooLong() {
        return Plan.unparsed("", ParsedSql.TOO_LONG);
    }
}
