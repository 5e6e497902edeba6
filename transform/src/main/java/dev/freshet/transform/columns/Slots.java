package dev.freshet.transform.columns;

/** The slots of a leaf in the order of a file, for a range of rows. */
final class Slots {
    private final Leaf leaf;
    private final int rows;
    private final int[] order;
    private final Scratch scratch;
    private int[] all = new int[0];
    private int count;
    /** Whether each row has one value. */
    private final boolean isComplete;

    /** @param rows the number of all rows */
    Slots(Leaf leaf, int rows, int[] order, Scratch scratch) {
        this.scratch = scratch;
        this.leaf = leaf;
        this.rows = rows;
        this.order = order;
        boolean complete = !leaf.isRepeated;
        for (int row = 0; row < rows && complete; row++) {
            complete = leaf.isDefined(row);
        }
        this.isComplete = complete;
    }

    boolean isComplete() {
        return isComplete;
    }

    int[] all() {
        return all;
    }

    int countDefined(int from, int to) {
        if (isComplete) {
            return to - from;
        }
        int defined = 0;
        for (int i = from; i < to; i++) {
            defined += leaf.isDefined(all[i]) ? 1 : 0;
        }
        return defined;
    }

    int countRows(int from, int to) {
        if (!leaf.isRepeated) {
            return to - from;
        }
        int begun = 0;
        for (int i = from; i < to; i++) {
            begun += beginsRow(i) ? 1 : 0;
        }
        return begun;
    }

    /** Collects the slots of the rows from one place in the order up to another. */
    void collect(int from, int to) {
        count = 0;
        if (!leaf.isRepeated) {
            all = scratch.slots.of(to - from);
            System.arraycopy(order, from, all, 0, to - from);
            count = to - from;
            return;
        }
        for (int i = from; i < to; i++) {
            int start = leaf.starts[order[i]];
            int end = leaf.end(order[i], rows);
            all = scratch.slots.of(count + end - start);
            for (int slot = start; slot < end; slot++) {
                all[count++] = slot;
            }
        }
    }

    int count() {
        return count;
    }

    int at(int i) {
        return all[i];
    }

    /** Whether a row begins at this slot. */
    boolean beginsRow(int i) {
        return !leaf.isRepeated || leaf.repetitions[all[i]] == 0;
    }

    /** Writes the levels of a range, as pages of the first version have them. */
    void levels(byte[] levels, int highest, int from, int to, ByteBuilder out) {
        int start = out.size();
        out.addInt(0);
        if (isComplete) {
            Hybrid.encodeRun(highest, to - from, Hybrid.width(highest), out);
        } else {
            levels(levels, Hybrid.width(highest), from, to, scratch.levels.of(to - from), out);
        }
        out.setInt(start, out.size() - start - 4);
    }

    private void levels(byte[] levels, int width, int from, int to, int[] values, ByteBuilder out) {
        int same = levels[all[from]];
        boolean differ = false;
        for (int i = from; i < to; i++) {
            values[i - from] = levels[all[i]];
            differ |= values[i - from] != same;
        }
        if (differ) {
            Hybrid.encode(values, to - from, width, out);
        } else {
            Hybrid.encodeRun(same, to - from, width, out);
        }
    }
}
