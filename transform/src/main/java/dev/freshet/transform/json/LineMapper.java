package dev.freshet.transform.json;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.Column;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.JsonPath;
import dev.freshet.spec.NamedKeys;
import dev.freshet.spec.PartitionKey;
import dev.freshet.spec.Source;
import dev.freshet.spec.json.JsonKind;
import dev.freshet.spec.json.LineRule;
import dev.freshet.spec.json.TypeRule;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a line into a row or a reject, by the same rules as the tail's SQL. Not thread-safe. */
public final class LineMapper {
    /** The result for one line. */
    public sealed interface Result {
        /**
         * @param values one per column of the spec, in order; {@code null} if there is no valid value. A scalar has the
         *        form of {@link TypeRule#value}; a row is a list of its fields' values, an array a list, a map a map.
         */
        record Row(List<Object> values) implements Result {}

        record Reject(String reason) implements Result {}

        /** Neither row nor reject. */
        record Blank() implements Result {}
    }

    private final DatasetSpec spec;
    private final List<Column> columns;
    private final List<TypeRule> rules;
    private final NamedKeys named;
    private final JsonNumbers numbers;
    private final Optional<Instant> earliestEvent;
    private final int eventTime;
    private final JsonValues json = new JsonValues();
    private final Map<PartitionKey, JsonText> partitionKeys = new HashMap<>();
    private String file;

    /** For a spec without a rescue column, or where its value does not matter. */
    public LineMapper(DatasetSpec spec, LandingPartition partition) {
        this(spec, partition, JsonNumbers.AS_DOUBLES);
    }

    /** @param partition the landing partition of the lines */
    public LineMapper(DatasetSpec spec, LandingPartition partition, JsonNumbers numbers) {
        this.spec = spec;
        this.columns = spec.columns();
        this.rules = rules(columns);
        this.named = spec.namedKeys();
        this.numbers = numbers;
        this.earliestEvent = spec.earliestEvent(partition);
        this.eventTime = earliestEvent.isPresent() ? columns.indexOf(spec.eventTimeColumn()) : -1;
    }

    static List<TypeRule> rules(List<Column> columns) {
        return columns.stream().map(column -> TypeRule.of(column.type(), column.format())).toList();
    }

    /** @param file the path of the raw file */
    public Result map(String line, String file) {
        if (!file.equals(this.file)) {
            readPartitionKeys(file);
        }
        if (LineRule.BLANK.matcher(line).matches()) {
            return new Result.Blank();
        }
        JsonText parsed;
        try {
            parsed = JsonText.parse(line);
        } catch (IOException e) {
            return new Result.Reject(LineRule.WHOLE.reason());
        }
        if (JsonText.isBeyondLimits(line)) {
            return new Result.Reject(LineRule.LIMITED.reason());
        }
        return switch (parsed) {
            case JsonText.Obj object -> map(object);
            case JsonText.Arr array -> new Result.Reject(LineRule.NO_ARRAY.reason());
            case JsonText.Scalar scalar -> new Result.Reject(LineRule.OBJECT.reason());
            case JsonText.Null none -> new Result.Reject(LineRule.OBJECT.reason());
        };
    }

    private void readPartitionKeys(String file) {
        this.file = file;
        partitionKeys.clear();
        for (Column column : columns) {
            if (column.source() instanceof PartitionKey key) {
                String value = key.in(file, spec.landing());
                partitionKeys.put(key, value == null ? null : new JsonText.Scalar(value, JsonKind.STRING));
            }
        }
    }

    /** The values of those columns that are partition keys of a raw file's path, one per column; null for others. */
    public List<Object> partitionKeys(String file) {
        readPartitionKeys(file);
        List<Object> values = new ArrayList<>(Collections.nCopies(columns.size(), null));
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).source() instanceof PartitionKey key) {
                values.set(i, json.value(columns.get(i).type(), rules.get(i), partitionKeys.get(key)));
            }
        }
        return values;
    }

    private Result map(JsonText.Obj object) {
        List<Object> values = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            JsonText found = switch (column.source()) {
                case JsonPath path -> object.at(path);
                case PartitionKey key -> partitionKeys.get(key);
                case Source.Unnamed rest -> null;
            };
            Object value = column.isRescue() ? object.unnamed(named, numbers)
                    : json.value(column.type(), rules.get(i), found);
            if (value == null && (column.required() || column.strict() && !JsonValues.isNull(found))) {
                return new Result.Reject(LineRule.reason(column));
            }
            values.add(value);
        }
        return isLate(values) ? new Result.Reject(LineRule.lateReason(spec))
                : new Result.Row(Collections.unmodifiableList(values));
    }

    private boolean isLate(List<Object> values) {
        if (earliestEvent.isEmpty()) {
            return false;
        }
        Long micros = (Long) values.get(eventTime);
        return micros != null && Instant.EPOCH.plus(micros, ChronoUnit.MICROS).isBefore(earliestEvent.get());
    }
}
