package dev.freshet.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.FreshetCommand;
import dev.freshet.lakehouse.LocalLakehouse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types what the README says, in the directory of the clone. */
class QuickstartTest {
    private static final Path CLONE = Path.of("../..").toAbsolutePath().normalize();
    private static final String URL = LocalLakehouse.shared().trinoUrl().replace("jdbc:", "jdbc:freshet:");
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    private record Ended(int exit, String out, String err) {}

    @TempDir
    private Path directory;

    @Test
    void theReadmeShowsWhatTheSamplePrints() throws Exception {
        Path lakehouse = directory.resolve("lakehouse.properties");
        try (OutputStream out = Files.newOutputStream(lakehouse)) {
            LocalLakehouse.shared().properties().store(out, null);
        }
        for (String command : commands()) {
            if (command.startsWith("./freshet") && !command.startsWith("./freshet up")) {
                List<String> words = new ArrayList<>(words(command));
                words.set(0, "--lakehouse=" + lakehouse);
                assertThat(FreshetCommand.commandLine().execute(words.toArray(String[]::new))).as(command).isZero();
            }
        }

        Ended sample = sample(URL);

        assertThat(sample.err()).isEmpty();
        assertThat(withoutTimes(sample.out())).isEqualTo(withoutTimes(block("What you should see")));
        assertThat(sample.out()).contains("complete up to " + TODAY + "T00:00:00Z\n");
    }

    @Test
    void aLakehouseThatDoesNotRunIsReported() throws Exception {
        Ended sample = sample("jdbc:freshet:trino://127.0.0.1:1/lakehouse");

        assertThat(sample.exit()).isEqualTo(1);
        assertThat(sample.out()).isEmpty();
        assertThat(sample.err()).contains("Failed to connect to /127.0.0.1:1", "Is the lakehouse running?")
                .hasLineCount(2);
    }

    @Test
    void aDatasetThatIsNotThereIsReported() throws Exception {
        Ended sample = sample(URL.replace("/lakehouse", "/landing"));

        assertThat(sample.exit()).isEqualTo(1);
        assertThat(sample.err()).contains("Schema 'quickstart' does not exist", "Have the files landed")
                .hasLineCount(2);
    }

    /** Runs the README's last command, for another lakehouse. */
    private Ended sample(String url) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(words(commands().getLast()));
        words.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.set(words.size() - 1, url);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        int exit = new ProcessBuilder(words).directory(CLONE.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile()).start().waitFor();
        return new Ended(exit, Files.readString(out), Files.readString(err));
    }

    private static List<String> commands() throws IOException {
        return block("Run it").lines().toList();
    }

    private static List<String> words(String command) {
        String yesterday = TODAY.minusDays(1).toString();
        return List.of(command.replace("\"$(date -u -d yesterday +%F)\"", yesterday)
                .replaceAll("(?<= )samples/", CLONE + "/samples/").split(" "));
    }

    /** The block of the README below a heading. */
    private static String block(String heading) throws IOException {
        String page = Files.readString(Path.of("README.md"), StandardCharsets.UTF_8);
        String section = page.substring(page.indexOf("\n## " + heading + "\n"));
        return section.split("```\n")[1];
    }

    private static String withoutTimes(String text) {
        return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT00:00:00Z", "MIDNIGHT")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "NOW");
    }
}
