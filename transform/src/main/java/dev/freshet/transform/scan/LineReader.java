package dev.freshet.transform.scan;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.Column;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.PartitionKey;
import dev.freshet.transform.columns.Columns;
import dev.freshet.transform.columns.Node;
import dev.freshet.transform.columns.NumberLeaf;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.json.LineInspector;
import dev.freshet.transform.json.LineMapper.Result;
import dev.freshet.transform.json.LineMapper;
import dev.freshet.transform.landing.RawLines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads lines into columns, with the same result as {@link LineMapper}. A line that it does not recognize as a row at
 * once goes to the line mapper. Not thread-safe.
 */
public final class LineReader {
    private static final Result ROW = new Result.Row(List.of());

    private final DatasetSpec spec;
    private final Columns rows;
    private final LineMapper mapper;
    private final LineInspector inspector;
    private final JsonScanner scanner = new JsonScanner();
    private final Keys keys;
    private final List<Node> columns = new ArrayList<>();
    private final int rescue;
    private final JsonNumbers numbers;
    private final Node[] required;
    private final NumberLeaf eventTime;
    private final long earliestMicros;
    /** The positions of columns that are partition keys. */
    private final int[] partitionKeys;
    private String file;
    private List<Object> fileValues;
    private boolean mayRejectFile;
    private long mapped;

    /** @param rows with the spec's columns by their names in history */
    public LineReader(DatasetSpec spec, LandingPartition partition, Columns rows, JsonNumbers numbers) {
        this.spec = spec;
        this.rows = rows;
        this.mapper = new LineMapper(spec, partition, numbers);
        this.numbers = numbers;
        this.inspector = new LineInspector(spec);
        spec.columns().forEach(column -> columns.add(rows.column(column.historyName())));
        this.keys = KeyTree.of(spec, columns);
        this.partitionKeys = IntStream.range(0, columns.size())
                .filter(i -> spec.columns().get(i).source() instanceof PartitionKey).toArray();
        this.rescue = spec.columns().stream().filter(Column::isRescue).map(spec.columns()::indexOf).findFirst()
                .orElse(-1);
        this.required = spec.columns().stream()
                .filter(column -> column.required() || column.isRescue() && column.strict())
                .map(column -> columns.get(spec.columns().indexOf(column))).toArray(Node[]::new);
        this.eventTime = spec.earliestEvent(partition).isPresent()
                ? (NumberLeaf) columns.get(spec.columns().indexOf(spec.eventTimeColumn()))
                : null;
        this.earliestMicros = spec.earliestEvent(partition).map(LineReader::micros).orElse(0L);
    }

    /** Rounds up, so that a time in microseconds is earlier than this exactly if it is earlier than the instant. */
    private static long micros(Instant instant) {
        Duration duration = Duration.between(Instant.EPOCH, instant);
        return duration.getSeconds() * 1_000_000 + (duration.getNano() + 999) / 1_000;
    }

    /**
     * Writes the values of a line's row. The caller ends the row.
     *
     * @param path of the raw file
     * @return a row without its values, a reject, or blank
     */
    public Result read(RawLines line, String path) {
        if (partitionKeys.length > 0 && !path.equals(file)) {
            readPartitionKeys(path);
        }
        if (!mayRejectFile && scanner.read(line.buffer(), line.start(), line.end(), keys, rows.rows())) {
            rescue(line);
            writePartitionKeys();
            if (isRow()) {
                return ROW;
            }
        }
        rows.discardRow();
        mapped++;
        Result result = mapper.map(line.text(), path);
        if (result instanceof Result.Row row) {
            for (int i = 0; i < columns.size(); i++) {
                rows.write(columns.get(i), row.values().get(i));
            }
            return ROW;
        }
        return result;
    }

    /** How many lines the line mapper has read. */
    public long mapped() {
        return mapped;
    }

    private void readPartitionKeys(String path) {
        file = path;
        fileValues = mapper.partitionKeys(path);
        mayRejectFile = Arrays.stream(partitionKeys)
                .anyMatch(i -> spec.columns().get(i).strict() && fileValues.get(i) == null);
    }

    private void writePartitionKeys() {
        for (int i : partitionKeys) {
            rows.write(columns.get(i), fileValues.get(i));
        }
    }

    private boolean isRow() {
        int row = rows.rows();
        for (Node column : required) {
            if (!column.isPresent(row)) {
                return false;
            }
        }
        return eventTime == null || !eventTime.isDefined(row) || eventTime.get(row) >= earliestMicros;
    }

    /** Writes the rescue column. */
    private void rescue(RawLines line) {
        if (rescue >= 0 && scanner.hasLeftovers()) {
            rows.write(columns.get(rescue), inspector.unnamed(line.text(), numbers).orElse(null));
        }
    }
}
