package dev.freshet.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.LandingPartition;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.DatasetSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingFilesTest {
    private static final LandingPartition DAY = LandingPartition.parse("2026-11-22");
    private static final DatasetSpec SPEC = Backups.spec();

    @TempDir
    Path root;
    private LandingFiles files;

    @BeforeEach
    void open() {
        files = new LandingFiles(SPEC, io(root));
    }

    private static LocalFileIO io(Path directory) {
        LocalFileIO io = new LocalFileIO();
        io.initialize(Map.of(LocalFileIO.LOCATION, directory.toString()));
        return io;
    }

    private Path day() {
        return root.resolve("landing/backups/dt=2026-11-22");
    }

    @Test
    void aFileLandsInTheDirectoryOfItsDay() throws IOException {
        String location = files.land(DAY, "a.json", out -> out.write("{}\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(location).isEqualTo("local:///landing/backups/dt=2026-11-22/a.json");
        assertThat(day().resolve("a.json")).hasContent("{}\n");
        assertThat(all()).containsExactly("a.json");
    }

    @Test
    void aFileIsInvisibleUntilItIsComplete() throws IOException {
        List<String> meanwhile = new ArrayList<>();

        files.land(DAY, "a.json", out -> {
            out.write('{');
            out.flush();
            meanwhile.addAll(visible());
            out.write('}');
        });

        assertThat(meanwhile).isEmpty();
        assertThat(visible()).containsExactly("a.json");
    }

    @Test
    void aListingWhileFilesLandHasOnlyCompleteFiles() throws Exception {
        byte[] text = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        CountDownLatch done = new CountDownLatch(1);
        Thread lander = new Thread(() -> {
            try {
                for (int i = 0; i < 200; i++) {
                    files.land(DAY, i + ".json", out -> {
                        for (int at = 0; at < text.length; at += 1_000) {
                            out.write(text, at, 1_000);
                        }
                    });
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } finally {
                done.countDown();
            }
        });
        Files.createDirectories(day());
        lander.start();
        int listings = 0;
        while (done.getCount() > 0) {
            for (String name : visible()) {
                assertThat(Files.size(day().resolve(name))).isEqualTo(text.length);
            }
            listings++;
        }
        lander.join();
        assertThat(listings).isPositive();
        assertThat(visible()).hasSize(200);
    }

    @Test
    void anExistingFileIsNotOverwritten() throws IOException {
        files.land(DAY, "a.json", out -> out.write('1'));

        assertThatThrownBy(() -> files.land(DAY, "a.json", out -> out.write('2')))
                .isInstanceOf(AlreadyExistsException.class);
        assertThat(day().resolve("a.json")).hasContent("1");
        assertThat(all()).containsExactly("a.json");
    }

    @Test
    void aFailedWriteLeavesNoFile() {
        assertThatThrownBy(() -> files.land(DAY, "a.json.gz", out -> {
            out.write('1');
            throw new IOException("no more");
        })).isInstanceOf(IOException.class).hasMessage("no more");
        assertThat(day()).doesNotExist();
    }

    @Test
    void aFileNamedGzIsCompressed() throws IOException {
        files.land(DAY, "a.json.gz", out -> out.write("{}\n".getBytes(StandardCharsets.UTF_8)));

        try (InputStream text = new GZIPInputStream(Files.newInputStream(day().resolve("a.json.gz")))) {
            assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("{}\n");
        }
    }

    /** The files that Trino and the batch see. */
    private List<String> visible() {
        return all().stream().filter(n -> !n.startsWith(".") && !n.startsWith("_")).toList();
    }

    private List<String> all() {
        if (!Files.exists(day())) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(day())) {
            return paths.map(p -> p.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
