package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import dev.freshet.core.LandingPartition;
import dev.freshet.transform.landing.FileCheck;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.RawLines;
import io.airlift.compress.lz4.Lz4HadoopStreams;
import io.airlift.compress.lzo.LzoHadoopStreams;
import io.airlift.compress.lzo.LzopHadoopStreams;
import io.airlift.compress.snappy.SnappyHadoopStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The batch can read exactly the compressed files that Trino can read, and finds as many lines in them. */
class CompressedFilesTest {
    private static final byte[] LINES = lines(1);
    private static final byte[] MORE = lines(2);
    private static final byte[] SKIPPABLE = {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
    private static final byte[] TEXT = "text after the end of the compressed data".getBytes(StandardCharsets.UTF_8);

    @Test
    void trinoAndTheBatchReadTheSameFiles() throws IOException, SQLException {
        Map<String, byte[]> files = files();
        try (TestingLandingZone zone = new TestingLandingZone("codecs", "columns: {id: bigint}\n")) {
            zone.run();
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zone.land("2026-11-22", file.getKey(), file.getValue());
            }
            LandingZone landing = LandingZone.of(zone.spec, zone.lakehouse.landing());
            Map<String, String> trino = new TreeMap<>();
            Map<String, String> batch = new TreeMap<>();
            for (RawFile file : landing.list(LandingPartition.parse("2026-11-22"))) {
                trino.put(file.path(), trino(zone, file));
                batch.put(file.path(), batch(landing, file));
            }
            assertThat(batch).hasSize(files.size()).isEqualTo(trino);
            assertThat(named("unreadable", batch)).containsExactly("cut.gz", "cut.zst", "flipped.gz", "flipped.zst",
                    "half-checksum.zst", "half-trailer.gz", "no-trailer.gz", "one-byte.gz", "second-cut.gz",
                    "skippable-first.zst", "skippable-last.zst", "text-after.zst", "text.gz", "text.zst",
                    "window-24.zst", "window-27.zst", "wrong-checksum.gz", "wrong-checksum.zst", "zeros-after.zst",
                    "zstd.gz");
            assertThat(named("0", batch)).containsExactly("empty-frame.zst", "empty-member.gz", "empty.gz",
                    "empty.zst");
            assertThat(named("4000", batch)).containsExactly("two-frames.zst", "two-members.gz");
        }
    }

    /** Trino reads some of them. The batch reads none, so no view does. */
    @Test
    void otherCompressionsAreSetAside() throws IOException, SQLException {
        List<String> extensions = List.of("bz2", "deflate", "lz4", "lzo", "lzo_deflate", "snappy");
        try (TestingLandingZone zone = new TestingLandingZone("other_codecs", "columns: {id: bigint}\n")) {
            zone.run();
            for (String extension : extensions) {
                zone.land("2026-11-22", "text." + extension, LINES);
                zone.land("2026-11-22", "empty." + extension, new byte[0]);
            }
            zone.land("2026-11-22", "valid.deflate", compressed(LINES, DeflaterOutputStream::new));
            zone.land("2026-11-22", "valid.lz4", compressed(LINES, new Lz4HadoopStreams()::createOutputStream));
            zone.land("2026-11-22", "valid.snappy", compressed(LINES, new SnappyHadoopStreams()::createOutputStream));
            zone.land("2026-11-22", "valid.lzo_deflate", compressed(LINES, new LzoHadoopStreams()::createOutputStream));
            zone.land("2026-11-22", "valid.lzo", compressed(LINES, new LzopHadoopStreams()::createOutputStream));
            Map<String, String> trino = new TreeMap<>();
            for (RawFile file : LandingZone.of(zone.spec, zone.lakehouse.landing())
                    .list(LandingPartition.parse("2026-11-22"))) {
                trino.put(file.path(), trino(zone, file));
            }
            assertThat(named("0", trino)).hasSize(extensions.size()).allMatch(name -> name.startsWith("empty."));
            assertThat(named("unreadable", trino)).hasSize(extensions.size())
                    .allMatch(name -> name.startsWith("text."));
            assertThat(named("2000", trino)).hasSize(5).allMatch(name -> name.startsWith("valid."));

            assertThat(zone.run().setAside().count()).isEqualTo(extensions.size() + 5);
            assertThat(zone.query("SELECT count(*) FROM other_codecs")).containsExactly("0");
            zone.now("2026-11-23T00:05:00Z");
            zone.run();
            assertThat(zone.query("SELECT count(*), min(served_from) FROM other_codecs_rejects"))
                    .containsExactly(extensions.size() + 5 + "|history");
        }
    }

