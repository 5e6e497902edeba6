package dev.freshet.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.Column;
import dev.freshet.spec.DataType;
import dev.freshet.spec.ReconcileMode;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.checksum.RowsChecksum;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.engine.Cluster;
import dev.freshet.transform.engine.Engine;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.HistoryTables;
import dev.freshet.transform.history.Staged;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.json.LineMapper;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.RawLines;
import dev.freshet.transform.publish.Reconciler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;

/**
 * JSON values landed as lines {@code {"id": <position>, "v": <value>, "w": <value>}}. Tail and batch read {@code v}
 * into columns of many types; {@code w} goes to the rescue column, except for one key inside. History is only staged,
 * so that both routes can be queried side by side.
 */
final class BothRoutes implements AutoCloseable {
    private static final String DAY = "2026-11-22";
    private static final int LINES_PER_FILE = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Column types by column name; all read {@code $.v}. */
    private final Map<String, String> types = new LinkedHashMap<>();
    private final TestingLandingZone zone;
    private final List<Path> files = new ArrayList<>();
    private Staged staged;

    /** @param types as in a spec, with a format after {@code as} and a zone after {@code in} */
    BothRoutes(String dataset, List<String> types) throws IOException {
        this(dataset, types, "{type: bigint, required: true}", "$.v", "");
    }

    /** An object without an id is a row as well. */
    static BothRoutes withoutIds(String dataset, List<String> types) throws IOException {
        return new BothRoutes(dataset, types, "bigint", "$.v", "");
    }

    /** Every column, {@code c0, c1, ...}, reads the key of the same name and rejects invalid values. */
    static BothRoutes strict(String dataset, List<String> types) throws IOException {
        return new BothRoutes(dataset, types, "{type: bigint, required: true}", "$.%s", ", invalid: reject");
    }

    /** The same, but every column is required. */
    static BothRoutes required(String dataset, List<String> types) throws IOException {
        return new BothRoutes(dataset, types, "{type: bigint, required: true}", "$.%s", ", required: true");
    }

    private BothRoutes(String dataset, List<String> types, String id, String path, String more) throws IOException {
        StringBuilder columns = new StringBuilder("columns:\n  id: " + id + "\n");
        for (String type : types) {
            String name = "c" + this.types.size();
            columns.append("  %s: {type: \"%s\", path: %s%s}%n".formatted(name,
                    type.replaceAll("[\\\\\"]", "\\\\$0").replace(" as ", "\", format: \"").replace(" in ",
                            "\", zone: \""),
                    path.formatted(name), more));
            this.types.put(name, type);
        }
        zone = new TestingLandingZone(dataset,
                columns + "  below: {type: varchar, path: $.w.a}\n  rest: {rescue: true}\n");
        zone.run();
    }

