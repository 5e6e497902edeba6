package dev.freshet.transform.engine;

import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.Column;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.IngestUnit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.DateTimeUtil;

/**
 * Rows as Iceberg's generic writer expects them: the spec's columns by name, {@code landed_on}, {@code freshet_file}.
 */
final class IcebergRows {
    private final Types.StructType struct;
    private final int[] positions;
    private final Object landedOn;

    /** @param struct history's columns: those of the spec in any order, and possibly others */
    IcebergRows(DatasetSpec spec, Types.StructType struct, IngestUnit unit) {
        this.struct = struct;
        this.positions = spec.columns().stream().map(Column::historyName)
                .mapToInt(name -> struct.fields().indexOf(struct.field(name))).toArray();
        this.landedOn = landedOn(unit);
    }

    /** {@code landed_on}: a {@link LocalDate}, or a local date and time if files land by the hour. */
    static Object landedOn(IngestUnit unit) {
        LandingPartition landed = unit.landed();
        return landed.cadence() == Cadence.DAILY ? landed.day() : landed.start();
    }

    /**
     * @param values one per column of the spec, in order, as {@link dev.freshet.transform.json.LineMapper} returns them
     */
    Record row(List<Object> values, Long file) {
        GenericRecord row = GenericRecord.create(struct);
        for (int i = 0; i < positions.length; i++) {
            row.set(positions[i], value(struct.fields().get(positions[i]).type(), values.get(i)));
        }
        row.setField(LandingPartition.COLUMN, landedOn);
        row.setField(DatasetSpec.FILE_COLUMN, file);
        return row;
    }

    private static Object value(Type type, Object value) {
        if (value == null) {
            return null;
        }
        return switch (type.typeId()) {
            case DATE -> LocalDate.ofEpochDay((Integer) value);
            case TIMESTAMP -> ((Types.TimestampType) type).shouldAdjustToUTC()
                    ? DateTimeUtil.timestamptzFromMicros((Long) value)
                    : DateTimeUtil.timestampFromMicros((Long) value);
            case STRUCT -> struct(type.asStructType(), (List<?>) value);
            case LIST -> list(type.asListType().elementType(), (List<?>) value);
            case MAP -> map(type.asMapType().valueType(), (Map<?, ?>) value);
            default -> value;
        };
    }

    private static Record struct(Types.StructType type, List<?> fields) {
        GenericRecord struct = GenericRecord.create(type);
        for (int i = 0; i < fields.size(); i++) {
            struct.set(i, value(type.fields().get(i).type(), fields.get(i)));
        }
        return struct;
    }

    private static List<Object> list(Type elementType, List<?> elements) {
        List<Object> list = new ArrayList<>(elements.size());
        elements.forEach(element -> list.add(value(elementType, element)));
        return list;
    }

    private static Map<Object, Object> map(Type valueType, Map<?, ?> entries) {
        Map<Object, Object> map = new HashMap<>();
        entries.forEach((key, entry) -> map.put(key, value(valueType, entry)));
        return map;
    }
}
