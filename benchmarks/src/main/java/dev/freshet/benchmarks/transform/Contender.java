package dev.freshet.benchmarks.transform;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A way to write the rows of a landing day as sorted Parquet. */
enum Contender {
    /** What the batch does: bytes into columns, pages into files. */
    COLUMNS,
    /** The engine that is the reference for the rows of the other one. */
    ROWS,
    /** Jackson's tokens to Iceberg's records, and these through Iceberg's generic writer. */
    ICEBERG_GENERIC,
    /** Jackson's tokens to plain values, and these through a {@code WriteSupport} of parquet-java. */
    WRITE_SUPPORT,
    /** Trino's {@code INSERT INTO} an Iceberg table. */
    TRINO_INSERT,
    /** DuckDB's {@code COPY} with its default settings. */
    DUCKDB,
    /** The same with the settings that make it fastest. */
    DUCKDB_BEST;

    /**
     * The writer in a process of its own.
     *
     * @param out an empty directory below the root of the day
     */
    DayWriter writer(RawDay day, Path out) {
        return switch (this) {
            case COLUMNS -> EngineWriter.byColumn(day, out);
            case ROWS -> EngineWriter.byRow(day, out);
            case ICEBERG_GENERIC -> new PeerWriter(day,
                    new GenericFiles(HistoryTable.create(day, out).columns(), out), Values.ICEBERG);
            case WRITE_SUPPORT -> new PeerWriter(day,
                    new WriteSupportFiles(HistoryTable.create(day, out).columns(), out), Values.PARQUET);
            case TRINO_INSERT ->
                throw new IllegalArgumentException(this + " writes in a process that is there already");
            case DUCKDB -> new DuckDbWriter(day, out, "");
            case DUCKDB_BEST -> new DuckDbWriter(day, out, ", COMPRESSION_LEVEL 1, PARQUET_VERSION v2");
        };
    }

    /** @throws IllegalArgumentException if the name is unknown */
    static Contender parse(String name) {
        return Arrays.stream(values()).filter(contender -> contender.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Invalid contender: %s (use %s)".formatted(name,
                        names(List.of(values())))));
    }

    static String names(List<Contender> contenders) {
        return contenders.stream().map(Contender::toString).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
