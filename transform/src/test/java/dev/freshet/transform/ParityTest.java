package dev.freshet.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.lakehouse.LocalLakehouse;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.engine.Written;
import dev.freshet.transform.history.Staged;
import dev.freshet.transform.json.JsonNumbers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sends the same lines through the tail on a real Trino and through the batch, and compares the rows value by value.
 * {@code docs/results/parity.json} certifies the results of the cases picked by hand; update it with
 * {@code -Dfreshet.parity.write=true}.
 */
class ParityTest {
    private static final Path CERTIFICATE = Path.of("").toAbsolutePath().getParent()
            .resolve("docs/results/parity.json");
    private static final Path RUN = CERTIFICATE.resolveSibling("parity-generated.json");
    private static final ObjectMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final long SEED = Long.getLong("freshet.parity.seed", 20_261_122L);
    private static final int GENERATED = Integer.getInteger("freshet.parity.generated", 2_000);
    private static final List<String> SCALARS = List.of("boolean", "integer", "bigint", "real", "double",
            "decimal(10, 2)", "varchar", "varbinary", "date", "timestamp(6)", "timestamp(6) with time zone", "uuid",
            "json");
    private static final List<String> OTHERS = List.of("decimal(38, 10)", "timestamp(6) as epoch_seconds",
            "timestamp(6) as epoch_millis", "timestamp(6) as epoch_micros",
            "timestamp(6) with time zone as epoch_seconds", "timestamp(6) with time zone as epoch_millis",
            "timestamp(6) with time zone as epoch_micros", "timestamp(6) as epoch_nanos",
            "timestamp(6) with time zone as epoch_nanos", "date as dd.MM.yyyy", "date as yyyyMMdd",
            "timestamp(6) as yyyy-MM-dd HH:mm:ss,SSS", "timestamp(6) as yyyyMMdd'T'HHmmss",
            "timestamp(6) as MM/dd/yyyy hh:mm a", "timestamp(6) as '{'yyyy'}['M']#'%(dd)\\$^*+?.|é''H'\"'mm'%s'",
            "timestamp(6) with time zone as dd/MMM/yyyy:HH:mm:ss Z",
            "timestamp(6) with time zone as M/d/yy h:mm:ss.SSSSSSSSSaXXX",
            "timestamp(6) with time zone as EEE, d MMMM yyyy HH:mm:ss in Europe/Berlin",
            "timestamp(6) with time zone in Europe/Berlin", "timestamp(6) with time zone in America/New_York",
            "timestamp(6) with time zone in Pacific/Apia", "timestamp(6) with time zone in -09:30",
            "row(a bigint, b varchar)", "row(a row(b double), c json)",
            "row(a array(bigint), b map(varchar, double))", "array(row(a bigint))", "array(array(boolean))",
            "map(varchar, bigint)", "map(varchar, varchar)", "map(varchar, json)", "map(varchar, array(double))",
            "map(varchar, row(a bigint))");
    static final List<String> TYPES = Stream
            .of(SCALARS.stream(), OTHERS.stream(), SCALARS.stream().map(type -> "array(" + type + ")"))
            .flatMap(types -> types).toList();

    private static final List<String> STRICT = Stream.concat(SCALARS.stream(),
            Stream.of("timestamp(6) with time zone as dd/MMM/yyyy:HH:mm:ss Z",
                    "timestamp(6) with time zone in Europe/Berlin", "row(a bigint, b varchar)", "array(bigint)",
                    "map(varchar, bigint)"))
            .toList();

    private static int runs;

    @Test
    void everyCaseHasItsCertifiedValueOnBothRoutes() throws IOException, SQLException {
        List<byte[]> values = ParityCorpus.values();
        List<byte[]> lines = ParityCorpus.lines();
        try (BothRoutes routes = new BothRoutes("parity_cases", TYPES)) {
            routes.land(values);
            for (int i = 0; i < lines.size(); i++) {
                routes.landFile(lineFile(i), List.of(lines.get(i)));
            }
            Staged staged = routes.stage();
            Map<Long, Map<String, String>> tail = routes.tailValues("");
            assertThat(differences(tail, routes.historyValues(""))).isEmpty();
            assertThat(routes.differing()).isEmpty();
            assertThat(differences(routes.tailRejects(), routes.historyRejects())).isEmpty();
            assertThat(routes.gate()).isEmpty();

            Map<String, String> outcomes = outcomes(staged.inputs(), routes.tailRejects());
            assertThat(staged.inputs().rows()).isEqualTo(tail.size());
            Map<String, Object> certificate = new LinkedHashMap<>();
            certificate.put("types", TYPES);
            certificate.put("values", valuesShown(values, tail));
            certificate.put("lines", linesShown(lines, outcomes));
            if (Boolean.getBoolean("freshet.parity.write")) {
                JSON.writeValue(CERTIFICATE.toFile(), certificate);
            }
            assertThat(JSON.readTree(JSON.writeValueAsString(certificate))).isEqualTo(certified(routes.numbers()));
        }
    }

