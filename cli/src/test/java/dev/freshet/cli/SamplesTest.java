package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.lakehouse.LocalLakehouse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples that are made of commands: types each command of the README, and compares what it shows. */
class SamplesTest {
    private static final Path SAMPLES = Path.of("../samples");
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\n(.*?)^```$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = "schema-change")
    void theReadmeShowsWhatItsCommandsPrint(String sample) throws IOException {
        Path lakehouse = directory.resolve("lakehouse.properties");
        try (OutputStream out = Files.newOutputStream(lakehouse)) {
            LocalLakehouse.shared().properties().store(out, null);
        }
        List<String> blocks = BLOCK.matcher(Files.readString(SAMPLES.resolve(sample).resolve("README.md"))).results()
                .map(block -> block.group(1)).toList();
        assertThat(blocks).hasSizeGreaterThan(2);
        for (int i = 0; i < blocks.size(); i += 2) {
            assertThat(anyTime(thatDay(last(blocks.get(i), lakehouse)))).as(blocks.get(i))
                    .isEqualTo(anyTime(blocks.get(i + 1)));
        }
    }

    /** Runs all commands. The README shows what the last one prints. */
    private static String last(String commands, Path lakehouse) {
        String shown = "";
        for (String command : commands.lines().filter(line -> !line.equals("./freshet up")).toList()) {
            String[] words = WORD.matcher(command).results().map(SamplesTest::word).toArray(String[]::new);
            words[0] = "--lakehouse=" + lakehouse;
            TestingFreshet ended = TestingFreshet.run((Object[]) words);
            assertThat(ended.exit()).as(command + "\n" + ended.err()).isZero();
            shown = ended.out();
        }
        return shown;
    }

    private static String word(MatchResult word) {
        String text = word.group(1) != null ? word.group(1) : word.group(2);
        return text.equals("$(date -u -d yesterday +%F)") ? TODAY.minusDays(1).toString()
                : text.replaceFirst("^samples/", SAMPLES + "/");
    }

    /** As if it were the day on which the README was written. */
    private static String thatDay(String text) {
        return text.replace(TODAY.minusDays(1).toString(), "2026-11-29").replace(TODAY.toString(), "2026-11-30");
    }

    /** Durations also decide how wide a column is. */
    private static String anyTime(String text) {
        return text.replaceAll("T[0-9:.]+Z", "TIME").replaceAll("[0-9.]+ m?s\\b", "DURATION")
                .replaceAll("-{2,}", "--").replaceAll(" +", " ");
    }
}
