package dev.freshet.transform.drift;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.Column;
import dev.freshet.spec.DataType;
import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.JsonPath;
import dev.freshet.spec.Landing;
import dev.freshet.spec.SpecException;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.TimeFormat;
import dev.freshet.spec.sql.TailTable;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.landing.FileCheck;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.RawLines;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.io.FileInfo;

/** Takes over an external table over raw JSON: drafts its spec, and compares how the two read the same files. */
public final class Adoption {
    private static final int LISTED = 100_000;
    private static final int SAMPLED_FILES = 30;
    private static final int SAMPLED_LINES = 1_000;
    /** Trino finds files by name among at most 1,000 names. */
    private static final int COMPARED_FILES = 500;
    private static final int EXAMPLES = 3;

    private final LakehouseConnection lakehouse;
    private final TrinoSession trino;
    private final HiveTable table;

    /**
     * @param table {@code catalog.schema.table}
     * @throws IllegalArgumentException if it is not three names
     * @throws LakehouseException if Trino has no such table, or it is not external
     */
    public Adoption(String table, LakehouseConnection lakehouse) {
        this.lakehouse = lakehouse;
        this.trino = new TrinoSession(lakehouse.trino(), BatchProgress.NONE);
        this.table = HiveTable.read(table, trino);
    }

    /**
     * The table's columns with its types, at the keys that the raw files have, and the landing zone that its files are
     * in. A table of whole lines gets the columns that {@link SpecDraft} infers.
     *
     * @throws IllegalArgumentException if no line is a JSON object
     */
    public SpecDraft draft(String dataset) {
        List<String> notes = new ArrayList<>();
        Landing landing = landing(notes);
        Sample sample = sample(new LandingZone(dataset, landing, lakehouse.landing()));
        SpecDraft inferred = SpecDraft.of(dataset, landing, sample, notes);
        Map<String, Shape> keys = sample.shape().fields();
        Set<String> named = new LinkedHashSet<>();
        List<Column> columns = new ArrayList<>();
        table.columns().forEach((name, type) -> key(name, keys.keySet()).ifPresentOrElse(key -> {
            named.add(key);
            columns.add(new Column(name, type(name, type, keys.get(key), notes), JsonPath.of(key), false,
                    TimeFormat.ISO8601));
        }, () -> notes.add("Column %s has no key of that name in the sample.".formatted(name))));
        if (columns.isEmpty()) {
            return inferred;
        }
        List<String> others = keys.keySet().stream().filter(key -> !named.contains(key)).toList();
        if (!others.isEmpty()) {
            notes.add("Keys that the table does not name: " + String.join(", ", others) + ".");
        }
        inferred.spec().columns().stream().filter(column -> table.partitionKeys().contains(column.name()))
                .forEach(columns::add);
        DatasetSpec draft = inferred.spec();
        return new SpecDraft(new DatasetSpec(draft.name(), draft.schema(), draft.landing(), draft.zone(), columns,
                draft.eventTime().filter(time -> columns.stream()
                        .anyMatch(each -> each.name().equals(time) && each.type() == Scalar.TIMESTAMP_TZ)),
                draft.allowedLateness(), draft.maxRejects(), draft.engine(), draft.reconcile(), draft.history(),
                draft.tail(), draft.ingest(), draft.freshness(), draft.group()), notes);
    }

    private Landing landing(List<String> notes) {
        int root = table.location().length() + 1;
        List<String> files = StreamSupport.stream(lakehouse.landing().listPrefix(table.location() + "/").spliterator(),
                false).map(FileInfo::location).map(file -> file.substring(root)).filter(Adoption::isVisible)
                .limit(LISTED).sorted().toList();
        LayoutGuess guess = LayoutGuess.of(table.location(), files);
        return guess.landing().orElseGet(() -> {
            notes.add(
                    "No directory and no file's name has a day: queries cannot tell today's files from others. Let new files land in the directory of their day.");
            return new Landing(table.location(), Landing.DEFAULT_LAYOUT);
        });
    }

    private static boolean isVisible(String file) {
        return !("/" + file).contains("/.") && !("/" + file).contains("/_");
    }

    /** Lines of the newest files. */
    private static Sample sample(LandingZone zone) {
        List<RawFile> files = zone.list().descendingMap().values().stream().flatMap(List::stream).limit(SAMPLED_FILES)
                .toList();
        Set<String> unreadable = new FileCheck(zone).unreadable(files).keySet();
        Sample sample = new Sample();
        for (RawFile file : files) {
            zone.landing().layout().finder().of(file.path().substring(zone.landing().root().length() + 1))
                    .ifPresent(place -> sample.addPath(place.below()));
            if (!unreadable.contains(file.path())) {
                try (RawLines lines = zone.open(file)) {
                    String line = lines.next();
                    for (int i = 0; i < SAMPLED_LINES && line != null; i++, line = lines.next()) {
                        sample.add(line);
                    }
                }
            }
        }
        return sample;
    }

    /** Hive matches keys without case; a spec does not. */
    private static Optional<String> key(String name, Collection<String> keys) {
        return keys.contains(name) ? Optional.of(name)
                : keys.stream().filter(name::equalsIgnoreCase).findFirst();
    }

