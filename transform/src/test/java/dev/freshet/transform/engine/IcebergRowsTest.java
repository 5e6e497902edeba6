package dev.freshet.transform.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.spec.sql.IngestUnit;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;

class IcebergRowsTest {
    private static final DatasetSpec SPEC = SpecReader.parse("x.yaml",
            """
            dataset: x
            schema: y
            landing: {root: "local:///landing/x"}
            columns:
              id: bigint
              times: row(day date, at timestamp(6), utc timestamp(6) with time zone)
              days: array(date)
              ends: map(varchar, timestamp(6))
            """);
    private static final Types.StructType HISTORY = Types.StructType.of(
            NestedField.optional(8, "dropped", Types.StringType.get()),
            NestedField.optional(3, "days", Types.ListType.ofOptional(9, Types.DateType.get())),
            NestedField.optional(2, "times",
                    Types.StructType.of(NestedField.optional(10, "day", Types.DateType.get()),
                            NestedField.optional(11, "at", Types.TimestampType.withoutZone()),
                            NestedField.optional(12, "utc", Types.TimestampType.withZone()))),
            NestedField.optional(1, "id", Types.LongType.get()),
            NestedField.optional(4, "ends",
                    Types.MapType.ofOptional(13, 14, Types.StringType.get(), Types.TimestampType.withoutZone())),
            NestedField.required(5, "landed_on", Types.DateType.get()),
            NestedField.optional(6, "freshet_file", Types.LongType.get()));

    private final IcebergRows rows = new IcebergRows(SPEC, HISTORY,
            new IngestUnit(LandingPartition.parse("2026-11-22")));

    @Test
    void valuesAreAssignedToColumnsByName() {
        Record row = rows.row(Arrays.asList(7L, null, List.of(), null), 5L);
        assertThat(row.getField("id")).isEqualTo(7L);
        assertThat(row.getField("times")).isNull();
        assertThat(row.getField("days")).isEqualTo(List.of());
        assertThat(row.getField("dropped")).isNull();
        assertThat(row.getField("landed_on")).isEqualTo(LocalDate.parse("2026-11-22"));
        assertThat(row.getField("freshet_file")).isEqualTo(5L);
    }

    @Test
    void nestedTimestampsHaveIcebergsTypes() {
        Record row = rows.row(List.of(1L, Arrays.asList(1, -1L, 1_000_000L), Arrays.asList(0, null),
                Map.of("a", 86_400_000_000L)), 5L);
        Record times = (Record) row.getField("times");
        assertThat(times.getField("day")).isEqualTo(LocalDate.parse("1970-01-02"));
        assertThat(times.getField("at")).isEqualTo(LocalDateTime.parse("1969-12-31T23:59:59.999999"));
        assertThat(times.getField("utc")).isEqualTo(OffsetDateTime.parse("1970-01-01T00:00:01Z"));
        assertThat(row.getField("days")).isEqualTo(Arrays.asList(LocalDate.EPOCH, null));
        assertThat(row.getField("ends")).isEqualTo(Map.of("a", LocalDateTime.parse("1970-01-02T00:00")));
    }
}
