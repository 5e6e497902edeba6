package dev.freshet.gateway;

import dev.freshet.core.Boundary;
import dev.freshet.core.Ingested.Completeness;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.core.Publication;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.sql.Hot;
import dev.freshet.spec.sql.SetAside;
import dev.freshet.spec.sql.TailTable;
import dev.freshet.spec.sql.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A dataset on a real Trino, without the batch. History has two rows that landed yesterday: one happened yesterday, one
 * a week earlier. The tail has one row, which landed today and is as late as the spec allows.
 */
public final class TestingDataset {
    public static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    public static final String SCHEMA = "telemetry";
    /** Far enough ahead that no test gets the warning about the end of the tail. */
    private static final LandingPartition TAIL_UNTIL = LandingPartition.of(TODAY.plusDays(4));

    private final DatasetSpec spec;
    private final Names names;
    private Views ingested;

    private TestingDataset(String name, String freshness) {
        spec = SpecReader.parse(name + ".yaml", """
                                                dataset: %s
                                                schema: %s
                                                landing: {root: "local:///landing/%s"}
                                                time_zone: UTC
                                                columns:
                                                  id: bigint
                                                  device: varchar
                                                  at: timestamp(6) with time zone
                                                event_time: at
                                                allowed_lateness: P2D
                                                freshness: %s
                                                """.formatted(name, SCHEMA, name, freshness));
        names = spec.names("lakehouse", "landing");
    }

    public static TestingDataset create(String name, String freshness) throws SQLException, IOException {
        TestingDataset dataset = new TestingDataset(name, freshness);
        Path day = LocalLakehouse.shared().directory().resolve("landing/" + name + "/dt=" + TODAY);
        Files.createDirectories(day);
        Files.writeString(day.resolve("a.json"),
                "{\"id\":3,\"device\":\"today\",\"at\":\"%sT00:00:00Z\"}\n".formatted(TODAY.minusDays(2)));
        Names names = dataset.names;
        run("CREATE SCHEMA IF NOT EXISTS lakehouse." + names.schema(),
                "CREATE SCHEMA IF NOT EXISTS lakehouse." + names.hiddenSchema(),
                "CREATE SCHEMA IF NOT EXISTS landing." + names.hiddenSchema(),
                "CREATE TABLE %s (id bigint, device varchar, at timestamp(6) with time zone, landed_on date) WITH (partitioning = ARRAY['landed_on'])"
                        .formatted(names.history()),
                "INSERT INTO %1$s VALUES (1, 'a', TIMESTAMP '%2$s 12:00:00 UTC', DATE '%2$s'), (2, 'b', TIMESTAMP '%3$s 00:00:00 UTC', DATE '%2$s')"
                        .formatted(names.history(), TODAY.minusDays(1), TODAY.minusDays(9)));
        for (LandingPartition tail : LandingPartition.of(TODAY.minusDays(1)).until(TAIL_UNTIL).toList()) {
            run(new TailTable(dataset.spec, names, tail).create());
        }
        dataset.flipLive(TODAY);
        dataset.flipT1(TODAY);
        return dataset;
    }

    void flipLive(LocalDate boundary) throws SQLException {
        run(views(boundary).live(Instant.now()).createOrReplace());
    }

    /** Lets the tail end with yesterday, as if no run had extended it. */
    public void endTail() throws SQLException {
        run(new Views(spec, names, new Boundary(LandingPartition.of(TODAY.minusDays(1))), LandingPartition.of(TODAY),
                Optional.empty()).live(Instant.now()).createOrReplace());
    }

    void flipT1(LocalDate boundary) throws SQLException {
        run(views(boundary).t1().createOrReplace());
    }

    private Views views(LocalDate boundary) {
        return new Views(spec, names, new Boundary(LandingPartition.of(boundary)), TAIL_UNTIL,
                Optional.empty());
    }

    /** Moves today's row to the hot table, as an intraday ingest does. */
    public void ingest(Instant completeUntil) throws SQLException {
        run("CREATE TABLE IF NOT EXISTS %s (id bigint, device varchar, at timestamp(6) with time zone, landed_on date) WITH (partitioning = ARRAY['landed_on'])"
                .formatted(names.hot()), "DELETE FROM " + names.hot(),
                "INSERT INTO %s VALUES (3, 'today', TIMESTAMP '%s 00:00:00 UTC', DATE '%s')".formatted(names.hot(),
                        TODAY.minusDays(2), TODAY));
        String path = "local:///landing/%s/dt=%s/a.json".formatted(names.dataset(), TODAY);
        Hot hot = new Hot(1, snapshot(), 0,
                new TreeMap<>(Map.of(LandingPartition.of(TODAY),
                        new Hot.Files(Optional.empty(), new TreeSet<>(Set.of(path)), 1))),
                Optional.of(new Completeness(Optional.of(completeUntil), completeUntil, Set.of())));
        ingested = new Views(spec, names, new Boundary(LandingPartition.of(TODAY)), TAIL_UNTIL, Optional.empty(),
                SetAside.NONE, hot, 0);
        run(ingested.live(Instant.now()).createOrReplace(), ingested.ingested().createOrReplace());
    }

    private long snapshot() throws SQLException {
        try (Connection connection = DriverManager.getConnection(LocalLakehouse.shared().trinoUrl(), "test", null);
                Statement statement = connection.createStatement();
                ResultSet newest = statement.executeQuery(
                        "SELECT snapshot_id FROM lakehouse.%s.\"%s$snapshots\" ORDER BY committed_at DESC LIMIT 1"
                                .formatted(names.hiddenSchema(), names.hotTable()))) {
            newest.next();
            return newest.getLong(1);
        }
    }

    /** Announces a rollback, as the batch does. */
    void announceRollback() throws SQLException {
        run(Publication.rollingBack(ingested.live(Instant.now()).createOrReplace(),
                new Boundary(LandingPartition.of(TODAY.minusDays(1)))));
    }

    static void setTimeZone(Connection connection, String zone) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE '" + zone + "'");
        }
    }

    /** @param parameters such as {@code ?freshness=t-1} */
    static String url(String parameters) {
        return LocalLakehouse.shared().trinoUrl().replace("jdbc:", "jdbc:freshet:") + "/" + SCHEMA + parameters;
    }

    static FreshetDataSource dataSource(String freshness) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "test");
        properties.setProperty("freshness", freshness);
        return new FreshetDataSource(url(""), properties);
    }

    /** Runs them through trino-jdbc, without the gateway. */
    public static void run(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(LocalLakehouse.shared().trinoUrl(), "test", null);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