    private static DataType type(String column, String type, Shape values, List<String> notes) {
        String nearest = type.replaceAll("\\b(?:var)?char\\(\\d+\\)|\\bchar\\b", "varchar")
                .replaceAll("\\b(?:small|tiny)int\\b", "integer")
                .replaceAll("\\btimestamp(?:\\(\\d+\\))?", "timestamp(6)");
        try {
            return cased(SpecReader.parse(column, """
                                                  dataset: type
                                                  schema: type
                                                  landing: {root: "local:///type"}
                                                  columns: {type: {type: '%s', path: $.type}}
                                                  """.formatted(nearest.replace("'", "''"))).columns().getFirst()
                    .type(), values);
        } catch (SpecException e) {
            Column inferred = SpecDraft.column(column, JsonPath.of(column), values, notes);
            notes.add("Column %s was %s, which a spec cannot have: %s.".formatted(column, type,
                    inferred.type().spec()));
            return inferred.type();
        }
    }

    /** The type with field names as the raw files write them. */
    private static DataType cased(DataType type, Shape values) {
        return type instanceof DataType.Row row ? new DataType.Row(row.fields().stream().map(field -> {
            Optional<String> key = key(field.name(), values.fields().keySet());
            return key.map(found -> new DataType.Field(found, cased(field.type(), values.fields().get(found))))
                    .orElse(field);
        }).toList()) : type;
    }

    /**
     * Compares the rows of one landing partition: the last but one that has files, as the last one may still grow.
     * Makes a table of the tail for it, in the spec's hidden schema, and drops it.
     *
     * @return empty if no file has landed
     */
    public Optional<Parity> parity(DatasetSpec spec) {
        NavigableMap<LandingPartition, List<RawFile>> landed = LandingZone.of(spec, lakehouse.landing(spec)).list();
        if (landed.isEmpty()) {
            return Optional.empty();
        }
        LandingPartition partition = landed.size() == 1 ? landed.lastKey() : landed.lowerKey(landed.lastKey());
        List<String> files = landed.get(partition).stream().map(RawFile::path).limit(COMPARED_FILES).toList();
        Names names = lakehouse.names(spec);
        TailTable tail = new TailTable(spec, new Names(names.catalog(), names.landingCatalog(), names.schema(),
                names.dataset() + "_adopted"), partition);
        trino.execute("CREATE SCHEMA IF NOT EXISTS " + Names.quoted(names.landingCatalog()) + "."
                + Names.quoted(names.hiddenSchema()));
        trino.execute(tail.create());
        try {
            return Optional.of(parity(spec, tail, files));
        } finally {
            trino.execute(tail.drop());
        }
    }

    private Parity parity(DatasetSpec spec, TailTable tail, List<String> files) {
        String selected = files.stream().map(Names::literal).collect(Collectors.joining(", ", "\"$path\" IN (", ")"));
        List<Column> columns = spec.columns().stream()
                .filter(column -> table.columns().containsKey(column.name())
                        || table.partitionKeys().contains(column.name()))
                .toList();
        Figures here = figures(columns, tail.rows(selected));
        long rejects = trino.query("SELECT count(*) FROM (\n%s\n)".formatted(tail.rejects(selected)),
                row -> row.getLong(1)).getFirst();
        String there = columns.stream()
                .map(column -> ", TRY_CAST(%1$s AS %2$s) AS %1$s".formatted(Names.quoted(column.name()),
                        column.type().sql()))
                .collect(Collectors.joining("", "SELECT true AS is_row",
                        "\nFROM %s\nWHERE %s".formatted(table.name(), selected)));
        try {
            Figures inTable = figures(columns, there);
            return new Parity(tail.partition(), files.size(), here.rows(), rejects, inTable.rows(), Optional.empty(),
                    columns.stream().map(column -> compare(column, here, inTable, tail.rows(selected), there))
                            .toList());
        } catch (LakehouseException e) {
            if (!TrinoSession.isAnswer(e)) {
                throw e;
            }
            return new Parity(tail.partition(), files.size(), here.rows(), rejects, 0,
                    Optional.of(e.getCause().getMessage()), List.of());
        }
    }

    private record Figures(long rows, Map<String, Long> values, Map<String, String> checksums) {}

    private Figures figures(List<Column> columns, String rows) {
        String each = columns.stream().map(column -> ", count(%1$s), to_hex(checksum(%1$s))".formatted(
                Names.quoted(column.name()))).collect(Collectors.joining());
        return trino.query("SELECT count(*)%s FROM (\n%s\n)".formatted(each, rows), row -> {
            Map<String, Long> values = new LinkedHashMap<>();
            Map<String, String> checksums = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                values.put(columns.get(i).name(), row.getLong(2 * i + 2));
                checksums.put(columns.get(i).name(), String.valueOf(row.getString(2 * i + 3)));
            }
            return new Figures(row.getLong(1), values, checksums);
        }).getFirst();
    }

    private Parity.Column compare(Column column, Figures here, Figures inTable, String rows, String tableRows) {
        String name = column.name();
        boolean equal = here.checksums().get(name).equals(inTable.checksums().get(name));
        return new Parity.Column(name, equal, here.values().get(name), inTable.values().get(name),
                equal ? List.of() : onlyIn(column, rows, tableRows),
                equal ? List.of() : onlyIn(column, tableRows, rows));
    }

    private List<String> onlyIn(Column column, String rows, String others) {
        String name = Names.quoted(column.name());
        String text = column.type() == Scalar.VARBINARY ? "to_hex(%s)".formatted(name)
                : column.type().isScalar() || column.type() == Scalar.JSON ? "CAST(%s AS varchar)".formatted(name)
                        : "json_format(CAST(%s AS json))".formatted(name);
        return trino.query("""
                           SELECT * FROM (
                             SELECT %1$s FROM (
                           %2$s
                             ) EXCEPT SELECT %1$s FROM (
                           %3$s
                             )
                           ) LIMIT %4$d""".formatted(text, rows, others, EXAMPLES),
                row -> String.valueOf(row.getString(1)));
    }
}
