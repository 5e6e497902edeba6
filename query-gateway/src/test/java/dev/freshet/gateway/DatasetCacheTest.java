package dev.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.Boundary;
import dev.freshet.core.Freshness;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.gateway.Datasets.Found;
import dev.freshet.gateway.sql.QualifiedName;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatasetCacheTest {
    private static final QualifiedName BACKUPS = QualifiedName.of("lake", "telemetry", "backups");
    private static final QualifiedName BACKGROUND = QualifiedName.of("background");

    private final List<QualifiedName> lookedUp = new ArrayList<>();
    private Found found = aDataset();
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final DatasetCache memory = new DatasetCache(() -> now, new SharedLookUps() {
        @Override
        void later(Duration delay, Runnable work) {
            assertThat(delay).isEqualTo(DatasetCache.REFRESHED_AFTER);
            later.add(work);
        }
    });

    private Datasets of(String caller) {
        return memory.of(caller, name -> {
            lookedUp.add(name);
            return found;
        });
    }

    private static Found aDataset() {
        return Found.of(new Datasets.Dataset(
                new Publication(new Boundary(LandingPartition.of(LocalDate.of(2026, 11, 24))), ZoneOffset.UTC,
                        Freshness.LIVE, Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty()),
                Optional.empty(), Optional.empty()));
    }

    @Test
    void aLookUpIsCachedForAWhile() throws SQLException {
        of("ann").find(BACKUPS);
        now = now.plus(Publication.REMEMBERED).minusMillis(1);
        of("ann").find(BACKUPS);
        assertThat(lookedUp).hasSize(1);
        now = now.plusMillis(1);
        of("ann").find(BACKUPS);
        assertThat(lookedUp).hasSize(2);
    }

    @Test
    void aNameThatIsNotADatasetIsCachedForLonger() throws SQLException {
        found = Found.NOTHING;
        of("ann").find(BACKUPS);
        now = now.plus(DatasetCache.NOTHING_CACHED).minusMillis(1);
        of("ann").find(BACKUPS);
        assertThat(lookedUp).hasSize(1);
        now = now.plusMillis(1);
        of("ann").find(BACKUPS);
        assertThat(lookedUp).hasSize(2);
    }

    @Test
    void callersDoNotShareLookUps() throws SQLException {
        of("ann").find(BACKUPS);
        of("bob").find(BACKUPS);
        assertThat(lookedUp).hasSize(2);
    }

    @Test
    void theOldestLookUpIsEvictedFirst() throws SQLException {
        of("ann").find(BACKUPS);
        for (int i = 0; i < DatasetCache.AT_MOST; i++) {
            of("ann").find(QualifiedName.of("lake", "telemetry", "t" + i));
        }
        assertThat(memory.size()).isEqualTo(DatasetCache.AT_MOST);
        lookedUp.clear();
        of("ann").find(QualifiedName.of("lake", "telemetry", "t0"));
        assertThat(lookedUp).isEmpty();
        of("ann").find(BACKUPS);
        assertThat(lookedUp).hasSize(1);
    }

    /** Counts look-ups of statements as {@code backups}, and those in the background as {@code background}. */
    private Datasets refreshed(Datasets inBackground) {
        return memory.of(name -> {
            lookedUp.add(name);
            return found;
        }, name -> {
            lookedUp.add(BACKGROUND);
            return inBackground.find(name);
        });
    }

    private void passUntilRefresh() {
        now = now.plus(DatasetCache.REFRESHED_AFTER);
        later.remove().run();
    }

    @Test
    void aDatasetInUseIsLookedUpBeforeItsEntryExpires() throws SQLException {
        Found moved = aDataset();
        Datasets datasets = refreshed(name -> moved);
        datasets.find(BACKUPS);
        for (int i = 0; i < 20; i++) {
            passUntilRefresh();
            assertThat(datasets.find(BACKUPS)).isSameAs(moved);
        }
        assertThat(lookedUp).startsWith(BACKUPS, BACKGROUND).hasSize(21).containsOnlyOnce(BACKUPS);
    }

    @Test
    void aDatasetThatIsNotInUseIsLookedUpNoMore() throws SQLException {
        Datasets datasets = refreshed(name -> found);
        datasets.find(BACKUPS);
        while (!later.isEmpty()) {
            passUntilRefresh();
        }
        assertThat(lookedUp).hasSize(1 + 4);
        now = now.plusSeconds(1);
        datasets.find(BACKUPS);
        assertThat(lookedUp).last().isEqualTo(BACKUPS);
    }

    @Test
    void whatIsNoDatasetIsNotLookedUpInTheBackground() throws SQLException {
        found = Found.NOTHING;
        refreshed(name -> found).find(BACKUPS);
        of("ann").find(QualifiedName.of("lake", "telemetry", "devices"));
        assertThat(later).isEmpty();
    }

    @Test
    void aBackgroundLookUpOfTheLastUserIsNotUsed() throws SQLException {
        Datasets datasets = refreshed(name -> {
            memory.clear(); // the connection changes its user meanwhile
            return aDataset();
        });
        datasets.find(BACKUPS);
        passUntilRefresh();
        assertThat(datasets.find(BACKUPS)).isSameAs(found);
        assertThat(lookedUp).containsExactly(BACKUPS, BACKGROUND, BACKUPS);
    }

    @Test
    void aLookUpThatBeganBeforeAClearingIsNotUsedAfterIt() throws SQLException {
        Datasets datasets = memory.of("ann", name -> {
            lookedUp.add(name);
            if (lookedUp.size() == 1) {
                memory.clear();
            }
            return found;
        });
        datasets.find(BACKUPS);
        datasets.find(BACKUPS);
        assertThat(lookedUp).hasSize(2);
    }

    @Test
    void aFailedBackgroundLookUpLeavesItToTheNextStatement() throws SQLException {
        Datasets datasets = refreshed(name -> {
            throw new SQLException("Access Denied");
        });
        datasets.find(BACKUPS);
        passUntilRefresh();
        assertThat(later).isEmpty();
        datasets.find(BACKUPS);
        now = now.plusSeconds(1);
        datasets.find(BACKUPS);
        assertThat(lookedUp).containsExactly(BACKUPS, BACKGROUND, BACKUPS);
    }

    @Test
    void nothingIsLookedUpAfterClosing() throws SQLException {
        refreshed(name -> found).find(BACKUPS);
        memory.close();
        passUntilRefresh();
        assertThat(lookedUp).containsExactly(BACKUPS);
        assertThat(memory.size()).isZero();
    }
}
