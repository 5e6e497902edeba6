package dev.freshet.transform.columns;

import dev.freshet.spec.ParquetProfile;
import java.util.Arrays;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/** Text and other bytes: by a dictionary if they repeat, else with their lengths first or plain. */
final class BytesValues implements Values {
    private final BytesLeaf leaf;
    private final ParquetProfile profile;
    private final Scratch scratch;
    private final int mostDictionaryBytes;
    /** The number of each entry in the chunk's dictionary, plus 1. */
    private int[] numbers;
    /** The entries of the chunk's dictionary. */
    private int[] used;
    private int size;

    BytesValues(BytesLeaf leaf, ParquetProfile profile, int mostDictionaryBytes, Scratch scratch) {
        this.leaf = leaf;
        this.profile = profile;
        this.mostDictionaryBytes = mostDictionaryBytes;
        this.scratch = scratch;
    }

    @Override
    public void begin(int[] slots, int count) {
        size = 0;
        if (!leaf.isShared) {
            return;
        }
        numbers = scratch.entries.zeros(leaf.count);
        used = scratch.used.of(leaf.count);
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            int entry = leaf.entries[slots[i]];
            if (numbers[entry] == 0) {
                used[size] = entry;
                numbers[entry] = ++size;
                bytes += 4 + leaf.length(entry);
            }
        }
        if (bytes > mostDictionaryBytes || size > count / 2 + 1) {
            size = 0;
        }
    }

    @Override
    public int dictionarySize() {
        return size;
    }

    @Override
    public void encodeDictionary(ByteBuilder out) {
        for (int i = 0; i < size; i++) {
            out.addInt(leaf.length(used[i]));
            out.addPadded(leaf.arena, leaf.offsets[used[i]], leaf.length(used[i]));
        }
    }

    @Override
    public Encoding encoding() {
        return size > 0 ? scratch.dictionary(profile)
                : profile == ParquetProfile.MODERN ? Encoding.DELTA_LENGTH_BYTE_ARRAY : Encoding.PLAIN;
    }

    @Override
    public void encode(int[] slots, int from, int to, ByteBuilder out, Statistics<?> statistics) {
        if (size > 0) {
            numbers(slots, from, to, out, statistics);
            return;
        }
        bounds(slots, from, to, statistics);
        if (profile == ParquetProfile.MODERN) {
            lengths(slots, from, to, out);
        }
        for (int i = from; i < to; i++) {
            int entry = leaf.entries[slots[i]];
            int length = leaf.length(entry);
            if (profile != ParquetProfile.MODERN) {
                out.addInt(length);
            }
            out.addPadded(leaf.arena, leaf.offsets[entry], length);
        }
    }

    private void numbers(int[] slots, int from, int to, ByteBuilder out, Statistics<?> statistics) {
        int width = Hybrid.width(size - 1);
        int[] page = scratch.levels.of(to - from);
        int[] ranks = leaf.ranks();
        int least = -1;
        int most = -1;
        for (int i = from; i < to; i++) {
            int entry = leaf.entries[slots[i]];
            page[i - from] = numbers[entry] - 1;
            least = least < 0 || ranks[entry] < ranks[least] ? entry : least;
            most = most < 0 || ranks[entry] > ranks[most] ? entry : most;
        }
        addBounds(least, most, statistics);
        out.addByte(width);
        Hybrid.encode(page, to - from, width, out);
    }

    private void lengths(int[] slots, int from, int to, ByteBuilder out) {
        long[] lengths = scratch.longs(to - from);
        for (int i = from; i < to; i++) {
            lengths[i - from] = leaf.length(leaf.entries[slots[i]]);
        }
        scratch.delta.encode(lengths, to - from, true, out);
    }

    /** Compares whole values only if their first bytes are not enough. */
    private void bounds(int[] slots, int from, int to, Statistics<?> statistics) {
        int least = -1;
        int most = -1;
        long leastStart = 0;
        long mostStart = 0;
        for (int i = from; i < to; i++) {
            int entry = leaf.entries[slots[i]];
            long start = leaf.start(entry);
            if (least < 0 || start < leastStart || start == leastStart && leaf.compare(entry, least) < 0) {
                least = entry;
                leastStart = start;
            }
            if (most < 0 || start > mostStart || start == mostStart && leaf.compare(entry, most) > 0) {
                most = entry;
                mostStart = start;
            }
        }
        addBounds(least, most, statistics);
    }

    private void addBounds(int least, int most, Statistics<?> statistics) {
        if (least >= 0) {
            statistics.updateStats(binary(least));
            statistics.updateStats(binary(most));
        }
    }

    private Binary binary(int entry) {
        return Binary
                .fromConstantByteArray(Arrays.copyOfRange(leaf.arena, leaf.offsets[entry], leaf.offsets[entry + 1]));
    }

    @Override
    public int bytes() {
        return size > 0 ? 2 : 0;
    }

    @Override
    public int bytes(int slot) {
        return 4 + leaf.length(leaf.entries[slot]);
    }
}
