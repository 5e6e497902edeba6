package dev.freshet.transform.columns;

import dev.freshet.spec.ParquetProfile;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Numbers: plain, by differences, or by a dictionary, whichever takes fewer bits. */
final class NumberValues implements Values {
    private static final int SAMPLE = 4_096;

    private final NumberLeaf leaf;
    private final PrimitiveTypeName stored;
    private final ParquetProfile profile;
    private final Scratch scratch;
    private Encoding encoding;
    private int entries;

    NumberValues(NumberLeaf leaf, ParquetProfile profile, Scratch scratch) {
        this.leaf = leaf;
        this.stored = leaf.descriptor.getPrimitiveType().getPrimitiveTypeName();
        this.profile = profile;
        this.scratch = scratch;
    }

    private boolean isWhole() {
        return stored == PrimitiveTypeName.INT32 || stored == PrimitiveTypeName.INT64;
    }

    @Override
    public void begin(int[] slots, int count) {
        entries = 0;
        boolean delta = isWhole() && profile == ParquetProfile.MODERN;
        encoding = delta ? Encoding.DELTA_BINARY_PACKED : Encoding.PLAIN;
        double bits = delta ? deltaBits(slots, count) : bytes() * 8;
        if (stored != PrimitiveTypeName.BOOLEAN && bits > 1 && scratch.numbers.fill(leaf.values, slots, count)) {
            int size = scratch.numbers.size();
            if (Hybrid.width(size - 1) + 8.0 * size * bytes() / count < bits) {
                entries = size;
                encoding = scratch.dictionary(profile);
            }
        }
    }

    /** Bits per value by differences, from a sample. */
    private double deltaBits(int[] slots, int count) {
        int size = Math.min(SAMPLE, count);
        if (size == 0) {
            return 0;
        }
        scratch.sample.clear();
        scratch.delta.encode(gather(slots, (count - size) / 2, (count + size) / 2), size,
                stored == PrimitiveTypeName.INT32, scratch.sample);
        return 8.0 * scratch.sample.size() / size;
    }

    private long[] gather(int[] slots, int from, int to) {
        long[] page = scratch.longs(to - from);
        long[] values = leaf.values;
        for (int i = from; i < to; i++) {
            page[i - from] = values[slots[i]];
        }
        return page;
    }

    @Override
    public int dictionarySize() {
        return entries;
    }

    @Override
    public void encodeDictionary(ByteBuilder out) {
        for (int i = 0; i < entries; i++) {
            out.addLow(scratch.numbers.value(i), bytes());
        }
    }

    @Override
    public Encoding encoding() {
        return encoding;
    }

    @Override
    public void encode(int[] slots, int from, int to, ByteBuilder out, Statistics<?> statistics) {
        int count = to - from;
        long[] page = gather(slots, from, to);
        if (count > 0) {
            Bounds.add(page, count, stored, statistics);
        }
        if (entries > 0) {
            numbers(page, count, out);
        } else if (encoding == Encoding.DELTA_BINARY_PACKED) {
            scratch.delta.encode(page, count, stored == PrimitiveTypeName.INT32, out);
        } else if (stored == PrimitiveTypeName.BOOLEAN) {
            bits(page, count, out);
        } else {
            plain(page, count, bytes(), out);
        }
    }

    private void numbers(long[] page, int count, ByteBuilder out) {
        int width = Hybrid.width(entries - 1);
        int[] numbers = scratch.levels.of(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = scratch.numbers.number(page[i]);
        }
        out.addByte(width);
        Hybrid.encode(numbers, count, width, out);
    }

    private static void plain(long[] page, int count, int bytes, ByteBuilder out) {
        out.reserve(count * bytes);
        for (int i = 0; i < count; i++) {
            out.addLow(page[i], bytes);
        }
    }

    private static void bits(long[] page, int count, ByteBuilder out) {
        for (int from = 0; from < count; from += 8) {
            int packed = 0;
            for (int i = from; i < Math.min(count, from + 8); i++) {
                packed |= (int) page[i] << i - from;
            }
            out.addByte(packed);
        }
    }

    @Override
    public int bytes() {
        return switch (stored) {
            case BOOLEAN -> 1;
            case INT32, FLOAT -> 4;
            default -> 8;
        };
    }
}
