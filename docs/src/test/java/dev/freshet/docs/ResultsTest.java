package dev.freshet.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.benchmarks.advise.Advice;
import dev.freshet.benchmarks.advise.Load;
import dev.freshet.core.CostModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each table of figures is made of committed results: a comment before it says which kind of table it is and which
 * files it is made of. Update the tables with {@code -Dfreshet.docs.write=true}.
 */
class ResultsTest {
    private static final Path DOCS = Path.of("").toAbsolutePath();
    /** A comment, and the table after it. */
    private static final Pattern TABLE = Pattern.compile("<!-- ([a-z -]+): (results/[^>]+) -->\n\n((?:\\|.*\n)+)");
    /** A table of figures whose results were not kept. */
    private static final Pattern WITHOUT = Pattern.compile("<!-- without results: [^>]+ -->\n\n(?:\\|.*\n)+");
    /** At least two cells of a row are figures. */
    private static final Pattern FIGURES = Pattern.compile(
            "(?m)^\\|(?:.*\\| *[+*(]*[\\d,.]+[^|a-z]*(?:ms|MB)? *(?=\\|)){2}.*$");

    @ParameterizedTest
    @ValueSource(strings = {"benchmarks.md", "cutover.md", "intraday.md", "rules.md"})
    void eachTableOfFiguresIsThatOfItsResults(String page) throws IOException {
        Path file = DOCS.resolve(page);
        String text = TABLE.matcher(Files.readString(file)).replaceAll(table -> Matcher.quoteReplacement(
                "<!-- %s: %s -->\n\n%s".formatted(table.group(1), table.group(2), made(table.group(1), table.group(
                        2)))));
        if (Boolean.getBoolean("freshet.docs.write")) {
            Files.writeString(file, text);
        }
        assertThat(unpadded(Files.readString(file))).isEqualTo(unpadded(text));
    }

    /** The width of a column depends on names, which a renaming changes. */
    private static String unpadded(String text) {
        return text.replaceAll(" +", " ").replaceAll("--+", "-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"benchmarks.md", "cutover.md", "intraday.md"})
    void noTableHasFiguresWithoutResults(String page) throws IOException {
        String others = Files.readString(DOCS.resolve(page)).replaceAll(TABLE.pattern(), "").replaceAll(WITHOUT
                .pattern(), "");
        assertThat(FIGURES.matcher(others).results().map(row -> row.group())).isEmpty();
    }

    @Test
    void theFiguresOfTheReadmeAreThoseOfResults() throws IOException {
        String readme = Files.readString(DOCS.resolve("../README.md")).replaceAll("\\s+", " ");
        Answers ours = Answers.of("results/cutover-2026-11-25.json");
        Answers seeds = Answers.of("results/seed-2026-11-25.json");
        assertThat(ours.correct()).isEqualTo(ours.reads());
        assertThat(readme).contains(String.format(Locale.ROOT, "Over %d cut-overs", ours.cutOvers()),
                String.format(Locale.ROOT, "compared %,d answers", ours.reads()),
                "%d of %d were".formatted(seeds.correct(), seeds.reads()));
        String[] pastDays = made("past days", "results/history-2026-12-01.json").split("\n");
        String[] all = pastDays[pastDays.length - 1].split("[()]+"); // 100 MB landed, predicates on the event time
        assertThat(readme).contains("takes [%s times]".formatted(all[1]), "takes %.0f times as long".formatted(Double
                .parseDouble(all[5])));
    }

    /** 5 MB land each minute in files of 1 MB, and six queries a minute should take at most two seconds. */
    @Test
    void theAdviceOfThePageIsThatOfTheMeasuredModel() throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode scan = json.readTree(DOCS.resolve("results/full-2026-12-01/scan.json").toFile());
        CostModel model = new CostModel(scan.get("date").asText(), scan.get("where").asText(), scan.get("trino")
                .asText(), scan.get("cores").asInt(),
                List.of(json.treeToValue(scan.get("model"), CostModel.Line[].class)),
                json.treeToValue(scan.get("ingest"), CostModel.Ingest.class), scan.get("hourlyMillis").asDouble());

        assertThat(Files.readString(DOCS.resolve("advise.md"))).contains("\n```\n" + Advice.of(model, new Load(Load
                .constant(5e6 / 60), 1, 0.1, 2_000, "group_by", "plain")).markdown().strip() + "\n```\n")
                .contains("about %.0f ms for count and %.0f ms for group_by of plain files".formatted(
                        millis(model, "count"), millis(model, "group_by")));
    }

    private static double millis(CostModel model, String question) {
        return model.millis(model.line(CostModel.LIVE, question, CostModel.PLAIN).orElseThrow(), 26.1, 26);
    }

    private record Answers(int cutOvers, long reads, long correct) {
        static Answers of(String file) throws IOException {
            JsonNode result = new ObjectMapper().readTree(DOCS.resolve(file).toFile()).at("/results/0");
            long reads = 0;
            long correct = 0;
            for (JsonNode way : result.get("ways")) {
                reads += way.get("reads").asLong();
                correct += way.at("/byClass/correct").asLong();
            }
            return new Answers(result.get("cutOvers").asInt(), reads, correct);
        }
    }

    private static String made(String kind, String files) {
        List<JsonNode> results = new ArrayList<>();
        for (String file : files.split(" ")) {
            try {
                results.add(new ObjectMapper().readTree(DOCS.resolve(file).toFile()));
            } catch (IOException e) {
                throw new AssertionError("Cannot read " + file, e);
            }
        }
        return ResultTables.table(kind, results);
    }
}
