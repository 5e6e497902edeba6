package dev.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.gateway.Datasets.Found;
import dev.freshet.gateway.Datasets.Inner;
import dev.freshet.gateway.sql.QualifiedName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PublishedDatasetsTest {
    private static final Map<String, String> VIEWS = Map.of("lake.sales.report",
            "CREATE VIEW lake.sales.report SECURITY DEFINER AS SELECT * FROM secret JOIN lake.telemetry.backups USING (id)",
            "lake.telemetry.backups",
            "CREATE VIEW lake.telemetry.backups COMMENT 'freshet live view; time_zone=UTC freshness=live published=2026-11-25T00:05:00Z' SECURITY INVOKER AS SELECT 1 x WHERE landed_on < DATE '2026-11-25'",
            "lake.telemetry.devices",
            "CREATE VIEW lake.telemetry.devices COMMENT 'freshet live view; time_zone=UTC freshness=live published=2026-11-25T00:05:00Z' SECURITY INVOKER AS SELECT 1 x WHERE landed_on < DATE '2026-11-25' UNION ALL SELECT 1 FROM lake.telemetry_hidden.\"devices_hot\" FOR VERSION AS OF 5");

    private static final List<String> LOOKED_UP = new ArrayList<>();

    private static Found find(String name) throws SQLException {
        return new PublishedDatasets(showCreateView -> {
            String view = showCreateView.replace("SHOW CREATE VIEW ", "").replace("\"", "");
            LOOKED_UP.add(view);
            if (view.endsWith(".secret") || view.endsWith("_ingested")) {
                throw new SQLException("Access Denied: Cannot show create table for " + view);
            }
            return Optional.ofNullable(VIEWS.get(view));
        }, new SharedLookUps()).find(QualifiedName.of(name.split("\\.")));
    }

    @Test
    void aViewCanBeReadWithoutPermissionToDescribeItsTables() throws SQLException {
        assertThat(find("lake.sales.report").inner()).extracting(Inner::name)
                .containsExactly(QualifiedName.of("lake", "telemetry", "backups"));
        assertThat(find("lake.sales.report").unknown()).containsExactly(QualifiedName.of("lake", "sales", "secret"));
    }

    @Test
    void aDatasetWithoutHotFilesIsNotLookedUpFurther() throws SQLException {
        LOOKED_UP.clear();
        assertThat(find("lake.telemetry.backups").dataset()).isPresent();
        assertThat(LOOKED_UP).containsExactly("lake.telemetry.backups", "lake.telemetry.backups_t1");
    }

    @Test
    void anIngestedViewThatCannotBeDescribedIsNotRead() throws SQLException {
        LOOKED_UP.clear();
        assertThat(find("lake.telemetry.devices").dataset().orElseThrow().ingested()).isEmpty();
        assertThat(LOOKED_UP).contains("lake.telemetry.devices_ingested");
    }

    @Test
    void aNamedTableThatCannotBeDescribedIsAnError() {
        assertThatThrownBy(() -> find("lake.sales.secret")).hasMessageContaining("Access Denied");
    }

    /** Each view text is answered only while another one is looked up. */
    private static Found findTogether(SharedLookUps shared, CyclicBarrier both, String name) throws SQLException {
        return new PublishedDatasets(showCreateView -> {
            try {
                both.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new SQLException("no other look-up at the same time", e);
            }
            return Optional.ofNullable(VIEWS.get(showCreateView.replace("SHOW CREATE VIEW ", "").replace("\"", "")));
        }, shared).find(QualifiedName.of(name.split("\\.")));
    }

    @Test
    void theViewsOfAKnownDatasetAreLookedUpAtTheSameTime() throws SQLException {
        SharedLookUps shared = new SharedLookUps();
        assertThat(findTogether(shared, new CyclicBarrier(1), "lake.telemetry.backups").dataset()).isPresent();
        assertThat(findTogether(shared, new CyclicBarrier(2), "lake.telemetry.backups").dataset()).isPresent();
        assertThat(findTogether(shared, new CyclicBarrier(1), "lake.telemetry.devices").dataset()).isPresent();
        assertThat(findTogether(shared, new CyclicBarrier(3), "lake.telemetry.devices").dataset()).isPresent();
    }

    @Test
    void withoutThreadsTheCallerLooksUpOneAfterTheOther() throws SQLException {
        SharedLookUps shared = SharedLookUps.onCallersThread();
        for (int i = 0; i < 2; i++) {
            assertThat(findTogether(shared, new CyclicBarrier(1), "lake.telemetry.devices").dataset()).isPresent();
        }
    }
}
