package dev.freshet.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.core.Freshness;
import dev.freshet.spec.DataType.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecReaderTest {
    private static final String HEAD = """
                                       dataset: backups
                                       schema: telemetry
                                       landing: {root: "local:///landing/backups"}
                                       """;

    @Test
    void aSpecWithAllKeysIsRead() {
        DatasetSpec spec = SpecReader.parse("backups.yaml",
                """
                dataset: backups
                schema: telemetry
                landing:
                  root: s3://bucket/backups/
                  layout: "{yyyy}/{MM}/{dd}"
                time_zone: Europe/Berlin
                columns:
                  id: uuid
                  device_id: varchar
                  event_time: {type: timestamp(6) with time zone, path: $.time, required: true}
                  seen: {type: timestamp(6), format: epoch_millis, renamed_from: at}
                  size: {type: bigint, invalid: reject}
                  note: {type: varchar, invalid: null}
                  other: {rescue: true}
                event_time: event_time
                allowed_lateness: P2D
                max_rejects: 1%
                engine: auto
                reconcile: full
                history:
                  partition_by: [bucket(device_id, 16), day( event_time )]
                  sort_by: [device_id asc, event_time desc]
                  bloom_filters: [id, device_id]
                  parquet: compatible
                  dropped: [legacy_id]
                tail:
                  look_ahead: PT36H
                  retire_after: PT6H
                ingest: {every: PT1M, min_age: PT0S}
                freshness: PT15M
                group: nightly
                """);
        assertThat(spec).isEqualTo(new DatasetSpec("backups", "telemetry",
                new Landing("s3://bucket/backups", "{yyyy}/{MM}/{dd}"), ZoneId.of("Europe/Berlin"),
                List.of(new Column("id", Scalar.UUID, JsonPath.of("id"), false, TimeFormat.ISO8601),
                        new Column("device_id", Scalar.VARCHAR, JsonPath.of("device_id"), false, TimeFormat.ISO8601),
                        new Column("event_time", Scalar.TIMESTAMP_TZ, JsonPath.of("time"), true, TimeFormat.ISO8601),
                        new Column("seen", Scalar.TIMESTAMP, JsonPath.of("seen"), false, false, TimeFormat.Epoch.MILLIS,
                                "at"),
                        new Column("size", Scalar.BIGINT, JsonPath.of("size"), false, true, TimeFormat.ISO8601, "size"),
                        new Column("note", Scalar.VARCHAR, JsonPath.of("note"), false, TimeFormat.ISO8601),
                        new Column("other", Scalar.JSON, new Source.Unnamed(), false, TimeFormat.ISO8601)),
                java.util.Optional.of("event_time"), java.util.Optional.of(Duration.ofDays(2)),
                java.util.Optional.of(new MaxRejects(new java.math.BigDecimal("1"))), EngineMode.AUTO,
                ReconcileMode.FULL,
                new DatasetSpec.History(List.of("bucket(device_id, 16)", "day(event_time)"),
                        List.of("device_id", "event_time desc"), List.of("id", "device_id"),
                        ParquetProfile.COMPATIBLE, List.of("legacy_id")),
                new DatasetSpec.Tail(Duration.ofHours(36), Duration.ofHours(6)),
                java.util.Optional.of(new DatasetSpec.Intraday(Duration.ofMinutes(1), Duration.ZERO)),
                new Freshness.StaleAtMost(Duration.ofMinutes(15)), java.util.Optional.of("nightly")));
    }

    @Test
    void latenessNeedsAnEventTimeWithAZone() {
        for (String wrong : List.of("columns: {id: uuid}", "columns: {id: date}\nevent_time: id",
                "columns: {id: timestamp(6)}\nevent_time: id",
                "columns: {id: uuid, at: timestamp(6) with time zone}")) {
            assertThatThrownBy(() -> SpecReader.parse("backups.yaml", HEAD + wrong + "\nallowed_lateness: P2D\n"))
                    .hasMessageContaining("Invalid allowed lateness: no event time to compare with the landing day "
                            + "(name a timestamp(6) with time zone column with event_time)");
        }
    }

    @Test
    void omittedKeysHaveDefaults() {
        DatasetSpec spec = SpecReader.parse("backups.yaml", HEAD + "columns: {id: uuid}\n");
        assertThat(spec.landing()).isEqualTo(new Landing("local:///landing/backups", "dt={yyyy}-{MM}-{dd}"));
        assertThat(spec.zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(spec.eventTime()).isEmpty();
        assertThat(spec.history()).isEqualTo(DatasetSpec.History.DEFAULT);
        assertThat(spec.tail()).isEqualTo(new DatasetSpec.Tail(Duration.ofDays(3), Duration.ofHours(1)));
        assertThat(spec.freshness()).isEqualTo(Freshness.LIVE);
        String ingest = "ingest: {every: PT1M}\ncolumns: {id: uuid}\n";
        assertThat(SpecReader.parse("ingested.yaml", HEAD + ingest).tail().lookAhead()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void allMistakesAreReportedAtOnceByLine() {
        assertThat(messages("""
                            dataset: Backups
                            landing:
                              rooot: local:///landing/backups
                              retention: PT12H
                            time_zone: Europe/Berln
                            columns:
                              id: uuid
                              size_bytes: bigintt
                              id: varchar
                              landed_on: date
                              seen: {type: bigint, format: epoch_millis}
                            event_time: id
                            histroy: x
                            tail: {look_ahead: P32D}
                            freshness: tomorrow
                            group: Sales
                            """)).containsExactly(
                "backups.yaml:1: dataset: Invalid name \"Backups\" "
                        + "(lower-case letters, digits and _, a letter first, at most 60 characters)",
                "backups.yaml:1: schema: Missing key (add schema: telemetry)",
                "backups.yaml:2: landing.root: Missing key (add root: s3://bucket/path)",
                "backups.yaml:3: landing.rooot: Unknown key \"rooot\" (did you mean root?)",
                "backups.yaml:4: landing.retention: Invalid retention \"PT12H\" (use P1D or more days, such as P30D)",
                "backups.yaml:5: time_zone: Unknown time zone \"Europe/Berln\" (did you mean Europe/Berlin?)",
                "backups.yaml:8: columns.size_bytes: Unknown type \"bigintt\" (did you mean bigint?)",
                "backups.yaml:9: columns.id: Duplicate key \"id\" (it is already on line 7)",
                "backups.yaml:10: columns.landed_on: Reserved column name \"landed_on\" "
                        + "(Freshet adds landed_on, served_from, freshet_file: use another name and a path)",
                "backups.yaml:11: columns.seen.format: Invalid format \"epoch_millis\" of a bigint column "
                        + "(only dates and timestamps have one: remove it, or change the type)",
                "backups.yaml:12: event_time: Invalid event time column \"id\" of type uuid "
                        + "(it must be a date or a timestamp)",
                "backups.yaml:13: histroy: Unknown key \"histroy\" (did you mean history?)",
                "backups.yaml:14: tail.look_ahead: Invalid duration \"P32D\" (use days or hours up to P31D, such as P3D or PT12H)",
                "backups.yaml:15: freshness: Invalid freshness \"tomorrow\" "
                        + "(use live, t-1, or a duration such as PT15M)",
                "backups.yaml:16: group: Invalid name \"Sales\" "
                        + "(lower-case letters, digits and _, a letter first, at most 60 characters)");
    }

    @Test
    void invalidStrictAndRescueColumnsAreRejected() {
        assertThat(messages(HEAD + """
                                   columns:
                                     a: {type: bigint, invalid: drop}
                                     b: {type: bigint, required: true, invalid: null}
                                     c: {type: varchar, rescue: true, path: $.x}
                                     d: {rescue: true}
                                     e: {type: json, path: $}
                                     f: {rescue: yes}
                                   """)).containsExactly(
                "backups.yaml:5: columns.a.invalid: Invalid value \"drop\" (use reject or null)",
                "backups.yaml:6: columns.b.invalid: Invalid value \"null\" of a required column "
                        + "(a required column has no NULL: remove invalid, or required)",
                "backups.yaml:7: columns.c.type: Invalid type of a rescue column (it is json: remove it)",
                "backups.yaml:7: columns.c.path: Invalid key of a rescue column "
                        + "(it keeps whatever the spec does not name: remove it)",
                "backups.yaml:8: columns.d.rescue: Second rescue column, beside c "
                        + "(one keeps all unnamed keys)",
                "backups.yaml:9: columns.e.path: Invalid path \"$\" (write $.key, $.outer.inner or $[\"odd key\"])",
                "backups.yaml:10: columns.f.rescue: Invalid value \"yes\" (use true or false)",
                "backups.yaml:10: columns.f.type: Missing key (add type: varchar)");
        assertThat(messages(HEAD + "columns: {a: {rescue: true}}\n"))
                .containsExactly(
                        "backups.yaml:4: columns.a.rescue: Rescue column without other columns (name at least one other column)");
    }

    @Test
    void aPartitionKeyIsTextInThePathOfFilesThatAreRead() {
        String columns = """
                         columns:
                           a: {type: varchar, partition_key: region=}
                           b: {type: json, partition_key: dt}
                           c: {type: array(varchar), partition_key: dt}
                           d: {type: varchar, partition_key: dt, path: $.d}
                           e: {rescue: true, partition_key: dt}
                           f: {type: date, partition_key: dt, required: true}
                           g: {type: varchar, partition_key: region}
                         """;
        assertThat(messages(HEAD + columns)).containsExactly(
                "backups.yaml:5: columns.a.partition_key: Invalid partition key \"region=\" "
                        + "(write the part before the =, such as region for region=eu: letters, digits, _, - and .)",
                "backups.yaml:6: columns.b.type: Invalid type json of a partition key "
                        + "(a directory's name is text: use varchar, a number, a date or a timestamp)",
                "backups.yaml:7: columns.c.type: Invalid type array(varchar) of a partition key "
                        + "(a directory's name is text: use varchar, a number, a date or a timestamp)",
                "backups.yaml:8: columns.d.path: Invalid path beside partition_key "
                        + "(the value is in the line or in the file's path: remove one)",
                "backups.yaml:9: columns.e.partition_key: Invalid key of a rescue column "
                        + "(it keeps whatever the spec does not name: remove it)",
                "backups.yaml:11: columns.g.partition_key: No file that is read has \"region=\" in its path "
                        + "(set landing.recursive: true for directories below the landing day)");
        assertThat(SpecReader.parse("ok", HEAD.replace("\"}", "\", recursive: true}")
                + "columns: {g: {type: varchar, partition_key: region}, h: date}\n").namedKeys().inner())
                .containsOnlyKeys("h");
    }

    @Test
    void namedKeysComeFromPathsAndRowFields() {
        DatasetSpec spec = SpecReader.parse("x", HEAD + """
                                                        columns:
                                                          a: {type: bigint, path: $.d.a}
                                                          b: "row(x bigint, y row(z varchar))"
                                                          c: {type: json, path: $.d.c}
                                                          e: {type: bigint, path: $.d.c.f}
                                                          rest: {rescue: true}
                                                        """);
        assertThat(spec.namedKeys()).hasToString(
                "NamedKeys[inner={d=NamedKeys[inner={a=NamedKeys[inner={}], c=NamedKeys[inner={}]}], "
                        + "b=NamedKeys[inner={x=NamedKeys[inner={}], y=NamedKeys[inner={z=NamedKeys[inner={}]}]}]}]");
    }

    @Test
    void aProblemNamesFileLineKeyValueAndFix() {
        SpecException thrown = catchThrowableOfType(SpecException.class,
                () -> SpecReader.parse("b.yaml", HEAD + "columns:\n  size: int\n"));
        assertThat(thrown.problems()).containsExactly(new SpecProblem("b.yaml", 5, "columns.size", "int",
                "Unknown type \"int\"", "did you mean integer?"));
        assertThat(thrown).hasMessage("b.yaml:5: columns.size: Unknown type \"int\" (did you mean integer?)");
    }

    @Test
    void partitionsAndSortsRequireSuitableColumns() {
        assertThat(messages(
                HEAD + """
                       columns: {id: uuid, at: timestamp(6), ratio: double, doc: json}
                       history:
                         partition_by: [buckt(id, 16), day(id), bucket(ratio, 4), bucket(id), nope, landed_on, day(at), hour(at), at]
                         sort_by: [doc, id, id desc, at up]
                       """))
                .containsExactly(
                        "backups.yaml:6: history.partition_by: Unknown transform \"buckt\" (did you mean bucket?)",
                        "backups.yaml:6: history.partition_by: Invalid column \"id\" of type uuid for day "
                                + "(use a column of another type)",
                        "backups.yaml:6: history.partition_by: Invalid column \"ratio\" of type double for bucket "
                                + "(use a column of another type)",
                        "backups.yaml:6: history.partition_by: Invalid partition \"bucket(id)\" "
                                + "(write bucket(id, N) with N at least 1)",
                        "backups.yaml:6: history.partition_by: Unknown column \"nope\" (declare it under columns)",
                        "backups.yaml:6: history.partition_by: Unknown column \"landed_on\" "
                                + "(history is always partitioned by it first: remove it)",
                        "backups.yaml:6: history.partition_by: Redundant partition \"hour(at)\" "
                                + "(one before it does the same: remove one)",
                        "backups.yaml:7: history.sort_by: Invalid column \"doc\" of type json for a sort "
                                + "(use a column of another type)",
                        "backups.yaml:7: history.sort_by: Redundant sort \"id desc\" "
                                + "(one before it does the same: remove one)",
                        "backups.yaml:7: history.sort_by: Invalid sort \"at up\" (write column or column desc)");
    }

    @Test
    void bloomFiltersRequireColumnsOfSingleValues() {
        assertThat(messages(HEAD + """
                                   columns: {id: uuid, ok: boolean, doc: json, tags: array(varchar), place: row(x real)}
                                   history:
                                     bloom_filters: [idd, ok, doc, tags, place, id, id, landed_on]
                                     parquet: old
                                   """)).containsExactly(
                "backups.yaml:6: history.bloom_filters: Unknown column \"idd\" (did you mean id?)",
                "backups.yaml:6: history.bloom_filters: Invalid column \"ok\" of type boolean for a Bloom filter "
                        + "(use a column of another type)",
                "backups.yaml:6: history.bloom_filters: Invalid column \"doc\" of type json for a Bloom filter "
                        + "(use a column of another type)",
                "backups.yaml:6: history.bloom_filters: Invalid column \"tags\" of type array(varchar) for a Bloom "
                        + "filter (use a column of another type)",
                "backups.yaml:6: history.bloom_filters: Invalid column \"place\" of type row(x real) for a Bloom "
                        + "filter (use a column of another type)",
                "backups.yaml:6: history.bloom_filters: Redundant Bloom filter \"id\" "
                        + "(one before it does the same: remove one)",
                "backups.yaml:6: history.bloom_filters: Unknown column \"landed_on\" "
                        + "(history is always partitioned by it first: remove it)",
                "backups.yaml:7: history.parquet: Invalid value \"old\" (use modern or compatible)");
    }

    @Test
    void anInvalidColumnIsReportedOnlyOnce() {
        assertThat(messages(HEAD + """
                                   columns: {at: timestamp}
                                   event_time: at
                                   history: {sort_by: [at]}
                                   """)).containsExactly(
                "backups.yaml:4: columns.at: Unknown type \"timestamp\" (did you mean timestamp(6)?)");
    }

    @Test
    void aTypeThatYamlSplitsAtItsCommaIsReportedOnce() {
        assertThat(messages(HEAD + "columns:\n  price: {type: decimal(18, 2), path: $.p}\n"))
                .containsExactly("backups.yaml:5: columns.price.type: Invalid type \"decimal(18\" "
                        + "(inside { } put a type with commas in quotes)");
    }

    @Test
    void aLayoutContainsEachDatePart() {
        for (String layout : List.of("{yyyy}-{MM}", "{yyyy}{MM}", "{yyyy}/{MM}/{dd}/",
                "{yyyy}{MM}{dd}{}", "{yyyy}{MM}{dd}{mm}")) {
            assertThat(messages("""
                                dataset: backups
                                schema: telemetry
                                landing: {root: "s3://b", layout: "%s"}
                                columns: {id: uuid}
                                """.formatted(layout))).singleElement().asString()
                    .startsWith("backups.yaml:3: landing.layout: Invalid layout \"" + layout + "\"");
        }
    }

    @Test
    void placeholdersOfOtherToolsAreTranslated() {
        Map.of("{yyyy}/{MM}/{dd}/{hh}", "write {HH} for {hh}",
                "{YYYY}-{mm}-{DD}", "write {yyyy} for {YYYY}, {MM} for {mm}, {dd} for {DD}",
                "dt=%Y-%m-%d", "write {yyyy} for %Y, {MM} for %m, {dd} for %d",
                "{yyyy}{MM}{dd}/%H", "write {HH} for %H",
                "$YEAR/${month}/$DAY/$HH", "write {yyyy} for $YEAR, {MM} for ${month}, {dd} for $DAY, {HH} for $HH",
                "{year}/{MM}/{dd}", "write {yyyy} for {year}",
                "{yyyy}{MM}{dd}{mm}",
                "use {yyyy}, {MM}, {dd} and {HH}, or {M}, {d} and {H} without zeros, and no other braces")
                .forEach((layout, fix) -> assertThat(messages("""
                                                              dataset: backups
                                                              schema: telemetry
                                                              landing: {root: "s3://b", layout: "%s"}
                                                              columns: {id: uuid}
                                                              """.formatted(layout))).singleElement().asString()
                        .endsWith("Invalid layout \"" + layout + "\" (" + fix + ")"));
    }

    @Test
    void aColumnHasOneNameInHistory() {
        assertThat(messages(HEAD + """
                                   columns:
                                     a: uuid
                                     b: {type: uuid, renamed_from: a}
                                     c: {type: uuid, renamed_from: x}
                                   history: {dropped: [x, y, y]}
                                   """)).containsExactly(
                "backups.yaml:6: columns.b.renamed_from: Column \"a\" has two new names, a and b "
                        + "(only one column can be renamed from it)",
                "backups.yaml:8: history.dropped: Dropped column \"x\" is still declared "
                        + "(remove it here, or under columns)",
                "backups.yaml:8: history.dropped: Redundant dropped \"y\" (one before it does the same: remove one)");
    }

    @Test
    void aHiddenSchemaIsRejected() {
        assertThat(messages(HEAD.replace("telemetry", "telemetry_hidden") + "columns: {id: uuid}\n"))
                .containsExactly("backups.yaml:2: schema: Invalid schema \"telemetry_hidden\" "
                        + "(_hidden is for the physical tables: leave it off)");
    }

    @Test
    void blocksAndValuesOfTheWrongKindAreReported() {
        assertThat(messages("""
                            dataset: [backups]
                            schema:
                            landing: local:///landing
                            columns: {}
                            history: {sort_by: id}
                            tail: 3
                            """)).extracting(message -> message.replaceFirst(" \\(.*", "")).containsExactly(
                "backups.yaml:1: dataset: Invalid value", "backups.yaml:2: schema: Missing value",
                "backups.yaml:3: landing: Invalid block", "backups.yaml:3: landing.root: Missing key",
                "backups.yaml:4: columns: Missing columns", "backups.yaml:5: history.sort_by: Invalid list",
                "backups.yaml:6: tail: Invalid block");
    }

    @Test
    void invalidYamlIsReportedOnceWithItsLine() {
        assertThat(messages("dataset: a\n  schema: b\n")).singleElement().asString()
                .startsWith("backups.yaml:2: Invalid YAML: mapping values are not allowed here (");
        assertThat(messages("dataset: \u0001\n")).singleElement().asString()
                .startsWith("backups.yaml:1: Invalid YAML: ");
    }

    @Test
    void anEmptySpecAndAListAreReported() {
        assertThat(messages("# nothing\n")).containsExactly(
                "backups.yaml:1: Empty spec (it needs at least dataset, schema, landing and columns)");
        assertThat(messages("- a\n"))
                .containsExactly("backups.yaml:1: Invalid spec (write key: value lines, such as dataset: backups)");
    }

    @Test
    void anUnreadableFileIsReported(@TempDir Path directory) throws IOException {
        Path missing = directory.resolve("nope.yaml");
        assertThatThrownBy(() -> SpecReader.read(missing)).isInstanceOf(SpecException.class)
                .hasMessage(missing + ":1: Cannot read spec: there is no such file (check the path)");
        assertThatThrownBy(() -> SpecReader.read(directory))
                .hasMessage(directory + ":1: Cannot read spec: it is a directory (name a file in it)");
        Path latin = Files.write(directory.resolve("latin.yaml"), new byte[]{'#', (byte) 0xe9, '\n'});
        assertThatThrownBy(() -> SpecReader.read(latin))
                .hasMessage(latin + ":1: Cannot read spec: it is not UTF-8 (save it as UTF-8)");
    }

    private static List<String> messages(String yaml) {
        SpecException thrown = catchThrowableOfType(SpecException.class, () -> SpecReader.parse("backups.yaml", yaml));
        return thrown.getMessage().lines().toList();
    }
}
