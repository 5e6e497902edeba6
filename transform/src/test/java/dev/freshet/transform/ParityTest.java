package dev.freshet.transform;

import static dev.freshet.transform.TestingLandingZone.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.Staged;
import dev.freshet.transform.raw.LandingZone;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One row, one truth: a corpus of lines through the tail on a real Trino and through the batch, compared by value. */
class ParityTest {
    /** Every type, all of them reading the same value. */
    private static final List<String> TYPES = List.of("boolean", "integer", "bigint", "real", "double",
            "decimal(10, 2)",
            "decimal(38, 10)", "varchar", "varbinary", "date", "timestamp(6)", "timestamp(6) with time zone", "uuid",
            "row(a bigint, b varchar)", "array(bigint)", "array(varchar)", "array(row(a bigint))",
            "map(varchar, bigint)",
            "map(varchar, varchar)", "json", "row(a row(b double))", "array(array(boolean))");
    private static final List<String> FORMATS = List.of("epoch_seconds", "epoch_millis", "epoch_micros");

    @Test
    void everyLineIsTheSameOnBothRoutes() throws IOException, SQLException {
        StringBuilder columns = new StringBuilder("columns:\n  id: {type: bigint, required: true}\n");
        List<String> names = new ArrayList<>();
        for (String type : TYPES) {
            names.add("c" + names.size());
            columns.append("  %s: {type: \"%s\", path: $.v}%n".formatted(names.get(names.size() - 1), type));
        }
        for (String format : FORMATS) {
            for (String type : List.of("timestamp(6)", "timestamp(6) with time zone")) {
                names.add("c" + names.size());
                columns.append("  %s: {type: \"%s\", path: $.v, format: %s}%n".formatted(names.get(names.size() - 1),
                        type, format));
            }
        }
        try (TestingLandingZone zone = new TestingLandingZone("parity", columns.toString())) {
            zone.run();
            ParityCorpus corpus = ParityCorpus.of(20_261_122L, Integer.getInteger("freshet.parity.generated", 2_000));
            int file = 0;
            for (List<byte[]> part : corpus.files()) {
                zone.land("2026-11-22", "f%03d.json".formatted(file++), ParityCorpus.joined(part));
            }
            LandingPartition day = LandingPartition.parse("2026-11-22");
            History history = History.open(zone.spec, zone.lakehouse.names(zone.spec), zone.lakehouse.catalog(),
                    BatchProgress.NONE);
            LandingZone landing = new LandingZone(zone.spec.landing(), zone.lakehouse.landing());
            Staged staged = history.stage(history.write(day, landing, landing.list(day)));

            String all = String.join(", ", names);
            String tail = "SELECT id, %s FROM parity".formatted(all);
            String taken = "SELECT id, %s FROM test_hidden.parity_history FOR VERSION AS OF %d".formatted(all,
                    staged.rowsSnapshot());
            List<String> ids = new ArrayList<>(rows(
                    "SELECT DISTINCT id FROM ((%1$s EXCEPT %2$s) UNION ALL (%2$s EXCEPT %1$s)) ORDER BY id LIMIT 200"
                            .formatted(tail, taken)));
            List<String> differences = new ArrayList<>();
            for (String id : ids) {
                for (int i = 0; i < names.size(); i++) {
                    String value = "SELECT coalesce(json_format(CAST(%1$s AS json)), 'NULL') FROM (%2$s) WHERE id = %3$s";
                    String column = i < TYPES.size() && List.of("varbinary", "uuid").contains(TYPES.get(i))
                            ? "CAST(%s AS varchar)".formatted(names.get(i))
                            : names.get(i);
                    column = i < TYPES.size() && TYPES.get(i).equals("varbinary") ? "to_hex(%s)".formatted(names.get(i))
                            : column;
                    List<String> left = rows(value.formatted(column, tail, id));
                    List<String> right = rows(value.formatted(column, taken, id));
                    if (!left.equals(right)) {
                        differences.add("%s as %s: tail %s, history %s".formatted(corpus.line(Long.parseLong(id)),
                                i < TYPES.size() ? TYPES.get(i) : "epoch " + (i - TYPES.size()), left, right));
                    }
                }
            }
            assertThat(rows("SELECT count(*) > 2000, count(*) = count(DISTINCT id) FROM parity"))
                    .containsExactly("true|true");
            assertThat(rows("SELECT count(DISTINCT reason) FROM parity_rejects")).containsExactly("3");
            assertThat(differences).isEmpty();
            assertThat(ids).isEmpty();
            assertThat(new Reconciler(zone.spec, zone.lakehouse.names(zone.spec),
                    new TrinoSession(zone.lakehouse.trino(), BatchProgress.NONE)).difference(staged)).isEmpty();
        }
    }
}
