package dev.freshet.transform.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.lakehouse.RestCatalog;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.ConcurrentRunException;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.landing.LandingZone;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A REST catalog only compares the branches that a commit sets, and neither the others nor the properties. */
class RestCommitTest {
    private static final LandingPartition DAY = LandingPartition.parse("2026-11-22");
    private static final DatasetSpec SPEC = SpecReader.parse("backups.yaml", """
                                                                             dataset: backups
                                                                             schema: telemetry
                                                                             landing: {root: "local:///landing"}
                                                                             columns: {id: bigint}
                                                                             """);
    private static final Names NAMES = SPEC.names("lakehouse", "landing");
    private static final TableIdentifier ROWS = TableIdentifier.of(NAMES.hiddenSchema(), NAMES.historyTable());
    private static final Instant LEASED = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    Path disk;

    private RestCatalog server;
    private Client run;
    private Client housekeeping;
    private History history;

    /** A client that can do something between reading a table and committing to it. */
    private static final class Client extends RESTCatalog {
        private Runnable beforeCommit = () -> {
        };

        @Override
        public Table loadTable(TableIdentifier name) {
            Table table = super.loadTable(name);
            TableOperations real = ((BaseTable) table).operations();
            return new BaseTable((TableOperations) Proxy.newProxyInstance(Client.class.getClassLoader(),
                    new Class<?>[]{TableOperations.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("commit") && name.equals(ROWS)) {
                            Runnable meanwhile = beforeCommit;
                            beforeCommit = () -> {
                            };
                            meanwhile.run();
                        }
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }), table.name());
        }
    }

    @BeforeEach
    void start() throws IOException {
        Map<String, String> files = Map.of(CatalogProperties.FILE_IO_IMPL, LocalFileIO.class.getName(),
                LocalFileIO.LOCATION, disk.toString(), CatalogProperties.WAREHOUSE_LOCATION, "local:///warehouse");
        Map<String, String> jdbc = new HashMap<>(files);
        jdbc.put(CatalogProperties.URI, "jdbc:h2:mem:rest;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE");
        jdbc.put("type", "jdbc");
        server = RestCatalog.start("lakehouse", jdbc, Map.of());
        Map<String, String> rest = new HashMap<>(files);
        rest.putAll(server.client());
        run = new Client();
        run.initialize("lakehouse", rest);
        run.createNamespace(Namespace.of(NAMES.hiddenSchema()));
        housekeeping = new Client();
        housekeeping.initialize("lakehouse", rest);
        land("a.json", "{\"id\":1}");
        open();
        assertThat(commit(stage())).isTrue();
        history.close();
        land("b.json", "{\"id\":2}");
        open();
    }

    @AfterEach
    void stop() throws IOException {
        history.close();
        run.close();
        housekeeping.close();
        server.close();
    }

    private void land(String name, String line) throws IOException {
        Files.writeString(Files.createDirectories(disk.resolve("landing/dt=2026-11-22")).resolve(name), line);
    }

    private void open() {
        history = new HistoryTables(SPEC, NAMES, run).open(BatchProgress.NONE);
        history.takeLease(LEASED);
    }

    private Staged stage() {
        LocalFileIO io = new LocalFileIO();
        io.initialize(Map.of(LocalFileIO.LOCATION, disk.toString()));
        LandingZone zone = LandingZone.of(SPEC, io);
        return history.stage(
                history.engine(zone, JsonNumbers.AS_DOUBLES).write(new IngestUnit(DAY), zone.list(DAY), new TreeMap<>(),
                        List.of()));
    }

    private boolean commit(Staged staged) {
        return history.commit(staged, Optional.empty(), Optional.empty());
    }

    private void endLeases() {
        Lease.endOlder(housekeeping.loadTable(ROWS), LEASED.plusSeconds(1));
    }

    private List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        try (var rows = IcebergGenerics.read(housekeeping.loadTable(ROWS)).build()) {
            for (Record row : rows) {
                ids.add(row.getField("id").toString());
            }
        }
        return ids.stream().sorted().toList();
    }

    @Test
    void housekeepingDoesNotDiscardWhatARunPublishesMeanwhile() throws IOException {
        Staged staged = stage();
        housekeeping.beforeCommit = () -> assertThat(commit(staged)).isTrue();
        endLeases();
        assertThat(ids()).containsExactly("1", "2");
    }

    @Test
    void aRunPublishesNothingIfHousekeepingHasEndedItsLeaseMeanwhile() throws IOException {
        Staged staged = stage();
        run.beforeCommit = this::endLeases;
        assertThatThrownBy(() -> commit(staged)).isInstanceOf(ConcurrentRunException.class);
        assertThat(ids()).containsExactly("1");
    }

    /** It could delete the files that the run publishes. */
    @Test
    void aRunPublishesNothingIfItHasStagedWhileItsLeaseEnded() throws Exception {
        CountDownLatch isPublishing = new CountDownLatch(1);
        CountDownLatch isEnded = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> commit = new ArrayList<>();
        housekeeping.beforeCommit = () -> {
            Staged staged = stage();
            run.beforeCommit = () -> {
                isPublishing.countDown();
                await(isEnded);
            };
            commit.add(CompletableFuture.supplyAsync(() -> commit(staged)));
            await(isPublishing);
        };
        endLeases();
        isEnded.countDown();
        assertThatThrownBy(() -> commit.get(0).join()).hasCauseInstanceOf(ConcurrentRunException.class);
        assertThat(ids()).containsExactly("1");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theServerAnswersNobodyWithoutTheToken() {
        Map<String, String> wrong = new HashMap<>(server.client());
        wrong.put("token", "wrong");
        try (RESTCatalog stranger = new RESTCatalog()) {
            assertThatThrownBy(() -> stranger.initialize("lakehouse", wrong)).hasMessageContaining(
                    "the token is missing or wrong");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
