package dev.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.Boundary;
import dev.freshet.core.Freshness;
import dev.freshet.core.Ingested;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.gateway.Datasets.Dataset;
import dev.freshet.gateway.Datasets.Found;
import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.ParsedSql;
import dev.freshet.gateway.sql.QualifiedName;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private static final QualifiedName BACKUPS = QualifiedName.of("lake", "telemetry", "backups");
    private static final QualifiedName DEVICES = QualifiedName.of("lake", "telemetry", "devices");
    private static final Map<String, String> PREPARED = Map.of("mine", "SELECT 'it''s' FROM backups WHERE id = ?");
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Instant MIDNIGHT_IN_BERLIN = Instant.parse("2026-11-23T23:00:00Z");
    private static final Instant PUBLISHED = Instant.parse("2026-11-20T01:00:00Z");
    private static final Boundary TODAY = boundary("2026-11-24");

    private final List<QualifiedName> lookedUp = new ArrayList<>();

    private static Boundary boundary(String day) {
        return new Boundary(LandingPartition.parse(day));
    }

    private static Dataset dataset(Freshness freshness, Boundary live, Optional<Boundary> t1) {
        return new Dataset(new Publication(live, ZoneId.of("Europe/Berlin"), freshness, NOW,
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()), t1, Optional.empty());
    }

    private interface LookUp {
        Optional<Dataset> find(QualifiedName name) throws SQLException;
    }

    private Plan plan(String sql, String freshness, LookUp datasets) throws SQLException {
        Datasets counted = name -> {
            lookedUp.add(name);
            return datasets.find(name).map(Found::of).orElse(Found.NOTHING);
        };
        return new Gateway(new RepeatedPlans(), counted, InstantSource.fixed(NOW)).plan(sql,
                Optional.ofNullable(freshness).map(Freshness::parse), new Session("lake", "telemetry", PREPARED::get));
    }

    private Plan plan(String sql, String freshness) throws SQLException {
        return plan(sql, freshness, name -> name.equals(BACKUPS)
                ? Optional.of(dataset(Freshness.LIVE, TODAY, Optional.of(TODAY)))
                : name.equals(DEVICES)
                        ? Optional.of(dataset(Freshness.T_1, TODAY, Optional.of(TODAY)))
                        : Optional.empty());
    }

    @Test
    void t1ReadsTheT1View() throws SQLException {
        Plan plan = plan("SELECT count(*) FROM backups", "t-1");
        assertThat(plan.sql()).isEqualTo("SELECT count(*) FROM \"lake\".\"telemetry\".\"backups_t1\" AS backups");
        assertThat(plan.routes()).containsExactly(new Route("lake.telemetry.backups", View.T_1,
                "the connection requests t-1", MIDNIGHT_IN_BERLIN));
    }

    @Test
    void predicatesBeforeTheBoundaryReadHistoryForAnyFreshness() throws SQLException {
        Plan plan = plan("SELECT * FROM backups WHERE landed_on < DATE '2026-11-24'", "live");
        assertThat(plan.sql()).contains("backups_t1");
        assertThat(plan.routes()).containsExactly(new Route("lake.telemetry.backups", View.T_1,
                "the connection requests live, and its predicates end before the boundary 2026-11-24", NOW));
        assertThat(plan("SELECT * FROM backups WHERE landed_on <= DATE '2026-11-24'", "live").routes().get(0).view())
                .isEqualTo(View.LIVE);
    }

    @Test
    void aFunctionThatTheStatementRedefinesDoesNotRouteToHistory() throws SQLException {
        String redefined = "WITH FUNCTION date(x date) RETURNS date RETURN DATE '2000-01-01' SELECT count(*) FROM backups WHERE date(landed_on) < DATE '2026-11-20'";
        assertThat(plan(redefined, "live").sql()).isEqualTo(redefined);
        assertThat(plan(redefined, null).routes().get(0).view()).isEqualTo(View.LIVE);
    }

    @Test
    void everyReferenceMustEndBeforeTheBoundary() throws SQLException {
        String old = "(SELECT id FROM backups WHERE landed_on < DATE '2026-11-20')";
        assertThat(plan("SELECT * FROM backups WHERE id IN " + old, "live").routes().get(0).view())
                .isEqualTo(View.LIVE);
        assertThat(plan("SELECT * FROM backups WHERE id IN " + old + " AND landed_on = DATE '2026-11-19'", "live")
                .routes().get(0).view()).isEqualTo(View.T_1);
    }

    @Test
    void anEventTimePredicateCountsWithinAllowedLateness() throws SQLException {
        Publication promising = new Publication(TODAY, ZoneId.of("Europe/Berlin"), Freshness.LIVE, NOW,
                Optional.empty(), Optional.empty(), Optional.of(new Publication.Lateness("at", Duration.ofHours(48))),
                Optional.empty());
        LookUp datasets = name -> Optional.of(new Dataset(promising, Optional.of(TODAY), Optional.empty()));
        String before = "SELECT * FROM backups WHERE at < TIMESTAMP '2026-11-21 23:00:00 UTC'";
        assertThat(plan(before, "live", datasets).routes().get(0).view()).isEqualTo(View.T_1);
        assertThat(plan(before.replace("<", "<="), "live", datasets).routes().get(0).view()).isEqualTo(View.LIVE);
        assertThat(plan(before, "live").routes().get(0).view()).as("without a promise").isEqualTo(View.LIVE);
    }

    @Test
    void predicatesAreIgnoredDuringAFlip() throws SQLException {
        Plan plan = plan("SELECT * FROM backups WHERE landed_on < DATE '2026-11-20'", "live",
                name -> Optional.of(dataset(Freshness.LIVE, TODAY, Optional.of(boundary("2026-11-23")))));
        assertThat(plan.routes().get(0).view()).isEqualTo(View.LIVE);
    }

    @Test
    void aFailedLookUpDoesNotBlockLiveQueries() throws SQLException {
        Plan plan = plan("SELECT * FROM backups WHERE landed_on < DATE '2026-11-20'", "live", name -> {
            throw new SQLException("Access Denied");
        });
        assertThat(plan.sql()).isEqualTo("SELECT * FROM backups WHERE landed_on < DATE '2026-11-20'");
        assertThat(plan.notes()).singleElement().asString().contains("Access Denied");
    }

    @Test
    void aLiveRequestDoesNotChangeTheSql() throws SQLException {
        assertThat(plan("SELECT * FROM devices", "live").sql()).isEqualTo("SELECT * FROM devices");
        Plan plan = plan("/*+ freshness(live) */ SELECT * FROM devices", "t-1");
        assertThat(plan.sql()).isEqualTo("/*+ freshness(live) */ SELECT * FROM devices");
        assertThat(plan.routes()).containsExactly(
                new Route("lake.telemetry.devices", View.LIVE, "the statement requests live", NOW));
        assertThat(plan.warnings()).isEmpty();
    }

    /** History ends before yesterday, the tail before {@code until}. */
    private static Dataset withTail(String until) {
        Boundary yesterday = boundary("2026-11-23");
        return new Dataset(new Publication(yesterday, ZoneId.of("Europe/Berlin"), Freshness.LIVE, PUBLISHED,
                Optional.of(new Publication.Tail(LandingPartition.parse(until), Duration.ofDays(3))), Optional.empty(),
                Optional.empty(), Optional.empty()), Optional.of(yesterday), Optional.empty());
    }

    @Test
    void theEndOfTheTailIsReportedInAdvance() throws SQLException {
        for (String freshness : new String[]{"live", "PT1H", null}) {
            assertThat(plan("SELECT * FROM backups", freshness, name -> Optional.of(withTail("2026-11-27"))).warnings())
                    .as("more than half of the look-ahead is left").isEmpty();
            Plan plan = plan("SELECT * FROM backups", freshness, name -> Optional.of(withTail("2026-11-25")));
            assertThat(plan.warnings()).containsExactly(
                    "lake.telemetry.backups: the tail ends at 2026-11-24T23:00:00Z; files that land later are in no view until ./freshet run extends it (no run has extended it since 2026-11-20T01:00:00Z)");
            assertThat(plan.routes().get(0).dataAsOf()).isEqualTo(NOW);
        }
    }

    @Test
    void anAnswerIsCompleteUpToTheEndOfTheTail() throws SQLException {
        String ended = "lake.telemetry.backups: files that landed since 2026-11-23T23:00:00Z are in no view: the tail has ended and no run has extended it";
        Map<String, String> staler = new LinkedHashMap<>();
        staler.put("live", "; the answer is staler than requested (the connection requests live)");
        staler.put("PT10H59M", "; the answer is staler than requested (the connection requests PT10H59M)");
        staler.put("PT11H", "");
        staler.put(null, "; the answer is staler than requested (the dataset's default is live)");
        for (Map.Entry<String, String> freshness : staler.entrySet()) {
            Plan plan = plan("SELECT * FROM backups", freshness.getKey(), name -> Optional.of(withTail("2026-11-24")));
            assertThat(plan.routes().get(0).view()).isEqualTo(View.LIVE);
            assertThat(plan.routes().get(0).dataAsOf()).isEqualTo(MIDNIGHT_IN_BERLIN);
            assertThat(plan.warnings()).containsExactly(ended + freshness.getValue());
            assertThat(new Warnings(plan).with(null).getNextWarning().getMessage())
                    .isEqualTo(ended + freshness.getValue());
        }
    }

    @Test
    void theEndOfTheTailDoesNotAffectT1() throws SQLException {
        Plan plan = plan("SELECT * FROM backups", "t-1", name -> Optional.of(withTail("2026-11-24")));
        assertThat(plan.routes()).containsExactly(new Route("lake.telemetry.backups", View.T_1,
                "the connection requests t-1", MIDNIGHT_IN_BERLIN.minus(Duration.ofDays(1))));
        Plan past = plan("SELECT * FROM backups WHERE landed_on < DATE '2026-11-20'", "live",
                name -> Optional.of(withTail("2026-11-24")));
        assertThat(past.routes().get(0).dataAsOf()).isEqualTo(NOW);
        assertThat(past.warnings()).isEmpty();
    }

    @Test
    void explainReportsTheEndOfTheTail() throws SQLException {
        assertThat(plan("/*+ freshet(explain) */ SELECT * FROM backups", "live",
                name -> Optional.of(withTail("2026-11-24"))).sql())
                .contains("files that landed since 2026-11-23T23:00:00Z are in no view");
    }

    @Test
    void aViewOverALiveViewEndsWithItsTail() throws SQLException {
        Datasets datasets = name -> new Found(Optional.empty(),
                List.of(new Datasets.Inner(BACKUPS, withTail("2026-11-24"), View.LIVE)), Set.of());
        Plan plan = new Gateway(new RepeatedPlans(), datasets, InstantSource.fixed(NOW)).plan(
                "SELECT * FROM report", Optional.of(Freshness.LIVE), new Session("lake", "telemetry", PREPARED::get));
        assertThat(plan.routes().get(0).dataAsOf()).isEqualTo(MIDNIGHT_IN_BERLIN);
        assertThat(plan.warnings()).singleElement().asString()
                .endsWith("the tail has ended and no run has extended it");
    }

    /** The number of look-ups in a minute with one live statement without predicates per second. */
    private int lookUpsInAMinute(LookUp datasets) throws SQLException {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        Datasets remembered = new DatasetCache(now::get, new SharedLookUps()).of("", name -> {
            lookedUp.add(name);
            return datasets.find(name).map(Found::of).orElse(Found.NOTHING);
        });
        lookedUp.clear();
        for (int second = 0; second < 60; second++) {
            now.set(NOW.plusSeconds(second));
            new Gateway(new RepeatedPlans(), remembered, now::get).plan("SELECT * FROM backups",
                    Optional.of(Freshness.LIVE), new Session("lake", "telemetry", PREPARED::get));
        }
        return lookedUp.size();
    }

    @Test
    void aLiveQueryLooksUpTheTailsEndOnceAMinute() throws SQLException {
        assertThat(lookUpsInAMinute(name -> Optional.of(withTail("2026-11-27")))).isEqualTo(1);
        assertThat(lookUpsInAMinute(name -> Optional.empty())).isEqualTo(1);
        assertThat(lookUpsInAMinute(name -> {
            throw new SQLException("Access Denied");
        })).isEqualTo(1);
        assertThat(lookUpsInAMinute(name -> Optional.of(withTail("2026-11-24"))))
                .as("a warning is as new as the published view").isEqualTo(20);
    }

    @Test
    void aBoundaryCachedForLiveDoesNotRouteToT1() throws SQLException {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        AtomicReference<Dataset> published = new AtomicReference<>(withTail("2026-11-27"));
        Gateway gateway = new Gateway(new RepeatedPlans(),
                new DatasetCache(now::get, new SharedLookUps()).of("", name -> Found.of(published.get())), now::get);
        Session session = new Session("lake", "telemetry", PREPARED::get);
        gateway.plan("SELECT * FROM backups", Optional.of(Freshness.LIVE), session);
        Boundary rolledBack = boundary("2026-11-20");
        published.set(dataset(Freshness.LIVE, rolledBack, Optional.of(rolledBack)));
        now.set(NOW.plus(Publication.REMEMBERED));
        gateway.plan("SELECT * FROM backups", Optional.of(Freshness.LIVE), session);
        Plan plan = gateway.plan("SELECT * FROM backups WHERE landed_on < DATE '2026-11-22'",
                Optional.of(Freshness.LIVE), session);
        assertThat(plan.routes().get(0).view()).isEqualTo(View.LIVE);
    }

    @Test
    void aLiveConnectionStillParsesHintsAndTransactions() throws SQLException {
        assertThat(plan("/*+ freshness(t-1) */ SELECT * FROM backups", "live").routes()).hasSize(1);
        assertThat(plan("start transaction", "live").statement().flatMap(ParsedSql::opensTransaction)).contains(true);
    }

    @Test
    void aStatementWithoutTablesIsNotLookedUp() throws SQLException {
        plan("SELECT 1", "t-1");
        plan("SHOW COLUMNS FROM backups", "t-1");
        plan("WITH backups AS (SELECT 1) SELECT * FROM backups", "t-1");
        assertThat(lookedUp).isEmpty();
    }

    @Test
    void aHintOverridesTheConnectionWhichOverridesTheDefault() throws SQLException {
        assertThat(plan("SELECT * FROM backups /*+ freshness(t-1) */", "PT1M").routes().get(0).view())
                .isEqualTo(View.T_1);
        assertThat(plan("SELECT * FROM devices", "PT1M").routes().get(0).view()).isEqualTo(View.LIVE);
        assertThat(plan("SELECT * FROM devices", null).routes().get(0).view()).isEqualTo(View.T_1);
    }

    @Test
    void eachDatasetHasItsOwnDefault() throws SQLException {
        Plan plan = plan("SELECT * FROM backups, devices d, backups b2, other", null);
        assertThat(plan.routes()).extracting(Route::dataset, Route::view).containsExactly(
                org.assertj.core.groups.Tuple.tuple("lake.telemetry.backups", View.LIVE),
                org.assertj.core.groups.Tuple.tuple("lake.telemetry.devices", View.T_1));
        assertThat(plan.sql()).isEqualTo(
                "SELECT * FROM backups, \"lake\".\"telemetry\".\"devices_t1\" d, backups b2, other");
        assertThat(plan.routes().get(0).dataAsOf()).isEqualTo(NOW);
    }

    @Test
    void aBoundReadsT1WhileHistoryIsFreshEnough() throws SQLException {
        // Berlin's midnight is eleven hours ago.
        assertThat(plan("SELECT * FROM backups", "PT11H").routes().get(0).view()).isEqualTo(View.T_1);
        Plan live = plan("SELECT * FROM backups", "PT10H59M59S");
        assertThat(live.sql()).isEqualTo("SELECT * FROM backups");
        assertThat(live.routes()).containsExactly(new Route("lake.telemetry.backups", View.LIVE,
                "the connection requests PT10H59M59S, and history is complete only up to 2026-11-23T23:00:00Z", NOW));
    }

    private View view(String freshness, Instant completeUntil) throws SQLException {
        return plan("SELECT * FROM backups", freshness, name -> Optional.of(new Dataset(
                dataset(Freshness.LIVE, TODAY, Optional.of(TODAY)).publication(), Optional.of(TODAY),
                Optional.of(new Ingested(TODAY, 5, Optional.ofNullable(completeUntil)
                        .map(at -> new Ingested.Completeness(Optional.of(at), at, Set.of())))))))
                .routes().get(0).view();
    }

    @Test
    void aBoundReadsTheIngestedViewWhileThatIsFreshEnough() throws SQLException {
        Instant until = NOW.minusSeconds(900);
        assertThat(view("PT15M", until)).isEqualTo(View.INGESTED);
        assertThat(view("PT15M", until.minusMillis(1))).isEqualTo(View.LIVE);
        assertThat(view("PT15M", null)).as("it does not say how complete it is").isEqualTo(View.LIVE);
        assertThat(view("PT0S", NOW)).isEqualTo(View.INGESTED);
        assertThat(view("PT11H", until)).as("T-1 is cheaper").isEqualTo(View.T_1);
        assertThat(view("live", until)).isEqualTo(View.LIVE);
        assertThat(view("t-1", until)).isEqualTo(View.T_1);
    }

    @Test
    void aBoundIsNotMeasuredByAClockThatIsBehind() throws SQLException {
        Instant published = NOW.plusMillis(1);
        Dataset flipped = dataset(Freshness.LIVE, TODAY, Optional.of(TODAY));
        for (Dataset later : List.of(published(flipped, published),
                dataset(Freshness.LIVE, boundary("2026-11-25"), Optional.of(boundary("2026-11-25"))),
                new Dataset(flipped.publication(), flipped.t1(),
                        Optional.of(ingested(NOW.minusSeconds(60), published))),
                new Dataset(flipped.publication(), flipped.t1(), Optional.of(ingested(published, NOW))))) {
            Plan bound = plan("SELECT * FROM backups", "P1D", name -> Optional.of(later));
            assertThat(bound.routes().get(0).view()).isEqualTo(View.LIVE);
            assertThat(bound.routes().get(0).reason()).startsWith("the connection requests PT24H, but this machine's "
                    + "clock is behind: it shows 2026-11-24T10:00:00Z, and something was published at 2026-11-24T");
            assertThat(plan("SELECT * FROM backups", "t-1", name -> Optional.of(later)).routes().get(0).view())
                    .isEqualTo(View.T_1);
            assertThat(plan("SELECT * FROM backups WHERE landed_on < DATE '2026-11-20'", "live",
                    name -> Optional.of(later)).routes().get(0).view()).isEqualTo(View.T_1);
        }
        assertThat(plan("SELECT * FROM backups", "P1D", name -> Optional.of(published(flipped, NOW))).routes().get(0)
                .view()).isEqualTo(View.T_1);
    }

    private static Dataset published(Dataset dataset, Instant at) {
        Publication live = dataset.publication();
        return new Dataset(new Publication(live.boundary(), live.zone(), live.freshness(), at, live.tail(),
                live.previous(), live.lateness(), live.rollingBackTo()), dataset.t1(), dataset.ingested());
    }

    private static Ingested ingested(Instant until, Instant listed) {
        return new Ingested(TODAY, 5, Optional.of(new Ingested.Completeness(Optional.of(until), listed, Set.of())));
    }

    @Test
    void theIngestedViewIsCompleteUpToTheEndOfTheTail() throws SQLException {
        Dataset ended = new Dataset(withTail("2026-11-24").publication(), withTail("2026-11-24").t1(),
                Optional.of(ingested(NOW.minusSeconds(60), NOW)));
        assertThat(plan("SELECT * FROM backups", "PT10H", name -> Optional.of(ended)).routes().get(0).view())
                .isEqualTo(View.LIVE);
        assertThat(plan("SELECT * FROM backups", "PT11H", name -> Optional.of(ended)).routes()).containsExactly(
                new Route("lake.telemetry.backups", View.INGESTED, "the connection requests PT11H",
                        MIDNIGHT_IN_BERLIN));
    }

    private Plan consistent(String sql, Map<QualifiedName, Dataset> datasets) throws SQLException {
        return plan(sql, "consistent", name -> Optional.ofNullable(datasets.get(name)));
    }

    @Test
    void allDatasetsAreReadAtTheLowestBoundary() throws SQLException {
        Map<QualifiedName, Dataset> datasets = Map.of(BACKUPS,
                dataset(Freshness.LIVE, TODAY, Optional.of(boundary("2026-11-23"))), DEVICES,
                dataset(Freshness.LIVE, TODAY, Optional.of(TODAY)));
        Plan plan = consistent("SELECT * FROM backups, devices d, other WHERE d.landed_on < DATE '2026-11-01'",
                datasets);
        assertThat(plan.sql()).isEqualTo(
                "SELECT * FROM (SELECT * FROM \"lake\".\"telemetry\".\"backups_t1\" WHERE landed_on < DATE '2026-11-23') AS backups, "
                        + "(SELECT * FROM \"lake\".\"telemetry\".\"devices_t1\" WHERE landed_on < DATE '2026-11-23') d, other WHERE d.landed_on < DATE '2026-11-01'");
        String reason = "the connection requests consistent, and all datasets are read before 2026-11-22T23:00:00Z";
        Instant asOf = MIDNIGHT_IN_BERLIN.minus(Duration.ofDays(1));
        assertThat(plan.routes()).containsExactlyInAnyOrder(
                new Route("lake.telemetry.backups", View.T_1, reason, asOf),
                new Route("lake.telemetry.devices", View.T_1, reason, asOf));
        assertThat(consistent("TABLE devices", datasets).sql()).as("alone").isEqualTo(
                "SELECT * FROM (SELECT * FROM \"lake\".\"telemetry\".\"devices_t1\" WHERE landed_on < DATE '2026-11-24') AS devices");
        assertThat(consistent("SELECT * FROM other", datasets).sql()).isEqualTo("SELECT * FROM other");
        assertThat(consistent("/*+ freshness(live) */ SELECT * FROM devices", datasets).sql()).contains("FROM devices");
        assertThat(plan("/*+ freshness(consistent) */ EXECUTE mine USING 1", "live").sql())
                .contains("WHERE landed_on < DATE ''2026-11-24'') AS backups WHERE id = ?");
        assertThat(plan("/*+ freshet(explain) */ SELECT * FROM backups", "consistent").sql())
                .contains("WHERE landed_on < DATE ''2026-11-24''");
    }

    @Test
    void hoursAndDaysEndTogether() throws SQLException {
        Dataset hourly = dataset(Freshness.LIVE, boundary("2026-11-24T10"), Optional.of(boundary("2026-11-24T10")));
        Map<QualifiedName, Dataset> datasets = Map.of(BACKUPS, hourly, DEVICES,
                dataset(Freshness.LIVE, TODAY, Optional.of(TODAY)));
        assertThat(consistent("SELECT * FROM backups, devices", datasets).sql())
                .contains("landed_on < TIMESTAMP '2026-11-24 00:00:00.000000') AS backups",
                        "landed_on < DATE '2026-11-24') AS devices");
        Dataset early = dataset(Freshness.LIVE, boundary("2026-11-23T22"), Optional.of(boundary("2026-11-23T22")));
        assertThatThrownBy(() -> consistent("SELECT * FROM backups, devices", Map.of(BACKUPS, early, DEVICES,
                dataset(Freshness.LIVE, TODAY, Optional.of(TODAY)))))
                .hasMessage(
                        "Cannot read all datasets at one age: no landing partition of lake.telemetry.devices begins at 2026-11-23T21:00:00Z, up to which another dataset is complete")
                .extracting(e -> ((SQLException) e).getSQLState()).isEqualTo("0A000");
    }

    @Test
    void whatCannotBeReadAtOneAgeIsRefused() {
        Dataset dataset = dataset(Freshness.LIVE, TODAY, Optional.of(TODAY));
        for (String sql : List.of("SELECT * FROM backups FOR VERSION AS OF 1",
                "SELECT telemetry.backups.id FROM telemetry.backups", "SHOW STATS FOR backups", "EXECUTE unknown",
                "SELEC * FROM backups", "EXECUTE IMMEDIATE 'SELEC'")) {
            assertThatThrownBy(() -> consistent(sql, Map.of(BACKUPS, dataset))).as(sql).isInstanceOf(SQLException.class)
                    .hasMessageStartingWith("Cannot read all datasets at one age: ");
        }
        assertThatThrownBy(() -> consistent("SELECT * FROM backups",
                Map.of(BACKUPS, dataset(Freshness.LIVE, TODAY, Optional.empty())))).hasMessageContaining("no T-1 view");
        Datasets report = name -> new Found(Optional.empty(), List.of(new Datasets.Inner(BACKUPS, dataset, View.T_1)),
                Set.of());
        assertThatThrownBy(() -> new Gateway(new RepeatedPlans(), report, InstantSource.fixed(NOW)).plan(
                "SELECT * FROM report", Optional.of(Freshness.CONSISTENT),
                new Session("lake", "telemetry", name -> null)))
                .hasMessageContaining("the view lake.telemetry.report reads lake.telemetry.backups");
    }

    @Test
    void theBoundaryOfTheT1ViewDecides() throws SQLException {
        Plan plan = plan("SELECT * FROM backups", "PT12H",
                name -> Optional.of(dataset(Freshness.LIVE, TODAY, Optional.of(boundary("2026-11-23")))));
        assertThat(plan.routes().get(0).view()).isEqualTo(View.LIVE);
    }

    @Test
    void dataAsOfIsNeverInTheFuture() throws SQLException {
        Boundary tomorrow = boundary("2026-11-25");
        Plan plan = plan("SELECT * FROM backups", "t-1",
                name -> Optional.of(dataset(Freshness.LIVE, tomorrow, Optional.of(tomorrow))));
        assertThat(plan.routes().get(0).dataAsOf()).isEqualTo(NOW);
    }

    @Test
    void theLiveViewIsReadIfThereIsNoT1View() throws SQLException {
        Plan plan = plan("SELECT * FROM backups", "t-1",
                name -> Optional.of(dataset(Freshness.LIVE, TODAY, Optional.empty())));
        assertThat(plan.sql()).isEqualTo("SELECT * FROM backups");
        assertThat(plan.routes().get(0).reason()).isEqualTo("the connection requests t-1, but there is no T-1 view");
    }

    @Test
    void executedTextIsRouted() throws SQLException {
        String t1 = "SELECT ''it''''s'' FROM \"lake\".\"telemetry\".\"backups_t1\" AS backups WHERE id = ?";
        assertThat(plan("EXECUTE mine USING 1 -- so", "t-1").sql())
                .isEqualTo("EXECUTE IMMEDIATE '" + t1 + "' USING 1 -- so");
        assertThat(plan("EXECUTE IMMEDIATE 'SELECT ''it''''s'' FROM backups WHERE id = ?' USING 1", "t-1").sql())
                .isEqualTo("EXECUTE IMMEDIATE '" + t1 + "' USING 1");
        assertThat(plan("EXECUTE mine USING 1", "live").sql()).isEqualTo("EXECUTE mine USING 1");
        assertThat(plan("/*+ freshness(t-1) */ EXECUTE mine USING 1", "live").routes()).hasSize(1);
        assertThat(plan("/*+ freshet(explain) */ EXECUTE mine USING 1", "t-1").sql())
                .startsWith("SELECT dataset, view");
        assertThat(plan("EXECUTE unknown", "t-1").sql()).isEqualTo("EXECUTE unknown");
        assertThat(plan("EXECUTE unknown", "t-1").notes()).singleElement().asString().contains("does not know");
        assertThat(plan("EXECUTE IMMEDIATE 'SELEC'", "t-1").notes()).hasSize(1);
    }

    @Test
    void onePinnedReferenceKeepsItsDatasetLive() throws SQLException {
        Plan plan = plan("SELECT telemetry.backups.id, backups.at FROM telemetry.backups, lake.telemetry.backups b",
                "t-1");
        assertThat(plan.sql()).doesNotContain("_t1");
        assertThat(plan.routes()).singleElement().extracting(Route::reason).asString()
                .isEqualTo("the connection requests t-1, but a column is qualified by the schema, as in "
                        + "telemetry.backups.column");
    }

    @Test
    void unparsedSqlIsForwardedWithAWarning() throws SQLException {
        Plan plan = plan("SELEC * FROM backups", "t-1");
        assertThat(plan.sql()).isEqualTo("SELEC * FROM backups");
        assertThat(plan.notes()).singleElement().asString().contains("unchanged", "line 1:1");
        assertThat(new Warnings(plan).with(null).getSQLState()).isEqualTo("01000");
    }

    @Test
    void anInvalidHintIsAnError() {
        assertThatThrownBy(() -> plan("SELECT 1 /*+ freshness(soon) */", null)).isInstanceOf(SQLException.class)
                .hasMessageContaining("Invalid freshness: soon (use live, t-1")
                .extracting(e -> ((SQLException) e).getSQLState()).isEqualTo("22023");
    }

    @Test
    void aBoundOfAnyLengthIsMeasured() throws SQLException {
        for (String bound : List.of("PT9223372036854775807S", "PT9223372036854775807.999999999S",
                "P106751991167300D")) {
            assertThat(
                    plan("/*+ freshness(%s) */ SELECT * FROM backups".formatted(bound), "live").routes().get(0).view())
                    .as(bound).isEqualTo(View.T_1);
            assertThat(plan("/*+ freshet(explain) freshness(%s) */ SELECT * FROM backups".formatted(bound), null,
                    name -> Optional.of(withTail("2026-11-24"))).sql()).contains("'t-1'");
        }
        for (String invalid : List.of("PT9223372036854775808S", "P106751991167301D", "-PT9223372036854775807S",
                "PT99999999999999999999S")) {
            assertThatThrownBy(() -> plan("/*+ freshness(%s) */ SELECT 1".formatted(invalid), null)).as(invalid)
                    .isInstanceOf(SQLException.class).hasMessageStartingWith("Invalid freshness: ")
                    .extracting(e -> ((SQLException) e).getSQLState()).isEqualTo("22023");
        }
    }

    @Test
    void aFailedLookUpFailsAStatementWithAFreshnessRequirement() {
        assertThatThrownBy(() -> plan("SELECT * FROM backups", "t-1", name -> {
            throw new SQLException("Access Denied", "42000", 4);
        })).isInstanceOf(SQLException.class)
                .hasMessageStartingWith("Cannot tell whether lake.telemetry.backups is a dataset: Access Denied")
                .extracting(e -> ((SQLException) e).getErrorCode()).isEqualTo(4);
    }

    @Test
    void aFailedLookUpIsAWarningWithoutAFreshnessRequirement() throws SQLException {
        Plan plan = plan("SELECT * FROM backups", null, name -> {
            throw new SQLException("Access Denied");
        });
        assertThat(plan.sql()).isEqualTo("SELECT * FROM backups");
        assertThat(plan.notes()).singleElement().asString().contains("Access Denied");
    }

    @Test
    void aViewOverWhatTheCallerMayNotDescribeIsReported() throws SQLException {
        Datasets datasets = name -> new Found(Optional.empty(), List.of(), Set.of(BACKUPS, DEVICES));
        Plan plan = new Gateway(new RepeatedPlans(), datasets, InstantSource.fixed(NOW)).plan("SELECT * FROM report",
                Optional.of(Freshness.LIVE), new Session("lake", "telemetry", name -> null));
        assertThat(plan.notes()).containsExactly("Cannot tell how fresh the answer is: the view "
                + "lake.telemetry.report reads lake.telemetry.backups and others, which the gateway cannot see");
    }

    @Test
    void warningsOfRoutesPrecedeThoseOfTrino() throws SQLException {
        Plan plan = plan("SELECT * FROM backups, devices", "t-1");
        Warnings warnings = new Warnings(plan);
        assertThat((Throwable) warnings.with(null)).isInstanceOf(FreshnessWarning.class)
                .hasMessage("lake.telemetry.backups is read t-1, "
                        + "data as of 2026-11-23T23:00:00Z: the connection requests t-1");
        SQLWarning trinos = new SQLWarning("trino's own");
        SQLWarning first = warnings.with(trinos);
        trinos.setNextWarning(new SQLWarning("trino's second"));
        assertThat((Throwable) first).isSameAs(warnings.with(null)).isSameAs(warnings.with(trinos));
        assertThat(((FreshnessWarning) first.getNextWarning()).route().dataset()).isEqualTo("lake.telemetry.devices");
        assertThat((Throwable) first.getNextWarning().getNextWarning()).isSameAs(trinos);
        assertThat((Throwable) trinos.getNextWarning()).hasMessage("trino's second");
        assertThat((Throwable) trinos.getNextWarning().getNextWarning()).isNull();
        assertThat((Throwable) new Warnings(Plan.NONE).with(null)).isNull();
        assertThat((Throwable) new Warnings(Plan.NONE).with(trinos)).isSameAs(trinos);
    }

    @Test
    void warningsHaveNoStackTrace() throws SQLException {
        Plan plan = plan("SELECT * FROM backups", "live", name -> Optional.of(withTail("2026-11-24")));
        SQLWarning route = new Warnings(plan).with(null);
        assertThat(route.getStackTrace()).isEmpty();
        assertThat(route.getNextWarning().getStackTrace()).isEmpty();
    }
}
