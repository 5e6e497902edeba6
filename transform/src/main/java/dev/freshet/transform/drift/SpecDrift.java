package dev.freshet.transform.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.spec.Column;
import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.DataType;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.JsonPath;
import dev.freshet.spec.NamedKeys;
import dev.freshet.spec.TimeFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Collects the keys and values that a spec does not accept, line by line, and proposes a spec that accepts them. Memory
 * is bounded.
 */
public final class SpecDrift {
    /** At most this many new keys and this many misfit paths are counted separately; all others share one count. */
    static final int PLACES = 1_000;
    private static final int EXAMPLE_CHARACTERS = 60;

    /**
     * A key that the spec does not name.
     *
     * @param lines number of lines with the key
     * @param column proposed for the key
     * @param example one of its values as JSON, truncated if long
     */
    public record NewKey(JsonPath path, long lines, Column column, String example) {}

    /**
     * Values that are invalid for their type in the spec.
     *
     * @param column the spec's column that reads them
     * @param path where they are: the column's path, or deeper
     * @param type the expected type
     * @param lines number of lines with such a value; inside an array or a map, number of values
     * @param proposed the column with a wider type, or a second column, that accepts them; empty for a deeper path, or
     *        if another column already accepts them
     * @param example one of the values as JSON, truncated if long
     */
    public record Misfit(Column column, String path, DataType type, long lines, Optional<Column> proposed,
            String example) {}

    private static final class Found {
        private final Shape shape = new Shape();
        private final String example;
        private long lines;

        private Found(String example) {
            this.example = example;
        }

        private void add(JsonNode value) {
            lines++;
            shape.add(value);
        }
    }

    private record Place(Column column, String path, DataType type) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DatasetSpec spec;
    private final NamedKeys named;
    private final Map<JsonPath, Found> newKeys = new LinkedHashMap<>();
    private final Map<Place, Found> misfits = new LinkedHashMap<>();
    private long others;

    public SpecDrift(DatasetSpec spec) {
        this.spec = spec;
        this.named = spec.namedKeys();
    }

    /** @param json a line's object without the keys that the spec names */
    public void addUnnamed(String json) {
        unnamed(read(json), named, List.of());
    }

    /** Counts a value that is invalid for its type. */
    public void addMisfit(Column column, String path, DataType type, String json) {
        add(misfits, new Place(column, path, type), read(json));
    }

    /** In order of first occurrence. */
    public List<NewKey> newKeys() {
        ColumnNames names = names();
        return newKeys.entrySet().stream().map(e -> new NewKey(e.getKey(), e.getValue().lines,
                SpecDraft.column(names.of(String.join("_", e.getKey().keys())), e.getKey(), e.getValue().shape,
                        new ArrayList<>()),
                e.getValue().example)).toList();
    }

    /** In order of first occurrence. */
    public List<Misfit> misfits() {
        ColumnNames names = names();
        newKeys().forEach(key -> names.of(key.column().name()));
        return misfits.entrySet().stream().map(e -> {
            Place place = e.getKey();
            return new Misfit(place.column(), place.path(), place.type(), e.getValue().lines,
                    place.path().equals(place.column().source().toString())
                            ? proposed(place.column(), e.getValue().shape, names)
                            : Optional.empty(),
                    e.getValue().example);
        }).toList();
    }

    /** The number of values beyond the limit of separately counted keys and paths. */
    public long others() {
        return others;
    }

    /** The spec with all proposed columns. */
    public DatasetSpec proposal() {
        Map<String, Column> columns = new LinkedHashMap<>();
        Stream.of(spec.columns().stream(), newKeys().stream().map(NewKey::column),
                misfits().stream().flatMap(misfit -> misfit.proposed().stream())).flatMap(c -> c)
                .forEach(column -> columns.put(column.name(), column));
        return new DatasetSpec(spec.name(), spec.schema(), spec.landing(), spec.zone(),
                List.copyOf(columns.values()), spec.eventTime(), spec.allowedLateness(), spec.maxRejects(),
                spec.engine(), spec.reconcile(),
                spec.history(), spec.tail(), spec.ingest(),
                spec.freshness(), spec.group());
    }

    private void unnamed(JsonNode object, NamedKeys named, List<String> above) {
        object.properties().forEach(field -> {
            List<String> keys = Stream.concat(above.stream(), Stream.of(field.getKey())).toList();
            NamedKeys below = named.inner().get(field.getKey());
            JsonPath path = new JsonPath(keys);
            if (below != null && field.getValue().isObject()) {
                unnamed(field.getValue(), below, keys);
            } else if (spec.columns().stream().noneMatch(column -> column.source().equals(path))) { // else it is a misfit
                add(newKeys, path, field.getValue());
            }
        });
    }

    private <K> void add(Map<K, Found> found, K place, JsonNode value) {
        if (found.size() < PLACES || found.containsKey(place)) {
            found.computeIfAbsent(place, p -> new Found(example(value))).add(value);
        } else {
            others++;
        }
    }

    /**
     * History can widen integer and real. Any other misfit needs a second column: text for scalars, else JSON, as a
     * misfit of a structure can itself be nested.
     */
    private Optional<Column> proposed(Column column, Shape values, ColumnNames names) {
        DataType found = Guess.of(values).type();
        if (column.type() == Scalar.INTEGER && found == Scalar.BIGINT
                || column.type() == Scalar.REAL && found == Scalar.DOUBLE) {
            return Optional.of(new Column(column.name(), found, column.source(), column.required(), column.strict(),
                    column.format(), column.historyName()));
        }
        boolean scalars = column.type().isScalar() && values.objects() == 0 && values.arrays() == 0;
        if (spec.columns().stream().anyMatch(other -> other.source().equals(column.source())
                && (other.type() == Scalar.JSON || scalars && other.type() == Scalar.VARCHAR))) {
            return Optional.empty(); // another column accepts them
        }
        return Optional.of(new Column(names.of(column.name() + (scalars ? "_text" : "_json")),
                scalars ? Scalar.VARCHAR : Scalar.JSON, column.source(), false, TimeFormat.ISO8601));
    }

    private ColumnNames names() {
        return new ColumnNames(Stream.concat(spec.columns().stream().flatMap(c -> Stream.of(c.name(), c.historyName())),
                spec.history().dropped().stream()).toList());
    }

    private static String example(JsonNode value) {
        String text = value.toString();
        return text.length() <= EXAMPLE_CHARACTERS ? text : text.substring(0, EXAMPLE_CHARACTERS) + "...";
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Invalid JSON: " + json, e);
        }
    }
}
