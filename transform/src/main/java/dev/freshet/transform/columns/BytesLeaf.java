package dev.freshet.transform.columns;

import dev.freshet.transform.bytes.Words;
import dev.freshet.transform.checksum.TrinoHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.types.Type;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.io.api.Binary;

/**
 * Text in UTF-8 and other bytes. A slot holds the number of an entry. Equal values share one, unless the column turns
 * out to repeat few values: then each new value gets its own.
 */
public final class BytesLeaf extends Leaf {
    private static final int FIRST_BYTES = 1 << 10;
    private static final int FIRST_ENTRIES = 1 << 6;
    private static final int CHECK = 1 << 12;
    private static final int MOST_SHARED = 1 << 16;
    private static final int MOST_BYTES = 4 << 20;

    int[] entries = new int[0];
    byte[] arena = new byte[FIRST_BYTES];
    /** Entry i is in the arena from offset i to offset i + 1. */
    int[] offsets = new int[FIRST_ENTRIES];
    int count;
    /** Whether equal values share an entry. */
    boolean isShared = true;
    /** Open hash table of entries plus 1. */
    private int[] table = new int[1 << 10];
    private int lookups;
    private int[] ranks;
    /** Of all entries, if equal values share one. */
    private long[] hashes;

    BytesLeaf(ColumnDescriptor descriptor, Type type, Cursor cursor) {
        super(descriptor, type, cursor);
    }

    /** @param bytes with {@link Words#SPARE} bytes behind the value */
    public void set(int slot, byte[] bytes, int from, int to) {
        entries[slot] = isShared ? shared(bytes, from, to - from) : add(bytes, from, to - from);
        define(slot);
    }

