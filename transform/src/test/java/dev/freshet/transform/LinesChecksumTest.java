package dev.freshet.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.spec.sql.Reconciliation;
import dev.freshet.transform.checksum.LinesChecksum;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.RawLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Checksums of raw lines, by file: the batch's and a real Trino's. */
class LinesChecksumTest {
    private static final String DAY = "2026-11-22";
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final List<String> TEXTS = List.of("", "\n", "\r", "\r\n", "\n\r", "\r\r\n", "\n\n\n", "a", "a\n",
            "a\r", "a\r\n", "a\rb\r\nc\nd", "a\n\n\nb\r\r\rc\r\n\r\nd\n", "\\N\n\\N", " \n\t\n \t ", "\u0001",
            "\u0001\n", "a\u0001b\nc\u0001\n\u0001d\n\u0001\u0001\n", "a\u0001b\u0001c\u0001d\na\u0001\u0001c",
            "\u0000\n\u0002\u000b\u000c\u0085\u2028\n", "é€😀\n😀", "a\\\nb\"\n\"c");

    private record Figures(long lines, String line, String rest) {}

    @Test
    void everyFileHasTrinosChecksum() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String text : TEXTS) {
            byte[] bytes = text.getBytes(UTF_8);
            files.put("text%03d.json".formatted(files.size()), bytes);
            files.put("mark%03d.json".formatted(files.size()), joined(MARK, bytes));
            files.put("marks%03d.json".formatted(files.size()), joined(MARK, MARK, bytes, MARK, bytes));
        }
        files.put("mark_cut.json", new byte[]{MARK[0], MARK[1]});
        List<byte[]> corpus = new ArrayList<>(ParityCorpus.lines());
        corpus.addAll(ParityCorpus.values());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < corpus.size(); i++) {
            files.put("line%03d.json".formatted(i), corpus.get(i));
            all.writeBytes(joined(corpus.get(i), List.of("\n", "\r", "\r\n").get(i % 3).getBytes(UTF_8)));
        }
        files.put("all.json", all.toByteArray());
        files.put("all.json.gz", gzip(all.toByteArray()));
        files.put("all.json.zst", Zstd.compress(all.toByteArray()));
        files.put("mark.json.gz", gzip(joined(MARK, all.toByteArray())));
        for (int length : new int[]{1 << 12, 1 << 13, 1 << 16, 1 << 17}) {
            for (int more = -3; more <= 3; more++) {
                files.put("ends_at_%06d.json".formatted(length + more),
                        ("x".repeat(length + more) + "\r\ny\r" + "z".repeat(length) + "\r\r\n").getBytes(UTF_8));
            }
        }
        byte[] random = new byte[500_000];
        new Random(1).nextBytes(random);
        files.put("random.json", random);

        try (TestingLandingZone zone = new TestingLandingZone("checksum_lines", "columns: {id: bigint}\n")) {
            zone.run();
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zone.land(DAY, file.getKey(), file.getValue());
            }
            Map<String, Figures> trino = trino(zone);
            assertThat(batch(zone)).hasSizeGreaterThan(500).isEqualTo(trino);
        }
    }

    @Test
    void oneChangedByteIsNoticed() throws IOException {
        try (TestingLandingZone zone = new TestingLandingZone("checksum_byte", "columns: {id: bigint}\n")) {
            zone.run();
            zone.land(DAY, "a.json", "{\"id\": 1}", "{\"id\": 2}");
            zone.land(DAY, "b.json", "{\"id\": 3}\u0001x", "{\"id\": 4}");
            Map<String, Figures> trino = trino(zone);
            zone.land(DAY, "a.json", "{\"id\": 1}", "{\"id\": 7}");
            zone.land(DAY, "b.json", "{\"id\": 3}\u0001y", "{\"id\": 4}");
            List<Figures> before = List.copyOf(trino.values());
            List<Figures> after = List.copyOf(batch(zone).values());
            assertThat(after.get(0).line()).isNotEqualTo(before.get(0).line());
            assertThat(after.get(0).rest()).isEqualTo(before.get(0).rest());
            assertThat(after.get(1).line()).isEqualTo(before.get(1).line());
            assertThat(after.get(1).rest()).isNotEqualTo(before.get(1).rest());
        }
    }

    private static Map<String, Figures> batch(TestingLandingZone zone) {
        LandingZone landing = LandingZone.of(zone.spec, zone.lakehouse.landing());
        Map<String, Figures> figures = new TreeMap<>();
        for (RawFile file : landing.list(LandingPartition.parse(DAY))) {
            LinesChecksum checksum;
            long count = 0;
            try (RawLines lines = landing.open(file)) {
                while (lines.next() != null) {
                    count++;
                }
                checksum = lines.checksum();
            }
            assertThat(checksum.lines()).as(file.path()).isEqualTo(count);
            if (count > 0) {
                figures.put(file.path(), new Figures(count, checksum.line(), checksum.rest()));
            }
        }
        return figures;
    }

    private static Map<String, Figures> trino(TestingLandingZone zone) {
        String query = new Reconciliation(zone.spec, zone.lakehouse.names(zone.spec),
                new IngestUnit(LandingPartition.parse(DAY))).lines(List.of());
        Map<String, Figures> figures = new TreeMap<>();
        new TrinoSession(zone.lakehouse.trino(), BatchProgress.NONE).query(query,
                row -> figures.put(row.getString(1), new Figures(row.getLong(2),
                        HexFormat.of().formatHex(row.getBytes(3)), HexFormat.of().formatHex(row.getBytes(4)))));
        return figures;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
