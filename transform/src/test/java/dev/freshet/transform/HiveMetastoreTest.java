package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.lakehouse.StartProgress;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.BatchReport.Outcome;
import dev.freshet.transform.DailyBatch.Repair;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.landing.LandingZone;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tail's tables in a Hive Metastore, for each of Trino's two landing catalogs. */
@EnabledIfSystemProperty(named = "freshet.hive", matches = "true", disabledReason = "downloads 135 MB, needs JDK 17")
class HiveMetastoreTest {
    private static LocalLakehouse server;
    private static LakehouseConnection lakehouse;
    private Clock clock;

    @BeforeAll
    static void start() {
        server = LocalLakehouse.start(LocalLakehouse.Options.TEMPORARY.withS3(true).withHive(true), StartProgress.NONE);
        lakehouse = LakehouseConnection.open(LakehouseConfig.of("Hive Metastore", server.properties()));
    }

    @AfterAll
    static void stop() {
        lakehouse.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"days, landing, false", "deep_days, landing_recursive, true"})
    void aDayGoesFromRawFilesToHistoryAndBack(String dataset, String catalog, boolean recursive)
            throws IOException, SQLException {
        DatasetSpec spec = SpecReader.parse(dataset + ".yaml",
                """
                dataset: %s
                schema: test
                landing: {root: "%s/landing/%s", recursive: %s}
                columns: {id: {type: bigint, required: true}}
                tail: {look_ahead: P1D, retire_after: PT0S}
                """.formatted(dataset, server.root(), dataset, recursive));
        String live = "SELECT id, served_from FROM %s ORDER BY id".formatted(dataset);
        String file = recursive ? "deep/a.json" : "a.json";
        now("2026-11-22T12:00:00Z");
        land(spec, "2026-11-21", file, "{\"id\":1}\n{\"id\":2}\nbroken\n");
        land(spec, "2026-11-22", file, "{\"id\":3}\n");
        assertThat(batch(spec).run(Optional.empty()).after()).hasToString("2026-11-22");
        assertThat(rows(live)).containsExactly("1|history", "2|history", "3|tail");
        assertThat(tables(catalog, dataset)).containsExactly("20261121", "20261122", "20261123");
        land(spec, "2026-11-22", "b.json", "{\"id\":4}\nbroken\n");
        assertThat(rows(live)).containsExactly("1|history", "2|history", "3|tail", "4|tail");

        land(spec, "2026-11-21", "late.json", "{\"id\":5}\n");
        assertThat(batch(spec).repair(Optional.empty(), Repair.LATE).partitions())
                .extracting(BatchReport.Partition::outcome).containsExactly(Outcome.REPLACED);
        now("2026-11-23T00:05:00Z");
        assertThat(batch(spec).run(Optional.empty()).after()).hasToString("2026-11-23");
        List<String> ingested = List.of("1|history", "2|history", "3|history", "4|history", "5|history");
        assertThat(rows(live)).isEqualTo(ingested);
        assertThat(batch(spec).rollBack()).hasToString("2026-11-22");
        assertThat(rows(live)).containsExactly("1|history", "2|history", "3|tail", "4|tail", "5|history");
        assertThat(batch(spec).run(Optional.empty()).after()).hasToString("2026-11-23");
        assertThat(rows("SELECT count(*), count(DISTINCT file) FROM %s_rejects".formatted(dataset)))
                .containsExactly("2|2");

        now(Instant.now().plusSeconds(60).toString()); // makes all files old enough
        new Maintenance(spec, lakehouse, clock, BatchProgress.NONE).run(Duration.ZERO);
        assertThat(tables(catalog, dataset)).as("those of the live view and of a rollback")
                .containsExactly("20261122", "20261123", "20261124");
        assertThat(rows(live)).isEqualTo(ingested);
        LandingZone zone = LandingZone.of(spec, lakehouse.landing());
        assertThat(zone.list(LandingPartition.parse("2026-11-21"))).as("the files of a dropped table").hasSize(2);
        assertThat(lakehouse.landing().listPrefix(server.root() + "/metastore")).as("the metastore in files")
                .isEmpty();
    }

    private void now(String instant) {
        clock = Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }

    private DailyBatch batch(DatasetSpec spec) {
        return new DailyBatch(spec, lakehouse, clock, BatchProgress.NONE);
    }

    private static void land(DatasetSpec spec, String day, String name, String lines) throws IOException {
        String file = spec.landing().directory(LandingPartition.parse(day)) + "/" + name;
        try (OutputStream out = lakehouse.landing().newOutputFile(file).create()) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> rows(String sql) throws SQLException {
        return TestingLandingZone.rows(server.trinoUrl() + "/test", sql);
    }

    /** The landing days of the tables in the metastore. */
    private static List<String> tables(String catalog, String dataset) throws SQLException {
        String prefix = dataset + "_tail_";
        return rows("SHOW TABLES FROM %s.test_hidden LIKE '%s%%'".formatted(catalog, prefix)).stream()
                .map(table -> table.substring(prefix.length())).toList();
    }
}
