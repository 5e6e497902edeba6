package dev.freshet.benchmarks.transform;

import dev.freshet.spec.Column;
import dev.freshet.spec.DatasetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.types.Comparators;

/** The rows that one thread has read, by the day of their event, in the order of the spec when they are written. */
final class SortedRows {
    /** As many as the engine by rows holds, at some 430 bytes of JSON each. */
    private static final int ROWS = 300_000;

    private final PeerFiles files;
    private final int part;
    private final int eventTime;
    private final Comparator<Object[]> order;
    private final Map<Long, List<Object[]>> days = new TreeMap<>();
    private int rows;
    private int flushes;

    /** @param part the number of the thread, for the names of its files */
    SortedRows(DatasetSpec spec, PeerFiles files, int part) {
        this.files = files;
        this.part = part;
        List<String> columns = spec.columns().stream().map(Column::name).toList();
        this.eventTime = columns.indexOf(spec.eventTimeColumn().name());
        this.order = spec.history().sortBy().stream().map(columns::indexOf).map(SortedRows::by)
                .reduce(Comparator::thenComparing).orElseThrow();
    }

    private static Comparator<Object[]> by(int column) {
        return Comparator.comparing(row -> row[column], Comparator.nullsLast(SortedRows::compare));
    }

    /** Text by its bytes in UTF-8. */
    private static int compare(Object a, Object b) {
        return switch (a) {
            case String text -> Comparators.charSequences().compare(text, (String) b);
            case Long number -> Long.compare(number, (Long) b);
            case Integer number -> Integer.compare(number, (Integer) b);
            case OffsetDateTime time -> time.compareTo((OffsetDateTime) b);
            default -> throw new IllegalArgumentException("No peer sorts by " + a.getClass());
        };
    }

    void add(Object[] row) {
        days.computeIfAbsent(day(row[eventTime]), day -> new ArrayList<>()).add(row);
        rows++;
    }

    private static long day(Object time) {
        long second = time instanceof OffsetDateTime offset ? offset.toEpochSecond()
                : Math.floorDiv((Long) time, TimeUnit.SECONDS.toMicros(1));
        return Math.floorDiv(second, TimeUnit.DAYS.toSeconds(1));
    }

    /** Writes the rows if they take much memory. */
    void endFile() throws IOException {
        if (rows >= ROWS) {
            flush();
        }
    }

    void flush() throws IOException {
        for (Map.Entry<Long, List<Object[]>> day : days.entrySet()) {
            day.getValue().sort(order);
            Path directory = Files.createDirectories(files.out().resolve("event_day=" + day.getKey()));
            files.write(directory.resolve("%d-%d.parquet".formatted(part, flushes)), day.getValue());
        }
        days.clear();
        rows = 0;
        flushes++;
    }
}