    void land(List<byte[]> values) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        for (byte[] value : values) {
            lines.add(ParityCorpus.line(lines.size(), "v", value, "w", value));
        }
        for (int from = 0; from < lines.size(); from += LINES_PER_FILE) {
            landFile("values%06d.json".formatted(from),
                    lines.subList(from, Math.min(lines.size(), from + LINES_PER_FILE)));
        }
    }

    void landFile(String name, List<byte[]> lines) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < lines.size(); i++) {
            file.writeBytes(lines.get(i));
            file.writeBytes((i % 7 == 3 ? "\r\n" : "\n").getBytes(StandardCharsets.UTF_8));
        }
        files.add(zone.land(DAY, name, file.toByteArray()));
    }

    /** Replaces a letter in all files, without changing their size or time. */
    void tamper(char from, char to) {
        for (Path file : files) {
            TestingLandingZone.rewrite(file, content(file).replace(from, to));
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes and stages the landed files, invisible to readers. */
    Staged stage() {
        return stage((history, landing) -> history.engine(landing, numbers()));
    }

    /** The same by the engine that is the reference. */
    Staged stageByRow() {
        List<Table> tables = new TestingWarehouse(zone).tables();
        return stage((history, landing) -> Engine.byRow(zone.spec, tables.get(0), tables.get(1), landing, numbers(),
                BatchProgress.NONE));
    }

    /** The same by Trino. */
    Staged stageByTrino() {
        return stage(
                (history, landing) -> history.engine(landing, numbers(), new Cluster(zone.lakehouse.names(zone.spec),
                        new TrinoSession(zone.lakehouse.trino(), BatchProgress.NONE), zone.lakehouse.catalog())));
    }

    /** As the batch asks. */
    JsonNumbers numbers() {
        return JsonNumbers.of(new TrinoSession(zone.lakehouse.trino(), BatchProgress.NONE)
                .query(JsonNumbers.QUESTION, row -> row.getString(1)).get(0));
    }

    private Staged stage(BiFunction<History, LandingZone, Engine> engine) {
        LandingPartition day = LandingPartition.parse(DAY);
        History history = new HistoryTables(zone.spec, zone.lakehouse.names(zone.spec), zone.lakehouse.catalog())
                .open(BatchProgress.NONE);
        LandingZone landing = LandingZone.of(zone.spec, zone.lakehouse.landing());
        history.takeLease(Instant.now());
        staged = history.stage(engine.apply(history, landing).write(new IngestUnit(day), landing.list(day),
                new TreeMap<>(), List.of()));
        return staged;
    }

    /** The ids whose rows differ or are missing on one route. */
    List<Long> differing() throws SQLException {
        String columns = "id, below, rest, " + String.join(", ", types.keySet());
        String tail = "SELECT %s FROM %s".formatted(columns, zone.spec.name());
        String history = "SELECT %s FROM %s".formatted(columns, history(""));
        return zone
                .query("SELECT DISTINCT coalesce(id, 0) FROM ((%1$s EXCEPT %2$s) UNION ALL (%2$s EXCEPT %1$s)) ORDER BY 1"
                        .formatted(tail, history))
                .stream().map(Long::valueOf).toList();
    }

    List<Long> tailIds() throws SQLException {
        return zone.query("SELECT id FROM %s ORDER BY id".formatted(zone.spec.name())).stream().map(Long::valueOf)
                .toList();
    }

    /** For each id, the values as text by type, without NULLs. */
    Map<Long, Map<String, String>> tailValues(String where) throws IOException, SQLException {
        return values(zone.spec.name(), where);
    }

    Map<Long, Map<String, String>> historyValues(String where) throws IOException, SQLException {
        return values(history(""), where);
    }

    /** {@code file|reason|line}. */
    List<String> tailRejects() throws SQLException {
        return rejects(zone.spec.name() + "_rejects");
    }

    List<String> historyRejects() throws SQLException {
        return rejects(history("_rejects"));
    }

    /** The files' rows as the batch reads them now. */
    RowsChecksum rowsRead() {
        RowsChecksum checksum = new RowsChecksum(columnTypes());
        readRows(checksum::add);
        return checksum;
    }

    /** {@code checksum(ROW(...))} over all columns, as the batch reads them now. */
    String rowRead() {
        RowsChecksum checksum = new RowsChecksum(List.of(
                new DataType.Row(columnTypes().stream().map(type -> new DataType.Field("f", type)).toList())));
        readRows(values -> checksum.add(List.of(values)));
        return checksum.column(0).hex();
    }

    private List<DataType> columnTypes() {
        return zone.spec.columns().stream().map(Column::type).toList();
    }

    private void readRows(Consumer<List<Object>> reader) {
        LineMapper mapper = new LineMapper(zone.spec, staged.unit().landed());
        LandingZone landing = LandingZone.of(zone.spec, zone.lakehouse.landing());
        for (RawFile file : landing.list(staged.unit().landed())) {
            try (RawLines lines = landing.open(file)) {
                for (String line = lines.next(); line != null; line = lines.next()) {
                    if (mapper.map(line, file.path()) instanceof LineMapper.Result.Row row) {
                        reader.accept(row.values());
                    }
                }
            }
        }
    }

    /** The checksum of each column of the staged rows. */
    List<String> rowsStaged() throws SQLException {
        String checksums = zone.spec.columns().stream().map(column -> "lower(to_hex(checksum(" + column.name() + ")))")
                .collect(Collectors.joining(", ", "SELECT ", " FROM "));
        return List.of(zone.query(checksums + history("")).get(0).split("\\|"));
    }

    /** {@code checksum(ROW(...))} over all columns: of the tail, and of what is staged. */
    List<String> rowChecksums() throws SQLException {
        String columns = zone.spec.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        return zone.query(
                "SELECT lower(to_hex(checksum(ROW(%1$s)))) FROM %2$s UNION ALL SELECT lower(to_hex(checksum(ROW(%1$s)))) FROM %3$s"
                        .formatted(columns, zone.spec.name(), history("")));
    }

    List<String> columnNames() {
        return zone.spec.columns().stream()
                .map(column -> column.name() + " " + types.getOrDefault(column.name(), column.type().spec())).toList();
    }

    /** The differences that the reconciliation finds. */
    String gate() {
        return new Reconciler(zone.spec, zone.lakehouse.names(zone.spec),
                new TrinoSession(zone.lakehouse.trino(), BatchProgress.NONE))
                .difference(staged, List.of(), new TreeMap<>(), ReconcileMode.FULL).orElse("");
    }

    private List<String> rejects(String from) throws SQLException {
        return zone
                .query("SELECT regexp_extract(file, '[^/]+$'), reason, line FROM %s ORDER BY 1, 2, 3".formatted(from));
    }

    private String history(String suffix) {
        return "test_hidden.%s_history%s FOR VERSION AS OF %d".formatted(zone.spec.name(), suffix,
                suffix.isEmpty() ? staged.rowsSnapshot() : staged.rejectsSnapshot());
    }

    private Map<Long, Map<String, String>> values(String from, String where) throws IOException, SQLException {
        List<String> shown = new ArrayList<>(List.of("rescue"));
        List<String> texts = new ArrayList<>(List.of("rest"));
        types.forEach((name, type) -> {
            shown.add(type);
            texts.add(text(name, type));
        });
        Map<Long, Map<String, String>> values = new LinkedHashMap<>();
        for (String row : zone
                .query("SELECT json_format(CAST(ARRAY[CAST(id AS varchar), %s] AS json)) FROM %s %s ORDER BY id"
                        .formatted(String.join(", ", texts), from, where))) {
            JsonNode cells = JSON.readTree(row);
            Map<String, String> named = new LinkedHashMap<>();
            for (int i = 0; i < shown.size(); i++) {
                if (!cells.get(i + 1).isNull()) {
                    named.put(shown.get(i), cells.get(i + 1).textValue());
                }
            }
            values.put(cells.get(0).asLong(), named);
        }
        return values;
    }

    /** SQL that converts a value to varchar, so that every type can be compared and printed. */
    private static String text(String value, String type) {
        if (type.startsWith("array(")) {
            String element = "e" + type.length();
            return "json_format(CAST(transform(%s, %s -> %s) AS json))".formatted(value, element,
                    text(element, type.substring("array(".length(), type.length() - 1)));
        }
        return type.startsWith("row(") || type.startsWith("map(") ? "json_format(CAST(" + value + " AS json))"
                : type.equals("varbinary") ? "to_hex(" + value + ")" : "CAST(" + value + " AS varchar)";
    }

    @Override
    public void close() {
        zone.close();
    }
}
