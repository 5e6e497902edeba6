package dev.freshet.transform.drift;

import dev.freshet.core.Freshness;
import dev.freshet.spec.Column;
import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.EngineMode;
import dev.freshet.spec.JsonPath;
import dev.freshet.spec.Landing;
import dev.freshet.spec.ReconcileMode;
import dev.freshet.spec.Source;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.SpecWriter;
import dev.freshet.spec.TimeField;
import dev.freshet.spec.TimeFormat;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A spec drafted from sample lines, for a person to review and correct.
 *
 * @param notes what to check, one sentence each
 */
public record SpecDraft(DatasetSpec spec, List<String> notes) {
    private static final Pattern TIME_NAME = Pattern.compile("(?:.*_)?(?:ts|time|timestamp|at)");
    private static final List<String> EVENT_TIMES = List.of("event_time", "timestamp", "time", "created_at", "ts");
    /** Objects with more keys than this get the most frequent as columns, and a rescue column for the others. */
    private static final int WIDE = 100;
    private static final int WIDE_COLUMNS = 50;
    private static final int NAMED = 20;

    public SpecDraft {
        notes = List.copyOf(notes);
    }

    /** The landing zone of a dataset of which only sample lines are known. */
    public static Landing landing(String dataset) {
        return new Landing("local:///landing/" + dataset, Landing.DEFAULT_LAYOUT);
    }

    /**
     * @param remarks notes on the landing zone and the sample
     * @throws IllegalArgumentException if no line is an object with a key
     * @throws dev.freshet.spec.SpecException if {@code dataset} is not a valid name
     */
    public static SpecDraft of(String dataset, Landing landing, Sample sample, List<String> remarks) {
        Shape shape = sample.shape();
        if (shape.fields().isEmpty()) {
            throw new IllegalArgumentException("Cannot draft a spec: no line is a JSON object with a key ("
                    + shape.objects() + " objects, " + sample.others() + " other lines)");
        }
        List<String> notes = new ArrayList<>();
        notes.add("Drafted from " + shape.objects() + " JSON objects. Check schema, landing and column types.");
        notes.addAll(remarks);
        if (sample.others() > 0) {
            notes.add("Lines that are not JSON objects: " + sample.others() + ".");
        }
        SpecDraft draft = new SpecDraft(spec(dataset, landing, sample, notes), notes);
        SpecReader.parse("draft of " + dataset, draft.yaml());
        return draft;
    }

    /** The spec as YAML, with the notes as comments at the top. */
    public String yaml() {
        StringBuilder yaml = new StringBuilder();
        notes.forEach(note -> yaml.append("# ").append(note.replaceAll("\\p{Cntrl}|\\R", " ")).append('\n'));
        return yaml.append(SpecWriter.write(spec)).toString();
    }

    private static DatasetSpec spec(String dataset, Landing landing, Sample sample, List<String> notes) {
        Shape shape = sample.shape();
        ColumnNames names = new ColumnNames(List.of());
        List<Column> columns = new ArrayList<>();
        List<String> times = new ArrayList<>();
        List<String> quoted = new ArrayList<>();
        Set<String> keys = keys(shape, notes);
        keys.forEach(key -> {
            Shape values = shape.fields().get(key);
            Column column = column(names.of(key), JsonPath.of(key), values, notes);
            columns.add(column);
            if (column.type() == Scalar.TIMESTAMP_TZ && values.values() == shape.objects()) {
                times.add(column.name());
            }
            if (values.textsAreNumbers() && (column.type() == Scalar.BIGINT || column.type() == Scalar.DOUBLE)) {
                quoted.add(column.name());
            }
        });
        sample.partitionKeys().forEach((key, values) -> columns.add(column(names.of(key.key()), key, values, notes)));
        if (!quoted.isEmpty()) {
            notes.add("Numbers in strings, read as numbers: " + listed(quoted)
                    + ". Write varchar where leading zeros count.");
        }
        if (keys.size() < withValues(shape).size()) {
            columns.add(new Column(names.of("other"), Scalar.JSON, new Source.Unnamed(), false,
                    TimeFormat.ISO8601));
        }
        Optional<String> eventTime = EVENT_TIMES.stream().filter(times::contains).findFirst()
                .or(() -> times.stream().findFirst());
        if (eventTime.isEmpty()) {
            notes.add("No event_time: no timestamp with a zone has a value on every line.");
        }
        return new DatasetSpec(dataset, "lake", landing, ZoneId.of("UTC"), columns, eventTime, Optional.empty(),
                Optional.empty(),
                EngineMode.LOCAL, ReconcileMode.SAMPLED, DatasetSpec.History.DEFAULT,
                SpecReader.defaultTail(landing.cadence(), false), Optional.empty(), Freshness.LIVE, Optional.empty());
    }

