package dev.freshet.benchmarks.transform;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Writes rows of plain values: an array for a row, a list, a map, and {@link Values#PARQUET} for the rest. */
final class RowWriteSupport extends WriteSupport<Object[]> {
    private final MessageType type;
    private RecordConsumer out;

    RowWriteSupport(MessageType type) {
        this.type = type;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract, though the other one is called
    public WriteContext init(Configuration configuration) {
        return new WriteContext(type, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(type, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
        out = consumer;
    }

    @Override
    public void write(Object[] row) {
        out.startMessage();
        writeFields(type, row);
        out.endMessage();
    }

    private void writeFields(GroupType group, Object[] values) {
        for (int i = 0; i < values.length; i++) {
            writeField(group, i, values[i]);
        }
    }

    /** Parquet has no nulls: a field without a value is left out. */
    private void writeField(GroupType group, int index, Object value) {
        if (value != null) {
            Type field = group.getType(index);
            out.startField(field.getName(), index);
            write(field, value);
            out.endField(field.getName(), index);
        }
    }

    private void write(Type field, Object value) {
        switch (value) {
            case String text -> out.addBinary(Binary.fromString(text));
            case byte[] bytes -> out.addBinary(Binary.fromConstantByteArray(bytes));
            case Long number -> out.addLong(number);
            case Integer number -> out.addInteger(number);
            case Double number -> out.addDouble(number);
            case Boolean truth -> out.addBoolean(truth);
            case Object[] fields -> {
                out.startGroup();
                writeFields(field.asGroupType(), fields);
                out.endGroup();
            }
            case List<?> elements -> writeList(field.asGroupType(), elements);
            case Map<?, ?> entries -> writeMap(field.asGroupType(), entries);
            default -> throw new IllegalArgumentException("Cannot write " + value.getClass());
        }
    }

    private void writeList(GroupType list, List<?> elements) {
        GroupType repeated = list.getType(0).asGroupType();
        out.startGroup();
        if (!elements.isEmpty()) {
            out.startField(repeated.getName(), 0);
            for (Object element : elements) {
                out.startGroup();
                writeField(repeated, 0, element);
                out.endGroup();
            }
            out.endField(repeated.getName(), 0);
        }
        out.endGroup();
    }

    private void writeMap(GroupType map, Map<?, ?> entries) {
        GroupType repeated = map.getType(0).asGroupType();
        out.startGroup();
        if (!entries.isEmpty()) {
            out.startField(repeated.getName(), 0);
            entries.forEach((key, value) -> {
                out.startGroup();
                writeField(repeated, 0, key);
                writeField(repeated, 1, value);
                out.endGroup();
            });
            out.endField(repeated.getName(), 0);
        }
        out.endGroup();
    }
}
