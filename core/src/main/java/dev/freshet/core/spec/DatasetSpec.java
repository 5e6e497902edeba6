package dev.freshet.core.spec;

import dev.freshet.core.Freshness;
import dev.freshet.core.LandingPartition;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What a spec file declares: one logical table.
 *
 * @param name the dataset and the live view's name
 * @param schema the Trino schema of the views; physical tables live in {@code <schema>_hidden}
 * @param zone the zone in which landing partitions begin and end
 * @param eventTime the column that says when the event happened, if there is one
 * @param allowedLateness how much earlier than the landing partition an event in it may have happened. A line that is
 *        later than that goes to quarantine, so that event times bound what a query must read.
 * @param freshness what a query gets that asks for nothing
 */
public record DatasetSpec(String name, String schema, Landing landing, ZoneId zone, List<Column> columns,
        Optional<String> eventTime, Optional<Duration> allowedLateness, History history, Tail tail,
        Freshness freshness) {
    /** The column of history that says which raw file a row came from. No view shows it. */
    public static final String FILE_COLUMN = "freshet_file";
    /** Column names that Freshet adds, which a spec therefore may not use. */
    public static final List<String> RESERVED = List.of("landed_on", "served_from", FILE_COLUMN);

    public DatasetSpec {
        columns = List.copyOf(columns);
    }

    /** @throws NoSuchElementException if the spec names no event time */
    public Column eventTimeColumn() {
        return columns.stream().filter(column -> eventTime.equals(Optional.of(column.name()))).findFirst()
                .orElseThrow();
    }

    /** The earliest event time that rows of a landing partition can have, if the spec promises one. */
    public Optional<Instant> earliestEvent(LandingPartition partition) {
        return allowedLateness.map(partition.startsAt(zone)::minus);
    }

    /** The keys of a line's object that it names. */
    public NamedKeys namedKeys() {
        return NamedKeys.of(columns);
    }

    /**
     * Physical layout of history. {@code landed_on} always comes first.
     *
     * @param partitionBy further partition transforms: {@code device_id}, {@code bucket(device_id, 16)},
     *        {@code day(event_time)}
     * @param sortBy the order within a file: {@code device_id}, {@code event_time desc}
     * @param dropped columns that history has from earlier and that readers see no more
     */
    public record History(List<String> partitionBy, List<String> sortBy, List<String> dropped) {
        public History {
            partitionBy = List.copyOf(partitionBy);
            sortBy = List.copyOf(sortBy);
            dropped = List.copyOf(dropped);
        }
    }

    /**
     * The tail's tables.
     *
     * @param lookAhead how far ahead of now the tail already reaches, so that midnight needs no action
     * @param retireAfter how long a tail table outlives the flip that moved past it: longer than the longest query
     */
    public record Tail(Duration lookAhead, Duration retireAfter) {}
}
