package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import dev.freshet.spec.Column;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.Landing;
import dev.freshet.spec.Layout;
import dev.freshet.spec.SpecReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("System.in")
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
        assertThat(TestingFreshet.run("infer", plain("b.json"), directory).err()).contains("is a directory");
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
        assertThat(SampleFiles.name("/data/журнал.json")).isEqualTo("events");
        assertThat(SampleFiles.name("/data/" + "long-".repeat(20) + ".json")).hasSize(59).endsWith("long");
    }

    @Test
    void aDirectoryGivesItsLayoutAndASampleOfItsDays() throws IOException {
        for (int day = 1; day <= 30; day++) {
            land("logs/year=2026/month=11/day=%02d/a.json".formatted(day), "{\"day%d\":1}\n".formatted(day));
            land("logs/year=2026/month=11/day=%02d/myRegion=eu%%2Fwest/hour=1/b.json.gz".formatted(day), "no gzip");
        }
        land("logs/README", "hello");
        land("logs/_SUCCESS", "");
        land("logs/old.bz2", "");
        TestingFreshet draft = TestingFreshet.run("infer", directory.resolve("logs"), "--lakehouse",
                directory.resolve("none.properties"));
        assertThat(draft.exit()).as(draft.err()).isZero();
        DatasetSpec spec = SpecReader.parse("draft", draft.out());
        assertThat(spec.name()).isEqualTo("logs");
        assertThat(spec.landing())
                .isEqualTo(new Landing("local:///landing/logs", new Layout("year={yyyy}/month={MM}/day={dd}"), true,
                        Optional.empty()));
        assertThat(spec.columns()).hasSize(32);
        assertThat(draft.out()).contains("  my_region: {type: varchar, partition_key: myRegion}\n",
                "  hour: {type: bigint, partition_key: hour}\n");
        assertThat(draft.out()).contains(
                "# Layout year={yyyy}/month={MM}/day={dd}: 30 landing days, from 2026-11-01 to 2026-11-30.\n",
                "# In directories below those of the layout: 30 files. So landing.recursive is true.\n",
                "# Not in this layout, so no run reads them: 2 files, such as README.\n",
                "# Sampled 30 of 62 files.\n",
                "# landing.root is a guess, as ",
                "# Compressions that Freshet does not read: 1 file, such as old.bz2.");
    }

    @Test
    void aDirectoryInTheLocalLakehouseHasItsLocation() throws IOException {
        Path file = land("data/landing/backups/2026/11/27/03/a.json", "[{\"id\":\"1\"},\n{\"id\":2}]");
        Path lakehouse = Files.writeString(directory.resolve("lakehouse.properties"),
                "trino.url=jdbc:trino://localhost:1\ntrino.catalog=a\ntrino.landing-catalog=b\niceberg.name=c\n"
                        + "iceberg.local.location=" + directory.resolve("data") + "\n");
        for (Path named : List.of(directory.resolve("data/landing/backups"), directory.resolve("data"),
                file.getParent())) {
            TestingFreshet draft = TestingFreshet.run("infer", named, "--lakehouse", lakehouse);
            assertThat(draft.exit()).as(draft.err()).isZero();
            DatasetSpec spec = SpecReader.parse("draft", draft.out());
            assertThat(spec.name()).isEqualTo("backups");
            assertThat(spec.landing()).isEqualTo(new Landing("local:///landing/backups", "{yyyy}/{MM}/{dd}/{HH}"));
            assertThat(spec.columns().toString()).contains("id").contains("BIGINT");
            assertThat(draft.out()).contains("# Drafted from 2 JSON objects.", ": 1 landing hour, 2026-11-27T03.",
                    file.toRealPath() + " is a JSON array, not one object per line: ./freshet land SPEC ")
                    .doesNotContain("guess");
        }
    }

    @Test
    void theDayCanBeInTheNamesOfFilesOrMissing() throws IOException {
        land("flat/events-2026-11-27-001.json", LINES);
        assertThat(TestingFreshet.run("infer", directory.resolve("flat")).out())
                .contains("# Layout events-{yyyy}-{MM}-{dd}*: 1 landing day, 2026-11-27.\n", "dataset: flat\n",
                        "  layout: \"events-{yyyy}-{MM}-{dd}*\"\n");
        land("CloudTrail/eu-west-1/2026/11/27/a.json", LINES);
        assertThat(TestingFreshet.run("infer", directory.resolve("CloudTrail")).out())
                .contains("dataset: cloudtrail\n");
        land("2026/a.json", LINES);
        assertThat(TestingFreshet.run("infer", directory.resolve("2026")).out())
                .contains("No directory and no file's name has a day.", "dataset: junit_");
        Files.createDirectories(directory.resolve("none"));
        assertThat(TestingFreshet.run("infer", directory.resolve("none")).err()).contains("has no files")
                .hasLineCount(1);
    }

    @Test
    void filesOfOtherFormsGiveTheDraftOfTheirRecords() throws IOException {
        String record = "{\n\"id\": 1, \"at\": \"2026-11-22T10:00:00Z\"}";
        for (String text : List.of("[" + record + "]", record + record, "{\"Records\": [" + record + "]}")) {
            TestingFreshet draft = TestingFreshet.run("infer", land("a.json", text));
            assertThat(SpecReader.parse("draft", draft.out()).columns()).extracting(Column::name).containsExactly("id",
                    "at");
            assertThat(draft.out()).contains("not one object per line: ./freshet land SPEC ");
        }
        Path unclear = land("a.json", "{\"next\":1,\"value\":[" + record + "]}");
        TestingFreshet draft = TestingFreshet.run("infer", unclear, "--records", "$.value");
        assertThat(SpecReader.parse("draft", draft.out()).columns()).extracting(Column::name).containsExactly("id",
                "at");
        assertThat(TestingFreshet.run("infer", unclear).out()).contains("--records '$.value'", "  value: ");
    }

    @Test
    void onlyTheStartOfALargeFileIsRead() throws IOException {
        Path large = land("large/dt=2026-11-27/a.json", "{\"id\":1}\n".repeat(1_000) + "{\"more\":1}\n");
        assertThat(TestingFreshet.run("infer", large).out()).contains("from 1001 JSON", "  more: bigint");
        assertThat(TestingFreshet.run("infer", directory.resolve("large")).out())
                .contains("from 1000 JSON", "# Read only the start of ", ": 1,000 lines, or 50 MB.\n")
                .doesNotContain("  more: bigint");
    }

    @Test
    void aFileThatIsCutLeavesThoseOfOtherDays() throws IOException {
        byte[] random = new byte[3_000_000];
        new Random(1).nextBytes(random);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(file)) {
            out.write("{\"id\":1}\n".getBytes(StandardCharsets.UTF_8));
            out.write(Base64.getMimeEncoder().encode(random));
        }
        land("cut/dt=2026-11-26/b.json", "{\"id\":2}\n");
        Path cut = land("cut/dt=2026-11-27/a.json.gz", "");
        Files.write(cut, Arrays.copyOf(file.toByteArray(), 2_000_000)); // its start can be read, its end not
        TestingFreshet alone = TestingFreshet.run("infer", cut);
        assertThat(alone.exit()).isEqualTo(6);
        assertThat(alone.err()).contains("a.json.gz").hasLineCount(1);
        Files.write(cut, Arrays.copyOf(file.toByteArray(), 100));
        assertThat(TestingFreshet.run("infer", directory.resolve("cut")).out()).contains("  id: bigint\n",
                "# Cannot read the sample: " + cut.toRealPath());
    }

    @Test
    void textInAnotherEncodingIsNamed() throws IOException {
        Path utf16 = Files.write(directory.resolve("a.json"), "[{\"a\":1}]".getBytes(StandardCharsets.UTF_16));
        TestingFreshet draft = TestingFreshet.run("infer", utf16);
        assertThat(draft.exit()).isEqualTo(6);
        assertThat(draft.err()).contains("no line is a JSON object", "convert it to JSON in UTF-8").hasLineCount(1);
    }

    private Path land(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Path plain(String name) throws IOException {
        return Files.writeString(directory.resolve(name), LINES);
    }
}
