package dev.freshet.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.benchmarks.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of the committed results. */
class ReportPageTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path RESULTS = Path.of("../docs/results");
    /** Of single benchmarks, and of a full run. */
    private static final List<Path> ALL = List.of(RESULTS, RESULTS.resolve("full-2026-12-01"));

    @TempDir
    private Path directory;

    @Test
    void itNeedsNothingElse() throws IOException {
        Path page = directory.resolve("report.html");
        ReportPage.of(ALL).write(page);
        assertThat(Files.readString(page)).contains("uPlot", "\"transform.json\"").doesNotContain(
                "parity.json", "@results@").doesNotContainPattern("(src|href)=\"(?!data:,)");
    }

    @Test
    void aResultCannotEndTheScript() throws IOException {
        Path file = directory.resolve("tail.json");
        Files.writeString(file, "{\"command\":\"./freshet bench tail\",\"host\":\"</script>\"}");
        Path page = directory.resolve("report.html");
        ReportPage.of(List.of(file)).write(page);
        assertThat(Files.readString(page)).contains("\"<\\/script>\"");
    }

    @Test
    void withoutResultsThereIsNoReport() throws IOException {
        Path file = Files.writeString(directory.resolve("other.json"), "{}");
        assertThatThrownBy(() -> ReportPage.of(List.of(directory))).isInstanceOf(BenchException.class)
                .hasMessage("no results of benchmarks in [" + directory + "]");
        assertThat(file).exists();
    }

    @Test
    @Tag("slow")
    void aBrowserShowsEachSuite() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(CHROMIUM), "there is no " + CHROMIUM + " to open the page in");
        Path page = directory.resolve("report.html");
        ReportPage.of(ALL).write(page);
        String shown = opened(page);
        assertThat(Pattern.compile("<section id=\"([a-z-]+)\">").matcher(shown).results().map(found -> found.group(1)))
                .contains("history", "tail", "transform", "cutover", "gateway", "growth");
        assertThat(shown).contains("<td>live, trino-jdbc</td>", "5,476 of 5,476 correct", "| writes ").doesNotContain(
                "NaN", "undefined");
    }

    private String opened(Path page) throws IOException, InterruptedException {
        Path dom = directory.resolve("dom.html");
        Process chromium = new ProcessBuilder(CHROMIUM.toString(), "--headless", "--no-sandbox", "--user-data-dir="
                + directory.resolve("chromium"), "--dump-dom", page.toUri().toString()).redirectOutput(dom.toFile())
                .redirectError(Path.of("target/chromium.log").toFile()).start();
        if (!chromium.waitFor(1, TimeUnit.MINUTES)) {
            chromium.destroyForcibly();
        }
        assertThat(chromium.waitFor()).isZero();
        String html = Files.readString(dom);
        return html.substring(html.indexOf("<main>"), html.indexOf("</main>"));
    }
}
