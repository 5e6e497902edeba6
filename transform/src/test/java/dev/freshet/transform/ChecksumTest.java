package dev.freshet.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.spec.DataType;
import dev.freshet.transform.checksum.Checksum;
import dev.freshet.transform.checksum.RowsChecksum;
import dev.freshet.transform.checksum.TrinoHash;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checksums of rows that the batch computes are those of a real Trino, for every type and value of the corpus. */
class ChecksumTest {
    private static final long SEED = 20_261_128;
    private static final List<String> MORE = List.of("-0.0", "[-0.0, 0.0]", "-1e-320", "-12345678901234567890.5",
            "-0.0000000001", "9223372036854775808.5", "-9223372036854775808.5", "-18446744073709551616",
            "{\"a\":null,\"b\":null}", "{\"a\":[],\"b\":{}}", "{\"a\":[null,1,null],\"b\":{\"x\":null,\"y\":-0.0}}",
            "{\"z\":1,\"y\":2,\"x\":3}", "{\"x\":3,\"y\":2,\"z\":1}", "[[],[true,null],null]", "[null,null]",
            "[\"\",null,\"\"]", "\"1969-12-31T23:59:59.999999Z\"", "\"0001-01-01T00:00:00.000001Z\"");

    @Test
    void everyColumnHasTrinosChecksum() throws IOException, SQLException {
        List<byte[]> values = new ArrayList<>(ParityCorpus.values());
        values.addAll(ParityCorpus.generated(SEED, 1_000));
        MORE.forEach(value -> values.add(value.getBytes(UTF_8)));
        for (int length = 0; length <= 100; length++) {
            for (String letter : List.of("x", "é", "€", "😀")) {
                values.add(("\"" + letter.repeat(length) + "\"").getBytes(UTF_8));
            }
        }
        try (BothRoutes routes = new BothRoutes("checksum_rows", ParityTest.TYPES)) {
            routes.land(values);
            routes.stage();
            assertThat(routes.rowsRead().rows()).isGreaterThan(1_000);
            assertThat(differences(routes)).isEmpty();

            String all = routes.rowRead();
            assertThat(routes.rowChecksums()).containsExactly(all, all);
        }
    }

    @Test
    void oneChangedValueChangesItsColumns() throws IOException, SQLException {
        try (BothRoutes routes = new BothRoutes("checksum_changed", ParityTest.TYPES)) {
            routes.land(Stream.of("1", "\"unchanged\"", "{\"a\":\"z\"}", "null").map(v -> v.getBytes(UTF_8)).toList());
            routes.stage();
            assertThat(differences(routes)).isEmpty();
            routes.tamper('z', 'y');
            assertThat(differences(routes).stream()
                    .map(column -> column.replaceFirst("\\S+ ", "")))
                    .containsExactly("json", "map(varchar, varchar)", "map(varchar, json)", "varchar");
        }
    }

    @Test
    void aRowsHashSumsItsFieldsSoExchangedValuesAreNotNoticed() throws SQLException {
        DataType integer = DataType.Scalar.INTEGER;
        RowsChecksum checksum = new RowsChecksum(List.of(
                new DataType.Row(List.of(new DataType.Field("a", integer), new DataType.Field("b", integer)))));
        checksum.add(List.of(List.of(1, 4)));
        checksum.add(List.of(List.of(3, 2)));
        assertThat(TestingLandingZone
                .rows("SELECT lower(to_hex(checksum(ROW(a, b)))) FROM (VALUES (1, 2), (3, 4)) AS t (a, b)"))
                .containsExactlyElementsOf(checksum.byColumn());
    }

    @Test
    void textHasTrinosHash() throws SQLException {
        byte[] text = IntStream.range(0, 200).mapToObj(i -> String.valueOf((char) ('a' + i * 7 % 26)))
                .collect(Collectors.joining()).getBytes(UTF_8);
        List<String> hashes = IntStream.range(0, text.length).mapToObj(length -> {
            Checksum checksum = new Checksum();
            checksum.add(TrinoHash.bytes(text, text.length - length, length));
            return checksum.hex();
        }).toList();
        assertThat(TestingLandingZone.rows("""
                                           SELECT lower(to_hex(checksum(substr('%1$s', %2$d - n + 1))))
                                           FROM UNNEST(sequence(0, %2$d - 1)) AS t (n) GROUP BY n ORDER BY n
                                           """.formatted(new String(text, UTF_8), text.length))).isEqualTo(hashes);
    }

    /** The columns with another checksum in what the batch reads now than in what is staged. */
    private static List<String> differences(BothRoutes routes) throws SQLException {
        List<String> read = routes.rowsRead().byColumn();
        List<String> staged = routes.rowsStaged();
        return IntStream.range(0, read.size()).filter(i -> !read.get(i).equals(staged.get(i)))
                .mapToObj(routes.columnNames()::get).toList();
    }
}
