package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.HeldBackException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.publish.ReconcileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two datasets whose boundaries move together. */
@Tag("slow")
class GroupTest {
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Ends a run before the flip that moves the boundary, as a signal would. Earlier flips extend the tail. */
    private static BatchProgress killedBeforeTheFlip() {
        boolean[] committed = new boolean[1];
        return (step, detail, done, total) -> {
            committed[0] |= step == Step.COMMIT;
            if (step == Step.FLIP && committed[0]) {
                throw new Killed();
            }
        };
    }

    private static TestingLandingZone zone(String dataset, String group) throws IOException {
        return new TestingLandingZone(dataset, """
                                               columns: {id: {type: bigint, required: true}}
                                               max_rejects: 1%%
                                               group: %s
                                               """.formatted(group));
    }

    /** Runs both at once on a day. Returns the report or the failure of each. */
    private static List<Object> run(String day, TestingLandingZone orders, TestingLandingZone customers,
            BatchProgress progress) throws Exception {
        Map<DatasetSpec, Group> groups = Group.of(List.of(orders.spec, customers.spec), 1);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<Object> first = threads.submit(() -> end(day, orders, groups.get(orders.spec), BatchProgress.NONE));
            Future<Object> second = threads.submit(() -> end(day, customers, groups.get(customers.spec), progress));
            return List.of(first.get(), second.get());
        }
    }

    private static Object end(String day, TestingLandingZone zone, Group group, BatchProgress progress) {
        zone.now(day + "T00:05:00Z");
        try {
            return group.during(zone.spec, () -> zone.batch(progress).run(Optional.empty(), false, group));
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static List<String> t1(TestingLandingZone zone) throws SQLException {
        return rows("SELECT DISTINCT landed_on FROM %s_t1 ORDER BY 1".formatted(zone.spec.name()));
    }

    @Test
    void ifOneCannotCutOverNoneDoes() throws Exception {
        try (TestingLandingZone orders = zone("group_orders", "together");
                TestingLandingZone customers = zone("group_customers", "together")) {
            for (TestingLandingZone zone : List.of(orders, customers)) {
                zone.land("2026-11-21", "a.json", "{\"id\":1}");
                zone.land("2026-11-22", "a.json", "{\"id\":2}");
            }
            assertThat(run("2026-11-22", orders, customers, BatchProgress.NONE))
                    .hasOnlyElementsOfType(BatchReport.class);
            Path broken = customers.land("2026-11-22", "broken.json", "{\"id\":");

            List<Object> ends = run("2026-11-23", orders, customers, BatchProgress.NONE);

            assertThat(ends.get(1)).isInstanceOf(ReconcileException.class);
            assertThat((HeldBackException) ends.get(0)).hasMessage(
                    "Cannot cut over group_orders: group_customers, of the same group, is not ready (run both again)")
                    .hasCause((Throwable) ends.get(1));
            for (TestingLandingZone zone : List.of(orders, customers)) {
                assertThat(t1(zone)).containsExactly("2026-11-21");
                assertThat(rows("SELECT id, served_from FROM %s ORDER BY 1".formatted(zone.spec.name())))
                        .containsExactly("1|history", "2|tail");
            }

            Files.delete(broken);
            List<Object> again = run("2026-11-23", orders, customers, BatchProgress.NONE);

            assertThat(again).hasOnlyElementsOfType(BatchReport.class);
            assertThat(((BatchReport) again.get(0)).partitions()).extracting(BatchReport.Partition::outcome)
                    .as("its day was ingested before").containsOnly(Outcome.UNCHANGED);
            assertThat(t1(orders)).containsExactly("2026-11-21", "2026-11-22").isEqualTo(t1(customers));
        }
    }

    @Test
    void noneIsLeftBehind() throws Exception {
        try (TestingLandingZone orders = zone("group_sold", "left");
                TestingLandingZone customers = zone("group_buyers", "left");
                TestingLandingZone alone = new TestingLandingZone("group_buyers",
                        "columns: {id: {type: bigint, required: true}}\n")) {
            for (TestingLandingZone zone : List.of(orders, customers)) {
                zone.land("2026-11-21", "a.json", "{\"id\":1}");
                zone.land("2026-11-22", "a.json", "{\"id\":2}");
            }
            run("2026-11-22", orders, customers, BatchProgress.NONE);
            orders.now("2026-11-23T00:05:00Z");

            assertThatThrownBy(orders::run).isInstanceOf(HeldBackException.class).hasNoCause().hasMessage(
                    "Cannot cut over group_sold to 2026-11-23: this would leave group_buyers at 2026-11-22, which is in group left, too "
                            + "(name the specs of all its datasets in one run)");
            assertThat(t1(orders)).containsExactly("2026-11-21");
            assertThat(orders.batch().groupDifference()).isEmpty();

            List<Object> killed = run("2026-11-23", orders, customers, killedBeforeTheFlip());

            assertThat(killed.get(0)).isInstanceOf(BatchReport.class);
            assertThat(killed.get(1)).isInstanceOf(Killed.class);
            assertThat(customers.batch().status().warnings()).contains(
                    "the boundaries of group left differ: group_buyers 2026-11-22, group_sold 2026-11-23. "
                            + "Joins of their T-1 views see different days until all are run together, or rolled back");
            assertThat(customers.run().after()).as("the other one is there already").hasToString("2026-11-23");
            assertThat(customers.batch().groupDifference()).isEmpty();

            alone.now("2026-11-23T12:00:00Z");
            alone.run();
            orders.now("2026-11-24T00:05:00Z");
            assertThat(orders.run().after()).as("the other one has left the group").hasToString("2026-11-24");
        }
    }
}