    private static JsonNode certified(JsonNumbers numbers) throws IOException {
        JsonNode certified = JSON.readTree(CERTIFICATE.toFile());
        if (numbers == JsonNumbers.BY_DIGITS) {
            Map.of(264, "{\"w\":{\"y\":{\"x\":[1,2.0,3]},\"z\":2}}", 472, "{\"w\":1588205199824}").forEach(
                    (value, rescued) -> ((ObjectNode) certified.at("/values/" + value + "/is")).put("rescue", rescued));
        }
        return certified;
    }

    @Test
    void everyCaseIsTheSameByRow() throws IOException, SQLException {
        try (BothRoutes routes = new BothRoutes("parity_rows", TYPES)) {
            routes.land(ParityCorpus.values());
            routes.landFile("lines.json", ParityCorpus.lines());
            routes.stageByRow();
            assertThat(differences(routes.tailValues(""), routes.historyValues(""))).isEmpty();
            assertThat(routes.differing()).isEmpty();
            assertThat(differences(routes.tailRejects(), routes.historyRejects())).isEmpty();
            assertThat(routes.gate()).isEmpty();
        }
    }

    @Test
    @Tag("slow")
    void everyCaseIsTheSameByTrino() throws IOException, SQLException {
        try (BothRoutes routes = new BothRoutes("parity_trino", TYPES)) {
            routes.land(ParityCorpus.values());
            routes.landFile("lines.json", ParityCorpus.lines());
            Written local = routes.stage().written();
            List<String> checksums = routes.rowsStaged();
            List<String> rejects = routes.historyRejects();
            Written byTrino = routes.stageByTrino().written();
            assertThat(routes.rowsStaged()).isEqualTo(checksums);
            assertThat(routes.historyRejects()).isEqualTo(rejects).isNotEmpty();
            assertThat(byTrino.inputs()).isEqualTo(local.inputs());
            assertThat(byTrino.reasons()).isEqualTo(local.reasons());
            assertThat(differences(routes.tailValues(""), routes.historyValues(""))).isEmpty();
            assertThat(routes.gate()).isEmpty();
        }
    }

