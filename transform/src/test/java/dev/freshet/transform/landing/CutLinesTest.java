package dev.freshet.transform.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.Landing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutLinesTest {
    private static final LandingPartition DAY = LandingPartition.parse("2026-11-22");
    /** A line with its end. */
    private static final Pattern LINE = Pattern.compile("[^\r\n]*(?:\r\n|\r|\n|(?<=[^\r\n])\\z)");
    private static final List<String> PARTS = List.of("\n", "\n", "\r\n", "\r", "cut", "é\u0001", "{}",
            "long ".repeat(20_000));

    @TempDir
    Path directory;

    private LandingZone zone() {
        LocalFileIO io = new LocalFileIO();
        io.initialize(Map.of(LocalFileIO.LOCATION, directory.toString()));
        return new LandingZone("lines", new Landing("local:///landing", Landing.DEFAULT_LAYOUT), io);
    }

    private RawFile land(String name, String text) throws IOException {
        Path file = Files.createDirectories(directory.resolve("landing/dt=2026-11-22")).resolve(name);
        try (OutputStream out = RawBytes.compressed(name, Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return zone().list(DAY).getFirst();
    }

    private String landed(String name) throws IOException {
        byte[] stored = Files.readAllBytes(directory.resolve("landing/dt=2026-11-22").resolve(name));
        try (InputStream text = RawBytes.withMark(name, new ByteArrayInputStream(stored))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private CutLines find(RawFile file) {
        CutLines.Builder cut = new CutLines.Builder(file);
        try (RawLines lines = zone().open(file)) {
            while (lines.advance()) {
                cut.add(lines, lines.text().contains("cut"));
            }
        }
        return cut.build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.json", "a.json.gz", "a.json.zst"})
    void allOtherBytesStay(String name) throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            String mark = random.nextInt(4) == 0 ? "\ufeff" : "";
            String text = random.ints(random.nextInt(20), 0, PARTS.size()).mapToObj(PARTS::get)
                    .collect(Collectors.joining());
            String rest = LINE.matcher(text).results().map(MatchResult::group).filter(line -> !line.contains("cut"))
                    .collect(Collectors.joining());
            assertThat(find(land(name, mark + text)).apply(zone())).isTrue();
            assertThat(landed(name)).isEqualTo(mark + rest);
        }
    }

    @Test
    void aFileThatHasChangedStays() throws IOException {
        CutLines cut = find(land("a.json", "cut\nkept\n"));
        land("a.json", "cut\nanother\n");
        assertThat(cut.apply(zone())).isFalse();
        assertThat(landed("a.json")).isEqualTo("cut\nanother\n");
        assertThat(directory.resolve("landing/dt=2026-11-22")).isDirectoryContaining("glob:**a.json")
                .isDirectoryNotContaining("glob:**.rest");
    }
}