    private static List<String> named(String answer, Map<String, String> answers) {
        return answers.entrySet().stream().filter(file -> file.getValue().equals(answer))
                .map(file -> file.getKey().replaceFirst(".*/", "")).toList();
    }

    private static String trino(TestingLandingZone zone, RawFile file) {
        try {
            return zone.query("SELECT count(*) FROM landing.test_hidden.%s_tail_20261122 WHERE \"$path\" = '%s'"
                    .formatted(zone.spec.name(), file.path())).get(0);
        } catch (SQLException e) {
            assertThat(e.getMessage()).contains(file.path());
            return "unreadable";
        }
    }

    private static String batch(LandingZone landing, RawFile file) {
        if (!new FileCheck(landing).unreadable(List.of(file)).isEmpty()) {
            return "unreadable";
        }
        try (RawLines lines = landing.open(file)) {
            long count = 0;
            while (lines.next() != null) {
                count++;
            }
            return String.valueOf(count);
        }
    }

    private static Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        byte[] gzip = gzip(LINES);
        files.put("whole.gz", gzip);
        files.put("two-members.gz", concat(gzip, gzip(MORE)));
        files.put("second-cut.gz", concat(gzip, Arrays.copyOf(gzip(MORE), 500)));
        files.put("zeros-after.gz", concat(gzip, new byte[100]));
        files.put("text-after.gz", concat(gzip, TEXT));
        files.put("cut.gz", Arrays.copyOf(gzip, gzip.length / 2));
        files.put("no-trailer.gz", Arrays.copyOf(gzip, gzip.length - 8));
        files.put("half-trailer.gz", Arrays.copyOf(gzip, gzip.length - 3));
        files.put("wrong-checksum.gz", flipped(gzip, gzip.length - 6));
        files.put("flipped.gz", flipped(gzip, gzip.length / 2));
        files.put("text.gz", LINES);
        files.put("empty.gz", new byte[0]);
        files.put("empty-member.gz", gzip(new byte[0]));
        files.put("one-byte.gz", new byte[]{0x1f});
        files.put("zstd.gz", zstd(LINES, 0, false));
        byte[] zstd = zstd(LINES, 0, true);
        files.put("whole.zst", zstd);
        files.put("one-block.zst", Zstd.compress(LINES, 3));
        files.put("two-frames.zst", concat(zstd, zstd(MORE, 0, true)));
        files.put("cut.zst", Arrays.copyOf(zstd, zstd.length / 2));
        files.put("half-checksum.zst", Arrays.copyOf(zstd, zstd.length - 2));
        files.put("wrong-checksum.zst", flipped(zstd, zstd.length - 2));
        files.put("flipped.zst", flipped(zstd, zstd.length / 2));
        files.put("text.zst", LINES);
        files.put("empty.zst", new byte[0]);
        files.put("empty-frame.zst", zstd(new byte[0], 0, false));
        files.put("zeros-after.zst", concat(zstd, new byte[10]));
        files.put("text-after.zst", concat(zstd, TEXT));
        files.put("skippable-first.zst", concat(SKIPPABLE, zstd));
        files.put("skippable-last.zst", concat(zstd, SKIPPABLE));
        for (int window : new int[]{22, 23, 24, 27}) {
            files.put("window-" + window + ".zst", zstd(LINES, window, false));
        }
        return files;
    }

    private static byte[] lines(int seed) {
        Random random = new Random(seed);
        return IntStream.range(0, 2_000)
                .mapToObj(i -> "{\"id\":%d,\"x\":\"%x\"}\n".formatted(i, random.nextLong()))
                .collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] text) throws IOException {
        return compressed(text, GZIPOutputStream::new);
    }

    private interface Compression {
        OutputStream on(OutputStream bytes) throws IOException;
    }

    private static byte[] compressed(byte[] text, Compression compression) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compression.on(bytes)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }

    /** @param window the binary logarithm of the window's size in bytes; 0 for the default */
    private static byte[] zstd(byte[] text, int window, boolean checksum) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(bytes).setChecksum(checksum)) {
            if (window > 0) {
                out.setLong(window);
            }
            out.write(text);
        }
        return bytes.toByteArray();
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 0x55;
        return changed;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
