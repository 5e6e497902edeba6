package dev.freshet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.Publication;
import dev.freshet.gateway.Datasets.Found;
import dev.freshet.gateway.sql.QualifiedName;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatasetCacheTest {
    private static final QualifiedName BACKUPS = QualifiedName.of("lake", "telemetry", "backups");

    private final List<QualifiedName> lookedUp = new ArrayList<>();
    private Found found = Found.of(new Datasets.Dataset(null, Optional.empty(), Optional.empty()));
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private final DatasetCache memory = new DatasetCache(() -> now);

    private Datasets of(String caller) {
        return memory.of(caller, name -> {
            lookedUp.add(name);
            return found;
        });
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
}