    /** A strict column rejects exactly those values, other than null, that a lenient column turns into NULL. */
    @Test
    void strictColumnsRejectInvalidValues() throws IOException, SQLException {
        List<byte[]> values = ParityCorpus.values();
        JsonNode certified = JSON.readTree(CERTIFICATE.toFile()).get("values");
        List<byte[]> lines = new ArrayList<>();
        List<Long> rows = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            for (int type = 0; type < STRICT.size(); type++) {
                JsonNode is = certified.get(i).get("is");
                if (is != null
                        && (is.has(STRICT.get(type)) || certified.get(i).get("json").textValue().equals("null"))) {
                    rows.add((long) lines.size());
                }
                lines.add(ParityCorpus.line(lines.size(), "c" + type, values.get(i)));
            }
        }
        try (BothRoutes routes = BothRoutes.strict("parity_strict", STRICT)) {
            routes.landFile("strict.json", lines);
            Staged staged = routes.stage();
            assertThat(staged.inputs().rejects()).isEqualTo(lines.size() - rows.size());
            assertThat(routes.tailIds()).isEqualTo(rows);
            assertThat(routes.differing()).isEmpty();
            assertThat(differences(routes.tailRejects(), routes.historyRejects())).isEmpty();
        }
    }

    /**
     * A required column rejects exactly those values that a lenient column turns into NULL, whether the value stands in
     * its place among valid ones or in front of a valid one with the same key.
     */
    @Test
    void requiredColumnsRejectInvalidValues() throws IOException, SQLException {
        List<byte[]> values = ParityCorpus.values();
        JsonNode certified = JSON.readTree(CERTIFICATE.toFile()).get("values");
        BiPredicate<Integer, String> valid = (value, type) -> certified.get(value).path("is").has(type);
        List<byte[]> usual = STRICT.stream().map(type -> IntStream.range(0, values.size())
                .filter(value -> valid.test(value, type)).mapToObj(values::get)
                .min(Comparator.comparing(value -> value[0] != '"')).orElseThrow()).toList();
        List<byte[]> lines = new ArrayList<>();
        List<Long> rows = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            for (int type = 0; type < STRICT.size(); type++) {
                for (boolean inPlace : new boolean[]{true, false}) {
                    if (valid.test(i, STRICT.get(type))) {
                        rows.add((long) lines.size());
                    }
                    lines.add(ParityCorpus.line(lines.size(), usual, type, values.get(i), inPlace));
                }
            }
        }
        try (BothRoutes routes = BothRoutes.required("parity_required", STRICT)) {
            routes.landFile("required.json", lines);
            Staged staged = routes.stage();
            assertThat(staged.inputs().rejects()).isEqualTo(lines.size() - rows.size());
            assertThat(routes.tailIds()).isEqualTo(rows);
            assertThat(differences(routes.tailRejects(), routes.historyRejects())).isEmpty();
        }
    }

    @Test
    void generatedValuesAreTheSameOnBothRoutes() throws Exception {
        List<byte[]> values = ParityCorpus.generated(SEED, GENERATED);
        List<byte[]> differing = differing(values, routes -> {
        });
        List<String> least = new ArrayList<>();
        for (byte[] value : differing.subList(0, Math.min(3, differing.size()))) {
            least.add(description(Shrinker.shrink(value, texts -> differing(texts, routes -> {
            }))));
        }
        if (Boolean.getBoolean("freshet.parity.write")) {
            JSON.writeValue(RUN.toFile(), Map.of("date", LocalDate.now(ZoneOffset.UTC).toString(), "trino",
                    LocalLakehouse.TRINO_VERSION, "seed", SEED, "values", values.size(), "fields",
                    values.size() * (TYPES.size() + 1), "differing", differing.size()));
        }
        assertThat(least).as("the smallest of %d values that differ".formatted(differing.size())).isEmpty();
    }

    /**
     * Checks the comparison itself: if Trino reads a letter that the batch did not, exactly that difference is found.
     */
    @Test
    @Tag("slow")
    void aDifferenceIsFoundAndShrunk() throws Exception {
        byte[] value = "[1, {\"a\": 5, \"b\": [\"uxw\", null]}]".getBytes(StandardCharsets.UTF_8);
        assertThat(text(Shrinker.shrink(value, texts -> differing(texts, routes -> routes.tamper('x', 'y')))))
                .isEqualTo("\"x\"");
    }

    /** The limits of depth and length come from the rules, not from the stack or the buffers of a route. */
    @Test
    @Tag("slow")
    void deepAndLongLinesAreTheSameOnBothRoutes() throws IOException, SQLException {
        List<String> values = new ArrayList<>();
        for (int depth : new int[]{999, 1_000, 1_001, 10_000, 100_000}) {
            values.add("[".repeat(depth) + "]".repeat(depth));
            values.add("{\"a\":".repeat(depth) + "1" + "}".repeat(depth));
            values.add("[{\"a\":".repeat(depth) + "1" + "}]".repeat(depth));
            values.add("[".repeat(depth));
        }
        values.add("\"" + "x".repeat(20_000_000) + "\"");
        values.add("\"" + "x".repeat(20_000_000));
        values.add("\u0001" + "x".repeat(1_100_000));
        values.add("\\x" + "\\\"[".repeat(400_000));
        values.add("\"" + "\\\"[".repeat(400_000) + "\"");
        values.add("[" + "[],".repeat(300_000) + "{}]");
        values.add("[" + ("[".repeat(20) + "{}" + "]".repeat(20) + ",").repeat(20_000) + "1]");
        for (int depth : new int[]{997, 998, 999}) {
            values.add("[" + "[],{},\"[\",".repeat(600) + "[".repeat(depth) + "]".repeat(depth) + "]");
        }
        values.add("1".repeat(1_100_000));
        values.add("[1." + "1".repeat(1_100_000) + "]");
        values.add("\"" + "1".repeat(1_100_000) + "\"");
        values.add("[" + "1,".repeat(100_000) + "1]");
        values.add("{" + "\"a\":1,".repeat(100_000) + "\"b\":1}");
        values.add("{\"" + "k".repeat(50_000) + "\":1}");
        values.add("{\"" + "k".repeat(50_001) + "\":1}");
        try (BothRoutes routes = new BothRoutes("parity_long",
                List.of("bigint", "double", "decimal(38, 10)", "varchar", "varbinary", "json", "array(json)",
                        "map(varchar, json)", "row(a json)"))) {
            for (int i = 0; i < values.size(); i++) {
                routes.landFile("long%02d.json".formatted(i),
                        List.of(ParityCorpus.line(i, "v", values.get(i).getBytes(StandardCharsets.UTF_8))));
            }
            routes.landFile("wide.json", List.of(ParityCorpus.line(values.size(), "w",
                    ("[" + "[{}],".repeat(200_000) + "1]").getBytes(StandardCharsets.UTF_8))));
            routes.stage();
            assertThat(differences(routes.tailRejects(), routes.historyRejects())).isEmpty();
            assertThat(routes.gate()).isEmpty();
        }
    }

    /** Sends the unchanged files of {@code -Dfreshet.parity.files=DIRECTORY} through both routes. */
    @Test
    void externalFilesAreTheSameOnBothRoutes() throws IOException, SQLException {
        String directory = System.getProperty("freshet.parity.files");
        assumeThat(directory).isNotNull();
        List<byte[]> contents = new ArrayList<>();
        int landed = 0;
        try (Stream<Path> files = Files.walk(Path.of(directory));
                BothRoutes routes = BothRoutes.withoutIds("parity_files", TYPES)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                byte[] content = Files.readAllBytes(file);
                routes.landFile("file%06d.json".formatted(landed++), List.of(content));
                if (content.length < 100_000) {
                    contents.add(new String(content, StandardCharsets.ISO_8859_1).replaceAll("[\r\n]+", " ")
                            .getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            routes.land(contents);
            Staged staged = routes.stage();
            System.out.printf("%d files: %d rows, %d rejects%n", landed, staged.inputs().rows(),
                    staged.inputs().rejects());
            assertThat(routes.differing()).isEmpty();
            assertThat(differences(routes.tailRejects(), routes.historyRejects())).isEmpty();
            assertThat(routes.gate()).isEmpty();
        }
    }

    private List<byte[]> differing(List<byte[]> values, Consumer<BothRoutes> afterwards)
            throws IOException, SQLException {
        try (BothRoutes routes = new BothRoutes("parity_" + runs++, TYPES)) {
            routes.land(values);
            routes.stage();
            afterwards.accept(routes);
            List<Long> ids = routes.differing();
            if (ids.isEmpty()) {
                assertThat(routes.gate()).isEmpty();
            }
            return ids.stream().map(id -> values.get(id.intValue())).toList();
        }
    }

    /** A value that differs, with its result on both routes. */
    private String description(byte[] value) throws IOException, SQLException {
        try (BothRoutes routes = new BothRoutes("parity_" + runs++, TYPES)) {
            routes.land(List.of(value));
            routes.stage();
            return "%s: tail %s, history %s".formatted(text(value), routes.tailValues(""), routes.historyValues(""));
        }
    }

    private static List<String> differences(Map<Long, Map<String, String>> tail,
            Map<Long, Map<String, String>> history) {
        Set<Long> ids = new TreeSet<>(tail.keySet());
        ids.addAll(history.keySet());
        return ids.stream().filter(id -> !Objects.equals(tail.get(id), history.get(id)))
                .map(id -> "%d: tail %s, history %s".formatted(id, shown(String.valueOf(tail.get(id))),
                        shown(String.valueOf(history.get(id)))))
                .toList();
    }

    private static List<String> differences(List<String> tail, List<String> history) {
        List<String> differences = new ArrayList<>();
        Set<String> tailOnly = new LinkedHashSet<>(tail);
        tailOnly.removeAll(new HashSet<>(history));
        Set<String> historyOnly = new LinkedHashSet<>(history);
        historyOnly.removeAll(new HashSet<>(tail));
        tailOnly.forEach(reject -> differences.add("tail " + shown(reject)));
        historyOnly.forEach(reject -> differences.add("history " + shown(reject)));
        return differences;
    }

    private static String lineFile(int i) {
        return "line%03d.json".formatted(i);
    }

    /** The result of each file's line: row, blank, or the reject reason. */
    private static Map<String, String> outcomes(Inputs inputs, List<String> rejects) {
        Map<String, String> outcomes = new LinkedHashMap<>();
        for (Inputs.Input file : inputs.files()) {
            outcomes.put(Path.of(file.path()).getFileName().toString(), file.rows() > 0 ? "row" : "blank");
        }
        for (String reject : rejects) {
            String[] parts = reject.split("\\|", 3);
            outcomes.put(parts[0], parts[1]);
        }
        return outcomes;
    }

    private static List<Map<String, Object>> valuesShown(List<byte[]> values, Map<Long, Map<String, String>> rows) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("json", shown(text(values.get(i))));
            Map<String, String> row = rows.get((long) i);
            if (row == null) {
                value.put("line", "reject");
            } else {
                Map<String, String> cells = new LinkedHashMap<>();
                row.forEach((type, cell) -> cells.put(type, shown(cell)));
                value.put("is", cells);
            }
            shown.add(value);
        }
        return shown;
    }

    private static List<Map<String, Object>> linesShown(List<byte[]> lines, Map<String, String> outcomes) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("line", shown(text(lines.get(i))));
            line.put("is", outcomes.get(lineFile(i)));
            shown.add(line);
        }
        return shown;
    }

    /** Shortens a long text to its start, length and hash. */
    private static String shown(String text) {
        return text.length() <= 300 ? text
                : "%s... (%d characters, hash %08x)".formatted(text.substring(0, 40), text.length(), text.hashCode());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
