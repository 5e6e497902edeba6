package dev.freshet.benchmarks.transform;

import com.fasterxml.jackson.core.JsonParser;
import dev.freshet.spec.DataType;
import dev.freshet.spec.TimeFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.DateTimeUtil;

/** How a peer keeps values in memory. */
interface Values {
    /** The value at which the parser is, of a type that is neither row, array nor map. */
    Object scalar(DataType type, TimeFormat format, JsonParser parser) throws IOException;

    /** @param iceberg the type of the row */
    Object row(Type iceberg, Object[] fields);

    /** The classes that Iceberg's generic writer takes. */
    Values ICEBERG = new Values() {
        @Override
        public Object scalar(DataType type, TimeFormat format, JsonParser parser) throws IOException {
            Object value = PARQUET.scalar(type, format, parser);
            return switch (type) {
                case DataType.Decimal decimal -> BigDecimal.valueOf(((Number) value).longValue(), decimal.scale());
                case DataType.Scalar.TIMESTAMP_TZ -> DateTimeUtil.timestamptzFromMicros((Long) value);
                case DataType.Scalar.UUID -> uuid(ByteBuffer.wrap((byte[]) value));
                default -> value;
            };
        }

        private UUID uuid(ByteBuffer bytes) {
            return new UUID(bytes.getLong(), bytes.getLong());
        }

        @Override
        public Object row(Type iceberg, Object[] fields) {
            GenericRecord row = GenericRecord.create((Types.StructType) iceberg);
            for (int i = 0; i < fields.length; i++) {
                row.set(i, fields[i]);
            }
            return row;
        }
    };

    /** The values that Parquet stores. */
    Values PARQUET = new Values() {
        private static final int INT_DIGITS = 9;

        @Override
        public Object scalar(DataType type, TimeFormat format, JsonParser parser) throws IOException {
            return switch (type) {
                case DataType.Scalar.BOOLEAN -> parser.getBooleanValue();
                case DataType.Scalar.INTEGER -> parser.getIntValue();
                case DataType.Scalar.BIGINT -> parser.getLongValue();
                case DataType.Scalar.DOUBLE -> parser.getDoubleValue();
                case DataType.Scalar.VARCHAR -> parser.getText();
                case DataType.Scalar.TIMESTAMP_TZ -> format == TimeFormat.Epoch.MILLIS ? parser.getLongValue() * 1_000
                        : IsoTime.micros(parser.getText());
                case DataType.Scalar.UUID -> uuid(UUID.fromString(parser.getText()));
                case DataType.Decimal decimal -> unscaled(decimal, parser.getDecimalValue());
                default -> throw new IllegalArgumentException("No peer reads " + type.spec());
            };
        }

        private byte[] uuid(UUID uuid) {
            return ByteBuffer.allocate(2 * Long.BYTES).putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits()).array();
        }

        private Number unscaled(DataType.Decimal type, BigDecimal value) {
            long unscaled = value.setScale(type.scale()).unscaledValue().longValueExact();
            if (type.precision() <= INT_DIGITS) {
                return (int) unscaled;
            }
            return unscaled;
        }

        @Override
        public Object row(Type iceberg, Object[] fields) {
            return fields;
        }
    };
}
