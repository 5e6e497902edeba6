package dev.freshet.spec;

import dev.freshet.core.Boundary;
import dev.freshet.core.Freshness;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.core.Publication;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What a spec file declares: one logical table.
 *
 * @param name the name of the dataset and of its live view
 * @param schema the Trino schema of the views; physical tables live in {@code <schema>_hidden}
 * @param zone the zone in which landing partitions begin and end
 * @param eventTime the column with the time of the event, if any
 * @param allowedLateness how long before the start of its landing partition an event may have happened. Lines with
 *        older events go to quarantine, so that a predicate on event time limits what a query reads.
 * @param maxRejects how many lines of a landing partition may be rejected; empty for any number
 * @param engine what reads raw files and writes data files
 * @param reconcile how much of a landing partition is read once more before the cut-over
 * @param ingest how raw files of the tail become columnar during the day, if at all
 * @param freshness the default for queries that do not set one
 * @param group the datasets of the schema that have the same one move their boundaries together
 */
public record DatasetSpec(String name, String schema, Landing landing, ZoneId zone, List<Column> columns,
        Optional<String> eventTime, Optional<Duration> allowedLateness, Optional<MaxRejects> maxRejects,
        EngineMode engine, ReconcileMode reconcile, History history, Tail tail, Optional<Intraday> ingest,
        Freshness freshness, Optional<String> group) {
    /** The column of history that identifies a row's raw file. No view shows it. */
    public static final String FILE_COLUMN = "freshet_file";
    /** Columns that Freshet adds. A spec may not use these names. */
    public static final List<String> RESERVED = List.of("landed_on", "served_from", FILE_COLUMN);

    public DatasetSpec {
        columns = List.copyOf(columns);
    }

    /** @throws NoSuchElementException if the spec names no event time */
    public Column eventTimeColumn() {
        return columns.stream().filter(column -> eventTime.equals(Optional.of(column.name()))).findFirst()
                .orElseThrow();
    }

    /** The earliest event time that a landing partition can have, if the spec limits lateness. */
    public Optional<Instant> earliestEvent(LandingPartition partition) {
        return allowedLateness.map(partition.startsAt(zone)::minus);
    }

    /**
     * The names of the dataset's views and tables.
     *
     * @param catalog the Iceberg catalog as Trino names it
     * @param landingCatalog the Hive catalog of the tail tables as Trino names it
     */
    public Names names(String catalog, String landingCatalog) {
        return new Names(catalog, landingCatalog, schema, name);
    }

    /** The names of the views that users see. */
    public List<String> views() {
        return names("", "").views().stream()
                .filter(view -> ingest.isPresent() || !view.equals(name + Names.INGESTED_SUFFIX)).toList();
    }

    /**
     * What a flip publishes with the live view.
     *
     * @param tailUntil the first landing partition that the tail does not serve
     * @param previous the boundary that a rollback restores
     */
    public Publication publication(Boundary boundary, Instant publishedAt, LandingPartition tailUntil,
            Optional<Boundary> previous) {
        return new Publication(boundary, zone, freshness, publishedAt,
                Optional.of(new Publication.Tail(tailUntil, tail.lookAhead())), previous,
                allowedLateness.map(allowed -> new Publication.Lateness(eventTime.orElseThrow(), allowed)),
                Optional.empty());
    }

    /** The T-1 view's comment; {@link Publication#groupIn} parses it. */
    public String t1Comment() {
        return Publication.t1Comment(name, group);
    }

    /** The keys of a line that the spec names. */
    public NamedKeys namedKeys() {
        return NamedKeys.of(columns);
    }

    /**
     * Physical layout of history. {@code landed_on} always comes first.
     *
     * @param partitionBy further partition transforms: {@code device_id}, {@code bucket(device_id, 16)},
     *        {@code day(event_time)}
     * @param sortBy the order within a file: {@code device_id}, {@code event_time desc}
     * @param bloomFilters columns whose Parquet chunks get a Bloom filter
     * @param parquet the encodings of the Parquet files
     * @param dropped columns that history still has but views no longer show
     */
    public record History(List<String> partitionBy, List<String> sortBy, List<String> bloomFilters,
            ParquetProfile parquet, List<String> dropped) {
        public static final History DEFAULT = new History(List.of(), List.of(), List.of(), ParquetProfile.MODERN,
                List.of());

        public History {
            partitionBy = List.copyOf(partitionBy);
            sortBy = List.copyOf(sortBy);
            bloomFilters = List.copyOf(bloomFilters);
            dropped = List.copyOf(dropped);
        }
    }

    /**
     * The tail's tables.
     *
     * @param lookAhead how far beyond now the tail reaches, so that midnight needs no action
     * @param retireAfter how long a tail table is kept after the flip that moved past it; should exceed the longest
     *        query
     */
    public record Tail(Duration lookAhead, Duration retireAfter) {}

    /**
     * Intraday ingest: copies of raw files of the tail in columnar form, which live queries read in their place.
     *
     * @param every how often landed files are ingested
     * @param minAge a file is ingested once it has not changed for this long
     */
    public record Intraday(Duration every, Duration minAge) {
        public static final Duration MIN_AGE = Duration.ofSeconds(10);
    }
}
