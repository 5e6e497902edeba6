package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.ReconcileMode;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.SpecWriter;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.engine.Written;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.HistoryTables;
import dev.freshet.transform.history.Staged;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.publish.Reconciler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ways to compare find each fault, and name a file, a column or the figures. */
class GateTest {
    private static final String COLUMNS = """
                                          columns:
                                            id: {type: bigint, required: true}
                                            name: varchar
                                            tags: array(varchar)
                                            rest: {rescue: true}
                                          """;
    private static final LandingPartition DAY = LandingPartition.parse("2026-11-22");
    private static final int LINES = 500;

    private TestingLandingZone zone;
    private History history;

    @ParameterizedTest
    @EnumSource(ReconcileMode.class)
    void eachFaultIsFound(ReconcileMode mode) throws IOException, SQLException {
        try (TestingLandingZone landing = new TestingLandingZone("gate_" + mode, COLUMNS)) {
            zone = landing;
            zone.run();
            Path a = zone.land("2026-11-22", "a.json", lines(0, "x"));
            Path b = zone.land("2026-11-22", "b.json", lines(LINES, "x"));
            zone.land("2026-11-22", "c.json", "{\"id\":-1}", "broken", "{}", "", "{\"id\":2}\u0001rest",
                    "{\"id\":3}\r{\"id\":4}");
            history = new HistoryTables(zone.spec, zone.lakehouse.names(zone.spec), zone.lakehouse.catalog())
                    .open(BatchProgress.NONE);
            history.takeLease(Instant.now());
            Written good = write();
            assertThat(difference(mode, good)).isEmpty();
            boolean sampled = mode == ReconcileMode.SAMPLED;

            // a raw file that is set aside on both sides, or on one
            SortedMap<String, String> setAside = new TreeMap<>(
                    Map.of("local:///landing/gate_%s/dt=2026-11-22/b.json".formatted(mode), "it ends too early"));
            Written partly = write(setAside);
            assertThat(partly.inputs().rows()).isEqualTo(LINES + 3);
            assertThat(difference(mode, partly, zone.spec, setAside)).isEmpty();
            assertThat(difference(mode, partly)).isPresent();
            assertThat(difference(mode, good, zone.spec, setAside)).isPresent();

            // another value in one column of one row: in the raw file, and in the stored rows
            String content = Files.readString(a);
            TestingLandingZone.rewrite(a, content.replace("x7\"", "y7\""));
            assertThat(difference(mode, good)).get().asString()
                    .contains(sampled ? "a.json: tail 500 lines" : "column name: checksum of tail");
            Written changed = write();
            TestingLandingZone.rewrite(a, content);
            assertThat(difference(mode, stored(good, changed))).get().asString()
                    .contains(sampled ? "column name in rows of local:///landing/gate_sampled/dt=2026-11-22/a.json"
                            : "column name: checksum of tail")
                    .doesNotContain("column id", "column rest");

            // values of two rows that changed places
            TestingLandingZone.rewrite(a,
                    content.replace("x17\"", "x__\"").replace("x18\"", "x17\"").replace("x__\"", "x18\""));
            Written swapped = write();
            TestingLandingZone.rewrite(a, content);
            assertThat(difference(mode, stored(good, swapped))).get().asString()
                    .startsWith("column name").doesNotContain("column id", "column rest", "rows:");

            // a raw file that is gone, came twice, is cut
            Files.delete(b);
            assertThat(difference(mode, good)).get().asString().contains("b.json: tail ")
                    .contains(sampled ? "tail no line" : "rows: tail 503, history 1003");
            Written less = write();
            zone.land("2026-11-22", "b.json", lines(LINES, "x"));
            assertThat(difference(mode, stored(good, less))).get().asString()
                    .contains(sampled ? "b.json" : "rows: tail 1003, history 503",
                            sampled ? "written " : "history 503");
            Path twice = zone.land("2026-11-22", "d.json", lines(0, "x"));
            assertThat(difference(mode, good)).get().asString().contains("d.json: tail ");
            Files.delete(twice);
            zone.land("2026-11-22", "b.json",
                    IntStream.range(0, 3).mapToObj(i -> lines(LINES, "x")[i]).toArray(String[]::new));
            assertThat(difference(mode, good)).get().asString().contains("b.json: tail 3 ");
            zone.land("2026-11-22", "b.json", lines(LINES, "x"));

            // a rule that only one side has
            DatasetSpec other = SpecReader.parse("other", SpecWriter.write(zone.spec)
                    .replace("tags: array(varchar)", "tags: {type: array(varchar), path: $.others}"));
            assertThat(difference(mode, good, other)).get().asString()
                    .contains("column tags: checksum of tail", "column rest: checksum of tail")
                    .doesNotContain("column id", "column name");
            DatasetSpec strict = SpecReader.parse("strict", SpecWriter.write(zone.spec)
                    .replace("name: varchar", "name: {type: varchar, path: $.nothing, required: true}"));
            assertThat(difference(mode, good, strict)).get().asString()
                    .contains("rejects: tail ");

            // a damaged Parquet page, of a file that Trino has not read yet
            Written damagedPage = write();
            flipBit(damagedPage);
            assertThat(difference(mode, damagedPage)).get().asString()
                    .matches(damaged -> damaged.contains("history cannot be read") || damaged.contains("column "));
        }
    }

    private static String[] lines(int first, String name) {
        return IntStream.range(first, first + LINES)
                .mapToObj(i -> ("{\"id\":%d,\"name\":\"%s%d\",\"tags\":[\"a\",null,\"%d\"],"
                        + "\"others\":[\"b\"],\"when\":%d}").formatted(i, name, i, i % 7, i))
                .toArray(String[]::new);
    }

    private Written write() {
        return write(new TreeMap<>());
    }

    private Written write(SortedMap<String, String> setAside) {
        LandingZone landing = LandingZone.of(zone.spec, zone.lakehouse.landing());
        return history.engine(landing, JsonNumbers.AS_DOUBLES).write(new IngestUnit(DAY), landing.list(DAY), setAside,
                List.of());
    }

    /** What was written as the first says, with the data files of the second. */
    private static Written stored(Written says, Written stored) {
        return new Written(says.unit(), stored.rows(), stored.rejects(), says.inputs(), says.kept(), says.reasons(),
                says.checksums());
    }

    private Optional<String> difference(ReconcileMode mode, Written written) {
        return difference(mode, written, zone.spec);
    }

    private Optional<String> difference(ReconcileMode mode, Written written, DatasetSpec spec) {
        return difference(mode, written, spec, new TreeMap<>());
    }

    private Optional<String> difference(ReconcileMode mode, Written written, DatasetSpec spec,
            SortedMap<String, String> setAside) {
        Staged staged = history.stage(written);
        return new Reconciler(spec, zone.lakehouse.names(spec),
                new TrinoSession(zone.lakehouse.trino(), BatchProgress.NONE))
                .difference(staged, List.of(), setAside, mode);
    }

    /** Flips a bit in the last page of {@code name}. */
    private void flipBit(Written written) throws IOException {
        Path file = zone.directory().resolve(written.rows().getFirst().location().replace("local:///", ""));
        int at;
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            ColumnChunkMetaData name = reader.getFooter().getBlocks().getLast().getColumns().stream()
                    .filter(chunk -> chunk.getPath().toDotString().equals("name")).findFirst().orElseThrow();
            at = Math.toIntExact(name.getStartingPos() + name.getTotalSize() - 20);
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
