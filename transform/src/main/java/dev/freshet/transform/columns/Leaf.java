package dev.freshet.transform.columns;

import dev.freshet.transform.checksum.TrinoHash;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.types.Type;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;

/**
 * Values of one type. Each has a slot: one per row, or any number per row inside arrays and maps. A slot whose
 * definition level is below the highest holds no value, and what is stored in it has no meaning.
 */
public abstract sealed class Leaf extends Node permits NumberLeaf, WideLeaf, BytesLeaf {
    final ColumnDescriptor descriptor;
    final Type type;
    final int top;
    final boolean isRepeated;
    byte[] definitions = new byte[0];
    byte[] repetitions = new byte[0];
    /** If repeated: the first slot of each row. */
    int[] starts = new int[0];
    /** If repeated: the number of slots. */
    int size;
    private final Cursor cursor;
    /** The current position of reading. */
    private int at;

    Leaf(ColumnDescriptor descriptor, Type type, Cursor cursor) {
        this.cursor = cursor;
        this.descriptor = descriptor;
        this.type = type;
        this.top = descriptor.getMaxDefinitionLevel();
        this.isRepeated = descriptor.getMaxRepetitionLevel() > 0;
    }

    /** Stores a value. Then {@link #define} tells that the slot has one. */
    public abstract void setObject(int slot, Object value);

    /** A slot's value in Iceberg's internal form. */
    abstract Object value(int slot);

    /** Makes room for the values of so many slots. */
    abstract void reserveValues(int slots);

    /** Bytes of one slot, without its levels. */
    abstract int slotBytes();

    /** Bytes beside those of the slots. */
    long extraBytes() {
        return 0;
    }

    void clearValues() {}

    /** Tells that the slot has a value. */
    public final void define(int slot) {
        definitions[slot] = (byte) top;
    }

    @Override
    public final boolean isPresent(int slot) {
        return isDefined(slot);
    }

    public final boolean isDefined(int slot) {
        return definitions[slot] == top;
    }

    @Override
    final void write(Object value, int parent, int repetition) {
        int slot = isRepeated ? next(parent, repetition) : cursor.row;
        if (value == null) {
            definitions[slot] = (byte) parent;
        } else {
            setObject(slot, value);
            define(slot);
        }
    }

    /** The next slot of the current row of a repeated leaf. It has no value yet. */
    public final int next(int definition, int repetition) {
        if (size == definitions.length) {
            reserveSlots(Growth.to(size, size + 64L));
        }
        definitions[size] = (byte) definition;
        repetitions[size] = (byte) repetition;
        return size++;
    }

    private void reserveSlots(int slots) {
        reserve(slots);
        repetitions = Arrays.copyOf(repetitions, slots);
    }

    /** Makes room for rows, or for slots if repeated. */
    final void reserve(int slots) {
        definitions = Arrays.copyOf(definitions, slots);
        reserveValues(slots);
    }

    final void reserveRows(int rows) {
        if (isRepeated) {
            starts = Arrays.copyOf(starts, rows);
        } else {
            reserve(rows);
        }
    }

    /** Notes where the current row of a repeated leaf begins. */
    final void startRow() {
        starts[cursor.row] = size;
    }

    final void discardRow() {
        if (isRepeated) {
            size = starts[cursor.row];
        } else {
            definitions[cursor.row] = 0;
        }
    }

    /** @param rows as many as were written since the last call */
    final void clear(int rows) {
        if (!isRepeated) {
            Arrays.fill(definitions, 0, rows, (byte) 0);
        }
        size = 0;
        clearValues();
    }

    /** The length of the longest array that the values of so many rows need. */
    long longest(int rows) {
        return slots(rows);
    }

    /** The number of slots of all rows. */
    final int slots(int rows) {
        return isRepeated ? size : rows;
    }

    /**
     * Makes room for all rows of other leaves of the same column, and for one more.
     *
     * @param rows the number of all of them
     */
    void reserveFor(List<Leaf> parts, int rows) {
        reserveRows(rows + 1);
        if (isRepeated) {
            reserveSlots(parts.stream().mapToInt(part -> part.size).sum());
        }
    }

    /**
     * Moves the rows of another leaf of the same column behind its own, and frees the other's memory.
     *
     * @param row the number of its own rows
     * @param rows the number of the other's
     */
    final void take(Leaf other, int row, int rows) {
        int slot = slots(row);
        int slots = other.slots(rows);
        System.arraycopy(other.definitions, 0, definitions, slot, slots);
        if (isRepeated) {
            System.arraycopy(other.repetitions, 0, repetitions, slot, slots);
            for (int i = 0; i < rows; i++) {
                starts[row + i] = slot + other.starts[i];
            }
            size += slots;
        }
        takeValues(other, slot, slots);
        other.free();
    }

    /**
     * Copies another leaf's values.
     *
     * @param slot where the first one goes
     */
    abstract void takeValues(Leaf other, int slot, int slots);

    private void free() {
        reserve(0);
        repetitions = new byte[0];
        starts = new int[0];
        size = 0;
        freeValues();
    }

    /** Frees the memory of values beside that of their slots. */
    void freeValues() {}

    /** Computes what several threads that write the values need. From then on they only read. */
    void prepareToWrite() {}

    /** Slot after the last one of a row. */
    final int end(int of, int rows) {
        return of + 1 < rows ? starts[of + 1] : size;
    }

    final long usedBytes(int rows) {
        return (isRepeated ? size * (2L + slotBytes()) + rows * 4L : rows * (1L + slotBytes())) + extraBytes();
    }

    @Override
    final void parts(Consumer<Leaf> single, Consumer<RepeatedNode> repeated) {
        single.accept(this);
    }

    @Override
    final void moveTo(int of) {
        at = isRepeated ? starts[of] : of;
    }

    @Override
    final boolean isNullHere() {
        return !isDefined(at);
    }

    @Override
    final int definitionHere() {
        return definitions[at];
    }

    @Override
    final boolean repeats(int repetition) {
        return at < size && repetitions[at] == repetition;
    }

    @Override
    final void skip() {
        at++;
    }

    @Override
    final long nextHash(boolean isInRow) {
        int slot = at++;
        return isDefined(slot) ? hash(slot, isInRow) : TrinoHash.NULL;
    }

    /** See {@link TrinoHash}. */
    abstract long hash(int slot, boolean isInRow);

    /** XXH64 of a value's bytes, the most significant first. */
    abstract long bigEndianHash(int slot);

    /** The same of a row's value; 0 if it is null. */
    public final long keyHash(int row) {
        return isDefined(row) ? bigEndianHash(row) : 0;
    }

    /** The hash of a value for a Bloom filter. */
    abstract long bloomHash(int slot, BloomFilter filter);

    final int fieldId() {
        return descriptor.getPrimitiveType().getId().intValue();
    }
}
