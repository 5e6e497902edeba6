package dev.freshet.transform.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.Group;
import dev.freshet.transform.OpenParts;
import dev.freshet.transform.connect.BatchProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.junit.jupiter.api.Test;

/**
 * Plays runs of two datasets of a group in memory, and kills each at one of its effects, before, between and after its
 * flips. Before each effect, no T-1 view may have a day that the other dataset's history lacks; the next run moves both
 * boundaries.
 */
class GroupCheckerTest {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** A lakehouse with two datasets, each with a file on the first day and on the second. */
    private static final class Two implements AutoCloseable {
        private final String name = "group-" + NUMBER.incrementAndGet();
        private final WorldClock clock = new WorldClock(Instant.parse("2026-03-02T00:05:00Z"));
        private final MemoryFiles files = new MemoryFiles();
        private final JdbcCatalog catalog = ProcessCatalog.open(name, new ProcessFiles(files, Effects.FREE, clock),
                ProcessCatalog.FREE);
        private final Snapshots snapshots = new Snapshots(catalog, files);
        /** Two threads send statements, and none of them waits for a turn within one. */
        private final MiniTrino trino = new MiniTrino(new Tables(files, snapshots),
                new Procedures(clock, Duration.ZERO, false)) {
            @Override
            synchronized List<Object[]> execute(Client client, String sql) {
                return super.execute(client, sql);
            }
        };
        private final List<DatasetSpec> specs = List.of(spec("customers"), spec("orders"));
        private final List<LocalDate> days = new ArrayList<>();
        private final Set<String> wrong = Collections.synchronizedSet(new HashSet<>());

        private static DatasetSpec spec(String dataset) {
            return SpecReader.parse(dataset, """
                                             dataset: %s
                                             schema: s
                                             landing: {root: "local:///landing/%1$s"}
                                             columns: {id: bigint}
                                             group: g
                                             """.formatted(dataset));
        }

        /** Files land, one in each dataset, and the day ends. */
        void day(String... names) {
            LocalDate day = clock.today().minusDays(1);
            days.add(day);
            for (int i = 0; i < names.length; i++) {
                files.write("%s/dt=%s/%s".formatted(specs.get(i).landing().root(), day, names[i]),
                        "{\"id\":%d}\n".formatted(day.getDayOfMonth()).getBytes(), clock.instant());
            }
        }

        /** A run of both, in one process that is killed so many effects after it begins to replace a T-1 view. */
        void run(int last) {
            Process process = new Process(this, last);
            Map<DatasetSpec, Group> groups = Group.of(specs, 1);
            specs.stream().map(spec -> CompletableFuture.runAsync(() -> process.run(spec, groups.get(spec)),
                    work -> Thread.ofPlatform().daemon().start(work))).toList().forEach(CompletableFuture::join);
            ProcessCatalog.close(process.catalog);
        }

        Optional<Boundary> boundary(DatasetSpec spec) {
            return trino.text(spec.names("lakehouse", "landing").t1View()).flatMap(Boundary::inViewText);
        }

        List<String> boundaries() {
            return specs.stream().map(spec -> boundary(spec).map(Boundary::toString).orElse("none")).toList();
        }

        /** Notes what a T-1 view shows that the other dataset has not in history. */
        void check() {
            synchronized (trino) {
                for (DatasetSpec spec : specs) {
                    boundary(spec).ifPresent(boundary -> specs.forEach(other -> days.stream()
                            .filter(day -> boundary.servesFromHistory(LandingPartition.of(day)))
                            .filter(day -> !isInHistory(other, day))
                            .forEach(day -> wrong.add("%s shows %s, which history of %s lacks".formatted(spec.name(),
                                    day, other.name())))));
                }
            }
        }

        private boolean isInHistory(DatasetSpec spec, LocalDate day) {
            return snapshots.rows(TableIdentifier.of("s_hidden", spec.name() + "_history"), null, file -> true).stream()
                    .anyMatch(row -> day.equals(row.getField("landed_on")));
        }

        @Override
        public void close() {
            ProcessCatalog.close(catalog);
            ProcessCatalog.remove(name);
        }
    }

    /** Counts its effects, and has none once it is killed. */
    private static final class Process implements Effects, MiniTrino.Client, ProcessCatalog.Client {
        private final Two world;
        private final int last;
        private final AtomicInteger effects = new AtomicInteger();
        private volatile boolean flips;
        private volatile boolean dead;
        private final JdbcCatalog catalog;
        private final ProcessFiles files;

        Process(Two world, int last) {
            this.world = world;
            this.last = last;
            this.files = new ProcessFiles(world.files, this, world.clock);
            this.catalog = ProcessCatalog.open(world.name, files, this);
        }

        void run(DatasetSpec spec, Group group) {
            BatchProgress progress = (step, detail, done, total) -> requireAlive();
            try {
                group.during(spec, () -> OpenParts.batch(spec,
                        OpenParts.lakehouse(TrinoConnection.open(world.trino, this), catalog, files),
                        world.clock.skewed(Duration.ZERO), progress, pause -> {
                        }).run(Optional.empty(), false, group));
            } catch (RuntimeException | Steps.Killed e) {
                // its outcome is in the views
            }
        }

        @Override
        public void before(String what) {
            requireAlive();
            world.check();
            if (what.startsWith("CREATE OR REPLACE VIEW") && what.contains("_t1 ")) {
                flips = true;
            }
            if (flips && effects.getAndIncrement() == last) {
                dead = true;
            }
            requireAlive();
        }

        @Override
        public void requireAlive() {
            if (dead) {
                throw new Steps.Killed();
            }
        }

        @Override
        public void listed(String prefix) {}

        @Override
        public String name() {
            return Thread.currentThread().getName();
        }

        @Override
        public SupportsNamespaces namespaces() {
            return catalog;
        }

        @Override
        public Table load(TableIdentifier table) {
            return catalog.loadTable(table);
        }

        @Override
        public ProcessFiles files() {
            return files;
        }

        @Override
        public Optional<Loss> trinoLoss() {
            return Optional.empty();
        }

        @Override
        public Optional<Loss> catalogLoss() {
            return Optional.empty();
        }

        @Override
        public void changed() {
            synchronized (world.trino) {
                world.snapshots.changed();
            }
        }
    }

    private static Two afterTheFirstDay() {
        Two world = new Two();
        world.day("a.json", "a.json");
        world.run(NEVER);
        assertThat(world.boundaries()).containsExactly("2026-03-02", "2026-03-02");
        world.clock.pass(Duration.ofDays(1));
        return world;
    }

    @Test
    void aRunThatIsKilledAtItsFlipsIsCompletedByTheNext() {
        Set<List<String>> left = new HashSet<>();
        for (int last = 0; last < 10; last++) {
            try (Two world = afterTheFirstDay()) {
                world.day("a.json", "a.json");
                world.run(last);
                left.add(world.boundaries());
                world.run(NEVER);
                world.check();
                assertThat(world.wrong).isEmpty();
                assertThat(world.boundaries()).containsExactly("2026-03-03", "2026-03-03");
            }
        }
        assertThat(left).contains(List.of("2026-03-02", "2026-03-02"))
                .as("some were killed between the flips").anyMatch(two -> !two.get(0).equals(two.get(1)));
    }

    @Test
    void noneMovesWhileOneCannotReadAFile() {
        try (Two world = afterTheFirstDay()) {
            world.day("a.json", "a" + ProcessFiles.DENIED);
            world.run(NEVER);
            assertThat(world.boundaries()).containsExactly("2026-03-02", "2026-03-02");
            assertThat(world.wrong).isEmpty();
        }
    }
}
