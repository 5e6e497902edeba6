package dev.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.Boundary;
import dev.freshet.core.Freshness;
import dev.freshet.core.Ingested;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.gateway.Datasets.Dataset;
import dev.freshet.gateway.Datasets.Found;
import dev.freshet.gateway.Datasets.Inner;
import dev.freshet.gateway.Route.View;
import dev.freshet.gateway.sql.QualifiedName;
import dev.freshet.gateway.sql.Value;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepeatedPlanTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
    private static final List<String> STATEMENTS = List.of("SELECT * FROM backups b WHERE id = ?",
            "SELECT * FROM backups WHERE landed_on < DATE '2026-11-24'",
            "SELECT * FROM backups JOIN devices USING (id)",
            "SELECT * FROM backups, other", "SELECT * FROM report", "/*+ freshness(PT30M) */ SELECT * FROM backups",
            "/*+ freshet(explain) */ SELECT * FROM backups", "EXECUTE IMMEDIATE 'SELECT * FROM backups'", "SELECT 1",
            "SELEC");

    private final Map<QualifiedName, Found> published = new HashMap<>();
    private final Random random = new Random(7);
    private Instant now = TODAY.atTime(10, 0).toInstant(ZoneOffset.UTC);
    private Optional<Freshness> freshness = Optional.empty();
    private String schema = "telemetry";

    private final RepeatedPlans plans = new RepeatedPlans();
    private final Gateway gateway = gateway(plans);
    /** Of a caller who sees no dataset. */
    private final Gateway stranger = new Gateway(plans, name -> Found.NOTHING, () -> now);

    private Gateway gateway(RepeatedPlans statements) {
        return new Gateway(statements, name -> published.getOrDefault(name, Found.NOTHING), () -> now);
    }

    private Session session() {
        return new Session("lake", schema, name -> null);
    }

    private Dataset dataset() {
        Boundary live = new Boundary(LandingPartition.of(TODAY.minusDays(random.nextInt(3))));
        Boundary t1 = new Boundary(LandingPartition.of(TODAY.minusDays(random.nextInt(3))));
        return new Dataset(
                new Publication(live, ZoneOffset.UTC, random.nextBoolean() ? Freshness.LIVE : Freshness.T_1,
                        now.minusSeconds(random.nextInt(100) - 5),
                        Optional.of(new Publication.Tail(LandingPartition.of(TODAY.plusDays(random.nextInt(4))),
                                Duration.ofDays(3))),
                        Optional.empty(), Optional.empty(), Optional.empty()),
                random.nextInt(9) == 0 ? Optional.empty() : Optional.of(t1),
                random.nextBoolean() ? Optional.empty()
                        : Optional.of(new Ingested(live, 5, Optional.of(new Ingested.Completeness(
                                Optional.of(now.minusSeconds(random.nextInt(4_000))), now.minusSeconds(60),
                                Set.of())))));
    }

    private void changeSomething() {
        switch (random.nextInt(7)) {
            case 0 -> now = now.plusSeconds(random.nextInt(2_000));
            case 1 -> freshness = List.of(Optional.<Freshness>empty(), Optional.of(Freshness.LIVE),
                    Optional.of(Freshness.T_1), Optional.of(Freshness.parse("PT30M")),
                    Optional.of(Freshness.CONSISTENT)).get(random.nextInt(5));
            case 2 -> schema = random.nextInt(3) == 0 ? "other" : "telemetry";
            case 3 -> published.put(QualifiedName.of("lake", "telemetry", "devices"),
                    random.nextInt(4) == 0 ? Found.NOTHING : Found.of(dataset()));
            case 4 -> published.put(QualifiedName.of("lake", "telemetry", "report"), new Found(Optional.empty(),
                    List.of(new Inner(QualifiedName.of("lake", "telemetry", "backups"), dataset(),
                            View.values()[random.nextInt(3)])),
                    Set.of()));
            default -> published.put(QualifiedName.of("lake", "telemetry", "backups"),
                    random.nextInt(6) == 0 ? Found.NOTHING : Found.of(dataset()));
        }
    }

    private interface Planning {
        Plan plan() throws SQLException;
    }

    /** Without the parsed form of an explanation, which is new each time. */
    private static String text(Planning planning) {
        try {
            Plan plan = planning.plan();
            return plan.sql() + plan.routes() + plan.notes() + plan.statement().isPresent();
        } catch (SQLException e) {
            return e.getSQLState() + e.getMessage();
        }
    }

    @Test
    void eachExecutionIsPlannedAsIfItWereTheFirst() {
        for (String sql : STATEMENTS) {
            for (int i = 0; i < 400; i++) {
                changeSomething();
                text(() -> stranger.plan(sql, freshness, session()));
                assertThat(text(() -> gateway.plan(sql, freshness, session()))).as(sql)
                        .isEqualTo(text(() -> gateway(new RepeatedPlans()).plan(sql, freshness, session())));
            }
        }
    }

    @Test
    void aTextIsRewrittenOnceWhileTheSameViewsAreRead() throws SQLException {
        published.put(QualifiedName.of("lake", "telemetry", "backups"), Found.of(dataset()));
        RepeatedPlan repeated = new RepeatedPlan("SELECT * FROM backups");
        Plan first = repeated.next(gateway, Optional.of(Freshness.T_1), session(), List::of);
        now = now.plusSeconds(60);
        assertThat(repeated.next(gateway, Optional.of(Freshness.T_1), session(), List::of).sql())
                .isSameAs(first.sql());
        assertThat(repeated.next(gateway, Optional.of(Freshness.LIVE), session(), List::of).sql())
                .isEqualTo("SELECT * FROM backups");
    }

    @Test
    void eachExecutionIsRoutedByItsOwnParameters() throws SQLException {
        Boundary today = new Boundary(LandingPartition.of(TODAY));
        published.put(QualifiedName.of("lake", "telemetry", "backups"),
                Found.of(new Dataset(
                        new Publication(today, ZoneOffset.UTC, Freshness.LIVE, now, Optional.empty(), Optional.empty(),
                                Optional.empty(), Optional.empty()),
                        Optional.of(today), Optional.empty())));
        RepeatedPlan repeated = new RepeatedPlan("SELECT * FROM backups WHERE landed_on <= ?");
        List<View> views = new ArrayList<>();
        for (int days : new int[]{1, 0, 5, -3}) {
            views.add(repeated.next(gateway, freshness, session(), () -> List.of(new Value.Day(TODAY.minusDays(days))))
                    .routes().get(0).view());
        }
        views.add(repeated.next(gateway, freshness, session(), List::of).routes().get(0).view());
        assertThat(views).containsExactly(View.T_1, View.LIVE, View.T_1, View.LIVE, View.LIVE);
        assertThat(gateway.plan("EXECUTE IMMEDIATE 'SELECT * FROM backups WHERE landed_on < ?' USING DATE '2026-11-24'",
                freshness, session()).routes().get(0).view()).isEqualTo(View.T_1);
    }
}
