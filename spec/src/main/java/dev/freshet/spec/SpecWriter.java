package dev.freshet.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a spec as YAML that {@link SpecReader} parses to an equal spec. Omits defaults. */
public final class SpecWriter {
    /** Text that needs no quotes inside { } and [ ]. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z$][\\w$.()/=-]*+(?: [\\w$.()/=-]++)*+");
    /** Text that needs no quotes elsewhere: also with commas, quotes, braces and the colon of a URI. */
    private static final Pattern PLAIN_IN_BLOCK = Pattern
            .compile("[A-Za-z$]\\w*+(?:://)?+[\\w$.()/=,\"{}\\[\\]@-]*+(?: [\\w$.()/=,\"{}\\[\\]@-]++)*+");
    private static final Pattern SPECIAL = Pattern.compile("(?i)null|true|false|yes|no|on|off|y|n");
    private static final ObjectWriter JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build()
            .writer();

    private SpecWriter() {}

    public static String write(DatasetSpec spec) {
        StringBuilder yaml = new StringBuilder();
        line(yaml, "dataset: " + block(spec.name()));
        line(yaml, "schema: " + block(spec.schema()));
        line(yaml, "landing:");
        line(yaml, "  root: " + block(spec.landing().root()));
        if (!spec.landing().layout().text().equals(Landing.DEFAULT_LAYOUT)) {
            line(yaml, "  layout: " + block(spec.landing().layout().text()));
        }
        if (spec.landing().recursive()) {
            line(yaml, "  recursive: true");
        }
        spec.landing().retention().ifPresent(retention -> line(yaml, "  retention: " + duration(retention)));
        if (!spec.zone().equals(SpecReader.DEFAULT_ZONE)) {
            line(yaml, "time_zone: " + block(spec.zone().getId()));
        }
        line(yaml, "columns:");
        spec.columns().forEach(column -> line(yaml, "  " + block(column.name()) + ": " + column(column)));
        spec.eventTime().ifPresent(name -> line(yaml, "event_time: " + block(name)));
        spec.allowedLateness().ifPresent(lateness -> line(yaml, "allowed_lateness: " + duration(lateness)));
        spec.maxRejects().ifPresent(most -> line(yaml, "max_rejects: " + most));
        if (spec.engine() != SpecReader.DEFAULT_ENGINE) {
            line(yaml, "engine: " + spec.engine());
        }
        if (spec.reconcile() != SpecReader.DEFAULT_RECONCILE) {
            line(yaml, "reconcile: " + spec.reconcile());
        }
        history(yaml, spec.history());
        tail(yaml, spec.tail(), SpecReader.defaultTail(spec.landing().cadence(), spec.ingest().isPresent()));
        spec.ingest().ifPresent(ingest -> {
            line(yaml, "ingest:");
            line(yaml, "  every: " + duration(ingest.every()));
            if (!ingest.minAge().equals(DatasetSpec.Intraday.MIN_AGE)) {
                line(yaml, "  min_age: " + duration(ingest.minAge()));
            }
        });
        if (!spec.freshness().equals(SpecReader.DEFAULT_FRESHNESS)) {
            line(yaml, "freshness: " + block(spec.freshness().toString()));
        }
        spec.group().ifPresent(group -> line(yaml, "group: " + block(group)));
        return yaml.toString();
    }

    private static void tail(StringBuilder yaml, DatasetSpec.Tail tail, DatasetSpec.Tail otherwise) {
        if (!tail.equals(otherwise)) {
            line(yaml, "tail:");
        }
        if (!tail.lookAhead().equals(otherwise.lookAhead())) {
            line(yaml, "  look_ahead: " + duration(tail.lookAhead()));
        }
        if (!tail.retireAfter().equals(otherwise.retireAfter())) {
            line(yaml, "  retire_after: " + duration(tail.retireAfter()));
        }
    }

    private static String duration(Duration duration) {
        return duration.equals(Duration.ofDays(duration.toDays())) ? "P" + duration.toDays() + "D"
                : duration.toString();
    }

    private static String column(Column column) {
        List<String> entries = new ArrayList<>();
        switch (column.source()) {
            case JsonPath path -> {
                if (!path.equals(JsonPath.of(column.name()))) {
                    entries.add("path: " + flow(path.toString()));
                }
            }
            case PartitionKey key -> entries.add("partition_key: " + flow(key.key()));
            case Source.Unnamed rest -> entries.add("rescue: true");
        }
        if (column.required()) {
            entries.add("required: true");
        }
        if (column.strict()) {
            entries.add("invalid: reject");
        }
        if (!column.format().spec().equals(TimeFormat.ISO8601.spec())) {
            entries.add("format: " + flow(column.format().spec()));
        }
        if (column.format() instanceof TimeFormat.Text text) {
            text.zone().ifPresent(zone -> entries.add("zone: " + flow(zone.getId())));
        }
        if (!column.historyName().equals(column.name())) {
            entries.add("renamed_from: " + column.historyName());
        }
        if (entries.isEmpty()) {
            return block(column.type().spec());
        }
        if (!column.isRescue()) {
            entries.add(0, "type: " + flow(column.type().spec()));
        }
        return "{" + String.join(", ", entries) + "}";
    }

    private static void history(StringBuilder yaml, DatasetSpec.History history) {
        if (history.equals(DatasetSpec.History.DEFAULT)) {
            return;
        }
        line(yaml, "history:");
        list(yaml, "partition_by", history.partitionBy());
        list(yaml, "sort_by", history.sortBy());
        list(yaml, "bloom_filters", history.bloomFilters());
        if (history.parquet() != DatasetSpec.History.DEFAULT.parquet()) {
            line(yaml, "  parquet: " + history.parquet());
        }
        list(yaml, "dropped", history.dropped());
    }

    private static void list(StringBuilder yaml, String key, List<String> items) {
        if (!items.isEmpty()) {
            line(yaml, items.stream().map(SpecWriter::flow).collect(Collectors.joining(", ", "  " + key + ": [", "]")));
        }
    }

    private static void line(StringBuilder yaml, String line) {
        yaml.append(line).append('\n');
    }

    private static String block(String text) {
        return scalar(text, PLAIN_IN_BLOCK);
    }

    private static String flow(String text) {
        return scalar(text, PLAIN);
    }

    private static String scalar(String text, Pattern plain) {
        if (plain.matcher(text).matches() && !SPECIAL.matcher(text).matches()) {
            return text;
        }
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot quote text: " + text, e);
        }
    }
}
