package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferCommandTest {
    private static final String LINES = """
                                        {"id":1,"device":{"model":"S4"},"size":12.5,"created_at":"2026-11-22T10:00:00Z"}
                                        {"id":2,"device":{"model":"S5"},"size":13,"created_at":"2026-11-22T11:00:00Z"}
                                        """;

    @TempDir
    private Path directory;

    @Test
    void aDraftIsASpecThatCanBeRead() throws IOException {
        TestingFreshet draft = TestingFreshet.run("infer", plain("backups.json"));
        assertThat(draft.exit()).isZero();
        assertThat(draft.err()).isEmpty();
        DatasetSpec spec = SpecReader.parse("draft", draft.out());
        assertThat(spec.name()).isEqualTo("backups");
        assertThat(spec.eventTime()).contains("created_at");
        assertThat(spec.columns()).extracting(column -> column.name() + " " + column.type().spec()).containsExactly(
                "id bigint", "device row(model varchar)", "size double", "created_at timestamp(6) with time zone");
    }

    @Test
    void compressedSamplesGiveTheSameDraft() throws IOException {
        Path gzip = directory.resolve("backups.json.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write(LINES.getBytes(StandardCharsets.UTF_8));
        }
        Path zstd = directory.resolve("backups.json.zst");
        try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(zstd))) {
            out.write(LINES.getBytes(StandardCharsets.UTF_8));
        }
        String draft = TestingFreshet.run("infer", plain("backups.json")).out();
        assertThat(TestingFreshet.run("infer", gzip).out()).isEqualTo(draft);
        assertThat(TestingFreshet.run("infer", zstd).out()).isEqualTo(draft);
    }

    @Test
    void standardInputIsASample() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(LINES.getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(TestingFreshet.run("infer", "--dataset", "backups", "-").out()).contains("dataset: backups\n");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void aFileIsOverwrittenOnlyByForce() throws IOException {
        Path spec = directory.resolve("backups.yaml");
        Path sample = plain("backups.json");
        assertThat(TestingFreshet.run("infer", sample, "-o", spec).exit()).isZero();
        Files.writeString(spec, "mine");
        TestingFreshet again = TestingFreshet.run("infer", sample, "-o", spec, "--json");
        assertThat(again.exit()).isEqualTo(6);
        assertThat(again.err()).contains(spec + " exists", "--force").hasLineCount(1);
        assertThat(again.json().get("error").get("kind").asText()).isEqualTo("file");
        assertThat(spec).hasContent("mine");
        assertThat(TestingFreshet.run("infer", sample, "-o", spec, "--force").exit()).isZero();
        assertThat(SpecReader.read(spec).name()).isEqualTo("backups");
    }

    @Test
    void aSampleThatIsMissingOrNoJsonIsNamed() throws IOException {
        TestingFreshet missing = TestingFreshet.run("infer", directory.resolve("none.json"));
        assertThat(missing.exit()).isEqualTo(6);
        assertThat(missing.err()).contains("none.json", "no such file").hasLineCount(1);
        assertThat(TestingFreshet.run("infer", directory).err()).contains("is a directory");
        TestingFreshet text = TestingFreshet.run("infer", Files.writeString(directory.resolve("a.json"), "hello\n"));
        assertThat(text.exit()).isEqualTo(6);
        assertThat(text.err()).contains("no line is a JSON object").hasLineCount(1);
        TestingFreshet gzip = TestingFreshet.run("infer", Files.writeString(directory.resolve("a.json.gz"), "hello"));
        assertThat(gzip.exit()).isEqualTo(6);
        assertThat(gzip.err()).contains("a.json.gz").hasLineCount(1);
    }

    @Test
    void anInvalidNameIsWrongUsage() throws IOException {
        TestingFreshet named = TestingFreshet.run("infer", "--dataset", "Big Backups", plain("backups.json"));
        assertThat(named.exit()).isEqualTo(2);
        assertThat(named.err()).contains("--dataset", "Big Backups");
    }

    @Test
    void theNameComesFromTheFileOrFromTheDirectoryOfDays() {
        assertThat(SampleFiles.name("/data/Backup-Events.json.gz")).isEqualTo("backup_events");
        assertThat(SampleFiles.name("/landing/backups/dt=2026-11-22/part-0.json")).isEqualTo("backups");
        assertThat(SampleFiles.name("-")).isEqualTo("events");
        assertThat(SampleFiles.name("/data/2026.json")).isEqualTo("events");
    }

    private Path plain(String name) throws IOException {
        return Files.writeString(directory.resolve(name), LINES);
    }
}
