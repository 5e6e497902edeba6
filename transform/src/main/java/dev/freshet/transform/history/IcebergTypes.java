package dev.freshet.transform.history;

import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import dev.freshet.spec.Column;
import dev.freshet.spec.DataType;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.engine.Inputs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** A spec's columns in Iceberg's terms. */
final class IcebergTypes {
    static final String LANDED_ON = LandingPartition.COLUMN;

    /** The column of both tables that identifies a row's raw file: {@link Inputs.Input#id}. */
    static final String FILE = DatasetSpec.FILE_COLUMN;

    private IcebergTypes() {}

    /** The spec's columns in order, then {@code landed_on} and {@code freshet_file}. */
    static Schema schema(DatasetSpec spec) {
        AtomicInteger ids = new AtomicInteger();
        List<Types.NestedField> fields = new ArrayList<>();
        for (Column column : spec.columns()) {
            fields.add(
                    Types.NestedField.optional(ids.incrementAndGet(), column.historyName(), type(column.type(), ids)));
        }
        fields.add(
                Types.NestedField.required(ids.incrementAndGet(), LANDED_ON, landedOnType(spec.landing().cadence())));
        fields.add(Types.NestedField.optional(ids.incrementAndGet(), FILE, Types.LongType.get()));
        return new Schema(fields);
    }

    /** The quarantine's columns. */
    static Schema rejectsSchema(Cadence cadence) {
        return new Schema(Types.NestedField.required(1, LANDED_ON, landedOnType(cadence)),
                Types.NestedField.required(2, "file", Types.StringType.get()),
                Types.NestedField.required(3, "line", Types.StringType.get()),
                Types.NestedField.required(4, "reason", Types.StringType.get()),
                Types.NestedField.optional(5, FILE, Types.LongType.get()));
    }

    private static Type landedOnType(Cadence cadence) {
        return cadence == Cadence.DAILY ? Types.DateType.get() : Types.TimestampType.withoutZone();
    }

    static Type type(DataType type, AtomicInteger ids) {
        return switch (type) {
            case DataType.Scalar scalar -> type(scalar);
            case DataType.Decimal decimal -> Types.DecimalType.of(decimal.precision(), decimal.scale());
            case DataType.Row row -> Types.StructType.of(row.fields().stream()
                    .map(f -> Types.NestedField.optional(ids.incrementAndGet(), f.name(), type(f.type(), ids)))
                    .toList());
            case DataType.Array array ->
                Types.ListType.ofOptional(ids.incrementAndGet(), type(array.element(), ids));
            case DataType.MapOf map -> Types.MapType.ofOptional(ids.incrementAndGet(), ids.incrementAndGet(),
                    Types.StringType.get(), type(map.value(), ids));
        };
    }

    private static Type type(DataType.Scalar type) {
        return switch (type) {
            case BOOLEAN -> Types.BooleanType.get();
            case INTEGER -> Types.IntegerType.get();
            case BIGINT -> Types.LongType.get();
            case REAL -> Types.FloatType.get();
            case DOUBLE -> Types.DoubleType.get();
            case VARCHAR, JSON -> Types.StringType.get();
            case VARBINARY -> Types.BinaryType.get();
            case DATE -> Types.DateType.get();
            case TIMESTAMP -> Types.TimestampType.withoutZone();
            case TIMESTAMP_TZ -> Types.TimestampType.withZone();
            case UUID -> Types.UUIDType.get();
        };
    }
}
