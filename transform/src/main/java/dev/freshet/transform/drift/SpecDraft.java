package dev.freshet.transform.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.core.Freshness;
import dev.freshet.spec.Column;
import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.JsonPath;
import dev.freshet.spec.Landing;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.SpecWriter;
import dev.freshet.spec.TimeFormat;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A spec drafted from sample lines, for a person to review and correct.
 *
 * @param notes what to check, one sentence each
 */
public record SpecDraft(DatasetSpec spec, List<String> notes) {
    private static final ObjectReader JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build().reader();
    private static final Pattern TIME_NAME = Pattern.compile("(?:.*_)?(?:ts|time|timestamp|at)");
    private static final List<String> EVENT_TIMES = List.of("event_time", "timestamp", "time", "created_at", "ts");

    public SpecDraft {
        notes = List.copyOf(notes);
    }

    /**
     * @param lines newline-delimited JSON; blank lines are skipped
     * @throws IllegalArgumentException if no line is an object with a key
     * @throws dev.freshet.spec.SpecException if {@code dataset} is not a valid name
     */
    public static SpecDraft of(String dataset, Stream<String> lines) {
        Shape shape = new Shape();
        long[] others = new long[1];
        lines.filter(line -> !line.isBlank()).forEach(line -> {
            JsonNode node = object(line);
            if (node == null) {
                others[0]++;
            } else {
                shape.add(node);
            }
        });
        if (shape.fields().isEmpty()) {
            throw new IllegalArgumentException("Cannot draft a spec: no line is a JSON object with a key ("
                    + shape.objects() + " objects, " + others[0] + " other lines)");
        }
        List<String> notes = new ArrayList<>();
        notes.add("Drafted from " + shape.objects() + " JSON objects. Check schema, landing and column types.");
        if (others[0] > 0) {
            notes.add("Lines that are not JSON objects: " + others[0] + ".");
        }
        if (shape.hasMoreFields()) {
            notes.add("Only the first " + Shape.KEYS + " keys became columns.");
        }
        SpecDraft draft = new SpecDraft(spec(dataset, shape, notes), notes);
        SpecReader.parse("draft of " + dataset, draft.yaml());
        return draft;
    }

    /** The spec as YAML, with the notes as comments at the top. */
    public String yaml() {
        StringBuilder yaml = new StringBuilder();
        notes.forEach(note -> yaml.append("# ").append(note).append('\n'));
        return yaml.append(SpecWriter.write(spec)).toString();
    }

    private static DatasetSpec spec(String dataset, Shape shape, List<String> notes) {
        ColumnNames names = new ColumnNames(List.of());
        List<Column> columns = new ArrayList<>();
        List<String> times = new ArrayList<>();
        shape.fields().forEach((key, values) -> {
            Column column = column(names.of(key), JsonPath.of(key), values, notes);
            columns.add(column);
            if (column.type() == Scalar.TIMESTAMP_TZ && values.values() == shape.objects()) {
                times.add(column.name());
            }
        });
        Optional<String> eventTime = EVENT_TIMES.stream().filter(times::contains).findFirst()
                .or(() -> times.stream().findFirst());
        if (eventTime.isEmpty()) {
            notes.add("No event_time: no timestamp with a zone has a value on every line.");
        }
        Landing landing = new Landing("local:///landing/" + dataset, Landing.DEFAULT_LAYOUT);
        return new DatasetSpec(dataset, "lake", landing,
                ZoneId.of("UTC"), columns, eventTime, Optional.empty(),
                new DatasetSpec.History(List.of(), List.of(), List.of()),
                SpecReader.defaultTail(landing.cadence()), Freshness.LIVE);
    }

    /** Drafts a column for values of this shape, and notes why if its type contains {@code json}. */
    static Column column(String name, JsonPath path, Shape values, List<String> notes) {
        Optional<TimeFormat> epoch = TIME_NAME.matcher(name).matches() && values.numbers().count() == values.values()
                ? values.numbers().epoch()
                : Optional.empty();
        if (epoch.isPresent()) {
            return new Column(name, Scalar.TIMESTAMP_TZ, path, false, epoch.get());
        }
        Guess guess = Guess.of(values);
        guess.doubt().ifPresent(doubt -> notes
                .add(name + (guess.type() == Scalar.JSON ? " is json: " : " has json inside: ") + doubt + "."));
        return new Column(name, guess.type(), path, false, TimeFormat.ISO8601);
    }

    /** The line as a JSON object, or null if it is not one. */
    private static JsonNode object(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return node.isObject() ? node : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