    /** The keys that become columns, in order of first occurrence. */
    private static Set<String> keys(Shape shape, List<String> notes) {
        Map<String, Shape> fields = withValues(shape);
        List<String> empty = shape.fields().keySet().stream().filter(key -> !fields.containsKey(key)).toList();
        if (!empty.isEmpty() && !fields.isEmpty()) {
            notes.add("Always null, so no column: " + listed(empty) + ".");
        }
        if (fields.isEmpty()) {
            return shape.fields().keySet();
        }
        if (fields.size() <= WIDE) {
            return fields.keySet();
        }
        Set<String> kept = fields.keySet().stream()
                .sorted(Comparator.comparing((String key) -> !isTime(key, fields.get(key)))
                        .thenComparing(key -> -fields.get(key).values()))
                .limit(WIDE_COLUMNS)
                .collect(Collectors.toSet());
        notes.add("%s keys: the %d with the most values are columns, the column other keeps the rest as JSON."
                .formatted(shape.hasMoreFields() ? "More than " + Shape.KEYS : fields.size(), WIDE_COLUMNS)
                + " Declare those that you query.");
        return fields.keySet().stream().filter(kept::contains)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean isTime(String key, Shape values) {
        return column(new ColumnNames(List.of()).of(key), JsonPath.of(key), values, new ArrayList<>())
                .type() == Scalar.TIMESTAMP_TZ;
    }

    private static Map<String, Shape> withValues(Shape shape) {
        Map<String, Shape> fields = new LinkedHashMap<>(shape.fields());
        fields.values().removeIf(values -> values.values() == 0);
        return fields;
    }

    private static String listed(List<String> names) {
        return names.size() <= NAMED ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more";
    }

    /** Drafts a column for values of this shape, and notes why if its type contains {@code json}. */
    static Column column(String name, Source source, Shape values, List<String> notes) {
        Optional<TimeFormat> format = format(name, values);
        if (format.isPresent()) {
            return new Column(name, type(format.get()), source, false, format.get());
        }
        Guess guess = Guess.of(values);
        if (values.textsAreNumbers() && guess.type() == Scalar.DOUBLE && name.contains("version")) {
            return new Column(name, Scalar.VARCHAR, source, false, TimeFormat.ISO8601); // 1.10 is not 1.1
        }
        guess.doubt().ifPresent(doubt -> notes
                .add(name + (guess.type() == Scalar.JSON ? " is json: " : " has json inside: ") + doubt + "."));
        return new Column(name, guess.type(), source, false, TimeFormat.ISO8601);
    }

    private static Optional<TimeFormat> format(String name, Shape values) {
        Optional<TimeFormat> text = values.texts().count() == values.values() ? values.texts().format()
                : Optional.empty();
        return text.or(() -> TIME_NAME.matcher(name).matches() && values.allNumbers().count() == values.values()
                ? values.allNumbers().epoch()
                : Optional.empty());
    }

    private static Scalar type(TimeFormat format) {
        return format instanceof TimeFormat.Text text && !text.pattern().orElseThrow().has(TimeField.OFFSET)
                ? Scalar.TIMESTAMP
                : Scalar.TIMESTAMP_TZ;
    }
}
