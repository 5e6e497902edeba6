package dev.freshet.spec;

import dev.freshet.core.Cadence;
import dev.freshet.core.Freshness;
import dev.freshet.spec.DataType.Scalar;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a spec file. All mistakes are reported at once, each with its line and the fix. */
public final class SpecReader {
    static final List<String> KEYS = List.of("dataset", "schema", "landing", "time_zone", "columns", "event_time",
            "allowed_lateness", "max_rejects", "engine", "reconcile", "history", "tail", "ingest", "freshness",
            "group");
    static final List<String> LANDING_KEYS = List.of("root", "layout", "recursive", "retention");
    static final List<String> TAIL_KEYS = List.of("look_ahead", "retire_after");
    static final List<String> INGEST_KEYS = List.of("every", "min_age");
    static final ZoneId DEFAULT_ZONE = ZoneId.of("UTC");
    static final EngineMode DEFAULT_ENGINE = EngineMode.LOCAL;
    static final ReconcileMode DEFAULT_RECONCILE = ReconcileMode.SAMPLED;
    static final Freshness DEFAULT_FRESHNESS = Freshness.LIVE;
    private static final YamlFile YAML = new YamlFile("spec", "dataset, schema, landing and columns",
            "dataset: backups");
    private static final Set<DataType> TIMES = Set.of(Scalar.DATE, Scalar.TIMESTAMP, Scalar.TIMESTAMP_TZ);

    private SpecReader() {}

    /** @throws SpecException with all mistakes; also if the file does not exist */
    public static DatasetSpec read(Path file) {
        return YAML.read(file, SpecReader::spec);
    }

    /**
     * @param source the file's name in messages
     * @throws SpecException with all mistakes
     */
    public static DatasetSpec parse(String source, String yaml) {
        return YAML.parse(source, yaml, SpecReader::spec);
    }

    private static DatasetSpec spec(Block file) {
        file.onlyKeys(KEYS);
        String name = file.required("dataset", "backups", Words::name);
        String schema = file.required("schema", "telemetry", Words::schema);

        Block files = file.requiredBlock("landing", "{root: s3://bucket/path}").onlyKeys(LANDING_KEYS);
        String root = file.keys().contains("landing") ? files.required("root", "s3://bucket/path", Words::location)
                : null;
        Layout layout = files.value("layout", new Layout(Landing.DEFAULT_LAYOUT), Words::layout);
        Landing landing = new Landing(root, layout, files.value("recursive", false, text -> recursive(text, layout)),
                files.value("retention", Optional.empty(), text -> Optional.of(Words.retention(text))));

        ZoneId zone = file.value("time_zone", DEFAULT_ZONE, Words::zone);
        Block block = file.requiredBlock("columns", "{id: varchar}");
        if (file.isBlock("columns") && block.keys().isEmpty()) {
            file.problem("columns", new Mistake("Missing columns", "name at least one, such as id: varchar"));
        }
        List<Column> columns = ColumnsReader.read(block);
        columns.forEach(column -> checkPartitionKey(column, landing, block));
        Optional<String> eventTime = file.value("event_time", Optional.empty(), text -> {
            checkEventTime(text, block, columns);
            return Optional.of(text);
        });
        Optional<Duration> allowedLateness = file.value("allowed_lateness", Optional.empty(), text -> {
            checkHasInstants(eventTime, columns);
            return Optional.of(Words.duration(text));
        });

        Optional<MaxRejects> maxRejects = file.value("max_rejects", Optional.empty(),
                text -> Optional.of(Words.maxRejects(text)));

        EngineMode engine = file.value("engine", DEFAULT_ENGINE, Words::engine);
        ReconcileMode reconcile = file.value("reconcile", DEFAULT_RECONCILE, Words::reconcile);

        DatasetSpec.History history = new HistoryReader(block.keys(), columns).read(file.block("history"));
        Optional<DatasetSpec.Intraday> ingest = intraday(file);
        Block tailBlock = file.block("tail").onlyKeys(TAIL_KEYS);
        DatasetSpec.Tail otherwise = defaultTail(landing.cadence(), ingest.isPresent());
        DatasetSpec.Tail tail = new DatasetSpec.Tail(
                tailBlock.value("look_ahead", otherwise.lookAhead(), Words::duration),
                tailBlock.value("retire_after", otherwise.retireAfter(), Words::duration));
        Freshness freshness = file.value("freshness", DEFAULT_FRESHNESS, Words::freshness);
        Optional<String> group = file.value("group", Optional.empty(), text -> Optional.of(Words.name(text)));
        return new DatasetSpec(name, schema, landing, zone, columns, eventTime, allowedLateness, maxRejects,
                engine, reconcile, history, tail, ingest, freshness, group);
    }

    private static Optional<DatasetSpec.Intraday> intraday(Block file) {
        if (!file.keys().contains("ingest")) {
            return Optional.empty();
        }
        Block ingest = file.block("ingest").onlyKeys(INGEST_KEYS);
        return Optional.of(new DatasetSpec.Intraday(ingest.required("every", "PT1M", Words::interval),
                ingest.value("min_age", DatasetSpec.Intraday.MIN_AGE, Words::duration)));
    }

    /**
     * Covers a daily batch that fails over a weekend, an hourly one over a night. A longer tail adds branches to the
     * views, and queries take longer to plan. Intraday ingests extend a daily tail all day, so it can be shorter.
     */
    public static DatasetSpec.Tail defaultTail(Cadence cadence, boolean ingested) {
        Duration lookAhead = cadence == Cadence.HOURLY ? Duration.ofHours(12) : Duration.ofDays(ingested ? 1 : 3);
        return new DatasetSpec.Tail(lookAhead, Duration.ofHours(1));
    }

    private static boolean recursive(String text, Layout layout) {
        boolean recursive = Words.flag(text);
        if (recursive && layout.isOfFiles()) {
            throw new Mistake("Invalid value \"true\" with a layout of files",
                    "the files of such a layout are in one directory: remove recursive");
        }
        return recursive;
    }

    private static void checkPartitionKey(Column column, Landing landing, Block columns) {
        if (column.source() instanceof PartitionKey key && !landing.recursive()
                && !landing.layout().hasDirectory(key.key() + "=")) {
            columns.block(column.name()).problem("partition_key",
                    new Mistake("No file that is read has \"" + key.key() + "=\" in its path",
                            "set landing.recursive: true for directories below the landing day"));
        }
    }

    private static void checkEventTime(String name, Block declared, List<Column> columns) {
        if (!declared.keys().contains(name)) {
            throw Mistake.unknown("column", name, declared.keys(), "declare it under columns");
        }
        for (Column column : columns) {
            if (column.name().equals(name) && !TIMES.contains(column.type())) {
                throw new Mistake("Invalid event time column \"" + name + "\" of type " + column.type().spec(),
                        "it must be a date or a timestamp");
            }
        }
    }

    private static void checkHasInstants(Optional<String> eventTime, List<Column> columns) {
        if (columns.stream()
                .noneMatch(c -> eventTime.equals(Optional.of(c.name())) && c.type() == Scalar.TIMESTAMP_TZ)) {
            throw new Mistake("Invalid allowed lateness: no event time to compare with the landing day",
                    "name a timestamp(6) with time zone column with event_time");
        }
    }
}
