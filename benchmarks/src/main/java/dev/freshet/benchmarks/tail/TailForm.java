package dev.freshet.benchmarks.tail;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.json.LineRule;
import dev.freshet.spec.sql.TailTable;
import java.util.Locale;

/** A way to read rows from raw JSON in Trino. */
enum TailForm {
    /** What a dataset's views hold: text, and SQL by the rules. */
    FRESHET,
    /** The same, but {@code json_parse} decides whether a line is whole. */
    JSON_PARSE,
    /**
     * Each line parsed to Trino's JSON type first, and all columns read from that. It breaks the rules: digits are lost
     * to doubles, dates and numbers are read by Trino's casts, and the last of equal keys wins.
     */
    JSON_TYPE,
    /** Trino's OPENX_JSON reader, which lets malformed lines pass. */
    OPENX_JSON;

    /** This reader has no timestamps with a zone, so they stay text here, which costs it less. */
    private static final String OPENX_COLUMNS = """
                                                id varchar,
                                                "time" varchar,
                                                started bigint,
                                                customer varchar,
                                                device row(id varchar, model varchar, os row(name varchar, version varchar)),
                                                agent row(address varchar),
                                                status varchar,
                                                size_bytes bigint,
                                                files integer,
                                                cost decimal(12, 4),
                                                encrypted boolean,
                                                tags array(varchar),
                                                metrics map(varchar, double)""";

    /** The statement that creates its table, over the same directory as the tail table. */
    String create(DatasetSpec spec, Names names, LandingPartition day) {
        return switch (this) {
            case FRESHET, JSON_PARSE, JSON_TYPE -> new TailTable(spec, names, day).create();
            case OPENX_JSON -> """
                               CREATE TABLE IF NOT EXISTS %s (%s)
                               WITH (format = 'OPENX_JSON', external_location = '%s',
                                 extra_properties = map(ARRAY['ignore.malformed.json'], ARRAY['true']))""".formatted(
                    openx(names), OPENX_COLUMNS, spec.landing().directory(day));
        };
    }

    /** The rows, with the columns of the sample's spec. */
    String rows(DatasetSpec spec, Names names, LandingPartition day) {
        return switch (this) {
            case FRESHET -> new TailTable(spec, names, day).rows(TailTable.ALL_FILES);
            case JSON_PARSE -> FRESHET.rows(spec, names, day).replace(LineRule.WHOLE.sql(),
                    LineRule.WHOLE.sql().replace("is_json_scalar", "json_parse"));
            case JSON_TYPE ->
                """
                SELECT
                  TRY_CAST(json_extract_scalar(j, '$.id') AS uuid) AS id,
                  TRY_CAST(replace(json_extract_scalar(j, '$.time'), 'T', ' ') AS timestamp(6) with time zone) AS event_time,
                  TRY_CAST(json_extract_scalar(j, '$.started') AS bigint) AS started_at,
                  json_extract_scalar(j, '$.customer') AS customer,
                  TRY_CAST(json_extract(j, '$.device') AS row(id varchar, model varchar, os row(name varchar, version varchar))) AS device,
                  json_extract_scalar(j, '$.agent.address') AS agent_address,
                  json_extract_scalar(j, '$.status') AS status,
                  TRY_CAST(json_extract_scalar(j, '$.size_bytes') AS bigint) AS size_bytes,
                  TRY_CAST(json_extract_scalar(j, '$.files') AS integer) AS files,
                  TRY_CAST(json_extract_scalar(j, '$.cost') AS decimal(12, 4)) AS cost,
                  TRY_CAST(json_extract_scalar(j, '$.encrypted') AS boolean) AS encrypted,
                  TRY_CAST(json_extract(j, '$.tags') AS array(varchar)) AS tags,
                  TRY_CAST(json_extract(j, '$.metrics') AS map(varchar, double)) AS metrics
                FROM (SELECT TRY(json_parse(line)) AS j FROM %s)
                WHERE j IS NOT NULL
                  AND TRY_CAST(json_extract_scalar(j, '$.id') AS uuid) IS NOT NULL
                  AND TRY_CAST(replace(json_extract_scalar(j, '$.time'), 'T', ' ') AS timestamp(6) with time zone) IS NOT NULL"""
                        .formatted(names.tail(day));
            case OPENX_JSON ->
                """
                SELECT id, "time" AS event_time, started AS started_at, customer, device,
                  agent.address AS agent_address, status, size_bytes, files, cost, encrypted, tags, metrics
                FROM %s""".formatted(openx(names));
        };
    }

    /** The table over the same directory that Trino's own reader reads. */
    static String openx(Names names) {
        return Names.qualified(names.landingCatalog(), names.hiddenSchema(), names.dataset() + "_openx");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