    @Override
    public void setObject(int slot, Object value) {
        switch (value) {
            case ByteBuffer buffer -> {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.duplicate().get(bytes);
                setBytes(slot, bytes);
            }
            default -> setBytes(slot, value.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    public void setBytes(int slot, byte[] bytes) {
        set(slot, Arrays.copyOf(bytes, bytes.length + Words.SPARE), 0, bytes.length);
    }

    @Override
    Object value(int slot) {
        int entry = entries[slot];
        return type.typeId() == Type.TypeID.STRING
                ? new String(arena, offsets[entry], length(entry), StandardCharsets.UTF_8)
                : ByteBuffer.wrap(Arrays.copyOfRange(arena, offsets[entry], offsets[entry + 1]));
    }

    /** Ranks of the entries in the order of {@link #compare}; equal entries have the same. */
    int[] ranks() {
        if (ranks == null) {
            ranks = new EntryRanks(this).ranks();
        }
        return ranks;
    }

    /** A dictionary's smallest and largest values are found by their ranks. */
    @Override
    void prepareToWrite() {
        if (isShared) {
            ranks();
        }
    }

    /** Eight bytes from a place on, as {@link #start}. */
    long word(int entry, int at) {
        int left = length(entry) - at;
        return left <= 0 ? Long.MIN_VALUE
                : Long.reverseBytes(Words.first(Words.word(arena, offsets[entry] + at), left)) ^ Long.MIN_VALUE;
    }

    /** The first eight bytes as a number in the order of unsigned bytes; missing bytes are zero. */
    long start(int entry) {
        return word(entry, 0);
    }

    int length(int entry) {
        return offsets[entry + 1] - offsets[entry];
    }

    /** In the order of unsigned bytes, which for UTF-8 is that of code points. */
    int compare(int a, int b) {
        int length = length(a);
        int other = length(b);
        for (int i = 0; i < length && i < other; i += 8) {
            long word = Words.word(arena, offsets[a] + i);
            long otherWord = Words.word(arena, offsets[b] + i);
            if (word != otherWord) {
                int differs = i + Long.numberOfTrailingZeros(word ^ otherWord) / 8;
                return differs < length && differs < other
                        ? Long.compareUnsigned(Long.reverseBytes(word), Long.reverseBytes(otherWord))
                        : length - other;
            }
        }
        return length - other;
    }

    /** Makes room for more entries of so many bytes in all. */
    private void reserveEntries(int more, int bytes) {
        long end = (long) offsets[count] + bytes + Words.SPARE;
        if (end > arena.length) {
            arena = Arrays.copyOf(arena, Growth.to(arena.length, end));
        }
        if (count + more >= offsets.length) {
            offsets = Arrays.copyOf(offsets, Growth.to(offsets.length, count + more + 1L));
        }
    }

    private int add(byte[] bytes, int from, int length) {
        reserveEntries(1, length);
        int start = offsets[count];
        Words.copy(bytes, from, arena, start, length);
        offsets[count + 1] = start + length;
        return count++;
    }

    private int shared(byte[] bytes, int from, int length) {
        if (++lookups % CHECK == 0 && !repeats()) {
            isShared = false;
            return add(bytes, from, length);
        }
        int mask = table.length - 1;
        int at = hash(bytes, from, length) & mask;
        while (table[at] != 0) {
            int entry = table[at] - 1;
            if (length(entry) == length && areEqual(bytes, from, offsets[entry], length)) {
                return entry;
            }
            at = at + 1 & mask;
        }
        int entry = add(bytes, from, length);
        table[at] = entry + 1;
        if (2 * count > table.length) {
            rehash();
        }
        return entry;
    }

    private boolean repeats() {
        return count <= lookups / 2 && count < MOST_SHARED && offsets[count] < MOST_BYTES;
    }

    private boolean areEqual(byte[] bytes, int from, int start, int length) {
        if (length > 64) {
            return Arrays.equals(bytes, from, from + length, arena, start, start + length);
        }
        int at = 0;
        for (; length - at >= 8; at += 8) {
            if (Words.word(bytes, from + at) != Words.word(arena, start + at)) {
                return false;
            }
        }
        return Words.first(Words.word(bytes, from + at) ^ Words.word(arena, start + at), length - at) == 0;
    }

    /** Of the length, the first and the last bytes. */
    private static int hash(byte[] bytes, int from, int length) {
        long hash = length * 0x9E3779B97F4A7C15L;
        if (length < 8) {
            hash ^= Words.first(Words.word(bytes, from), length);
        } else {
            hash ^= Words.word(bytes, from) * 0xC2B2AE3D27D4EB4FL ^ Words.word(bytes, from + length - 8);
        }
        hash *= 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32 ^ hash >>> 47);
    }

    private void rehash() {
        table = new int[4 * table.length];
        int mask = table.length - 1;
        for (int entry = 0; entry < count; entry++) {
            int at = hash(arena, offsets[entry], length(entry)) & mask;
            while (table[at] != 0) {
                at = at + 1 & mask;
            }
            table[at] = entry + 1;
        }
    }

    @Override
    void reserveValues(int slots) {
        entries = Arrays.copyOf(entries, slots);
    }

    @Override
    long longest(int rows) {
        return Math.max(Math.max(slots(rows), count + 1), (long) offsets[count] + Words.SPARE);
    }

    /** Equal values share an entry if they do so in each of the parts. */
    @Override
    void reserveFor(List<Leaf> parts, int rows) {
        super.reserveFor(parts, rows);
        List<BytesLeaf> leaves = parts.stream().map(BytesLeaf.class::cast).toList();
        isShared = leaves.stream().allMatch(leaf -> leaf.isShared);
        if (!isShared) {
            arena = new byte[leaves.stream().mapToInt(leaf -> leaf.offsets[leaf.count]).sum() + Words.SPARE];
            offsets = new int[leaves.stream().mapToInt(leaf -> leaf.count).sum() + 1];
        }
    }

    @Override
    void takeValues(Leaf other, int slot, int slots) {
        BytesLeaf from = (BytesLeaf) other;
        if (isShared) {
            int[] moved = share(from);
            for (int i = 0; i < slots; i++) {
                entries[slot + i] = other.isDefined(i) ? moved[from.entries[i]] : 0;
            }
        } else {
            for (int i = 0; i < slots; i++) {
                entries[slot + i] = count + from.entries[i];
            }
            append(from);
        }
    }

    /** Adds another leaf's entries that are new. Returns the number here of each of them. */
    private int[] share(BytesLeaf other) {
        lookups += other.lookups;
        int[] moved = new int[other.count];
        for (int entry = 0; entry < other.count; entry++) {
            int from = other.offsets[entry];
            int length = other.length(entry);
            moved[entry] = isShared ? shared(other.arena, from, length) : add(other.arena, from, length);
        }
        return moved;
    }

    /** Adds all entries of another leaf. */
    private void append(BytesLeaf other) {
        int bytes = other.offsets[other.count];
        reserveEntries(other.count, bytes);
        int start = offsets[count];
        System.arraycopy(other.arena, 0, arena, start, bytes);
        for (int entry = 1; entry <= other.count; entry++) {
            offsets[count + entry] = start + other.offsets[entry];
        }
        count += other.count;
    }

    @Override
    int slotBytes() {
        return 4;
    }

    @Override
    long extraBytes() {
        return offsets[count] + 4L * count + 4L * table.length;
    }

    @Override
    void freeValues() {
        arena = new byte[FIRST_BYTES];
        offsets = new int[FIRST_ENTRIES];
        clearValues();
    }

    @Override
    void clearValues() {
        count = 0;
        ranks = null;
        hashes = null;
        lookups = 0;
        isShared = true;
        Arrays.fill(table, 0);
    }

    @Override
    long hash(int slot, boolean isInRow) {
        int entry = entries[slot];
        if (!isShared) {
            return entryHash(entry);
        }
        if (hashes == null || hashes.length < count) {
            hashes = new long[count];
            for (int i = 0; i < count; i++) {
                hashes[i] = entryHash(i);
            }
        }
        return hashes[entry];
    }

    private long entryHash(int entry) {
        return TrinoHash.bytes(arena, offsets[entry], length(entry));
    }

    @Override
    long bigEndianHash(int slot) {
        return hash(slot, false);
    }

    @Override
    long bloomHash(int slot, BloomFilter filter) {
        int entry = entries[slot];
        return filter.hash(Binary.fromConstantByteArray(arena, offsets[entry], length(entry)));
    }
}
