package dev.freshet.transform.columns;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Ranks the entries of a leaf, eight bytes at once. */
final class EntryRanks {
    /** Fewer values than this are compared with each other. */
    private static final int FEW = 32;
    /** Values that are equal for so many bytes are compared, too. */
    private static final int MOST_EQUAL = 1 << 10;

    private final BytesLeaf leaf;
    private final int[] ranks;
    /** A word of each entry. */
    private final long[] words;

    EntryRanks(BytesLeaf leaf) {
        this.leaf = leaf;
        this.ranks = new int[leaf.count];
        this.words = new long[leaf.count];
        rank(IntStream.range(0, leaf.count).toArray(), 0, 0);
    }

    /** By entry, in the order of {@link BytesLeaf#compare}; equal entries have the same. */
    int[] ranks() {
        return ranks;
    }

    /**
     * Ranks entries that begin with the same bytes.
     *
     * @param sorted the entries, in any order
     * @param first the rank of the smallest one
     * @param equal how many bytes are the same
     */
    private void rank(int[] sorted, int first, int equal) {
        if (sorted.length < FEW || equal > MOST_EQUAL) {
            rankFew(sorted, first);
            return;
        }
        for (int entry : sorted) {
            words[entry] = leaf.word(entry, equal);
        }
        new RadixSort(sorted).sort(words);
        int from = 0;
        while (from < sorted.length) {
            int to = from + 1;
            while (to < sorted.length && words[sorted[to]] == words[sorted[from]]) {
                to++;
            }
            rank(Arrays.copyOfRange(sorted, from, to), first + from, equal + 8);
            from = to;
        }
    }

    private void rankFew(int[] entries, int first) {
        Integer[] sorted = Arrays.stream(entries).boxed().toArray(Integer[]::new);
        if (sorted.length > 1) {
            Arrays.sort(sorted, leaf::compare);
        }
        int rank = first;
        for (int i = 0; i < sorted.length; i++) {
            rank = i > 0 && leaf.compare(sorted[i - 1], sorted[i]) == 0 ? rank : first + i;
            ranks[sorted[i]] = rank;
        }
    }
}
