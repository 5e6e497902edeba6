package dev.freshet.transform.scan;

import dev.freshet.transform.columns.StructNode;
import dev.freshet.transform.bytes.Words;
import java.util.List;

/** A key of an object: one that the spec names, or one that lines have. */
final class Key {
    /** What reads the value. */
    final Target[] targets;
    /** Rows that the value is, if it is an object. */
    final StructNode[] rows;
    /** The keys within the value that the spec names; {@code null} if there are none. */
    final Keys inner;
    /** Whether the spec names the key. */
    final boolean isNamed;
    /** Whether a column reads the whole value. */
    final boolean isWhole;
    /** The key's bytes in UTF-8, a quote, and spare bytes. */
    private final byte[] quoted;
    private final int length;
    /** The key that followed it last. */
    Key next;
    /** The line in which it was last seen. */
    long seenIn = -1;

    Key(byte[] name, List<Target> targets, List<StructNode> rows, Keys inner, boolean isNamed, boolean isWhole) {
        this.quoted = new byte[name.length + 1 + Words.SPARE];
        System.arraycopy(name, 0, quoted, 0, name.length);
        this.length = name.length + 1;
        quoted[name.length] = '"';
        this.targets = targets.toArray(Target[]::new);
        this.rows = rows.toArray(StructNode[]::new);
        this.inner = inner;
        this.isNamed = isNamed;
        this.isWhole = isWhole;
    }

    /** With the closing quote. */
    int length() {
        return length;
    }

    /** Whether the text at a place is the key and a quote. */
    boolean isAt(byte[] text, int at) {
        int i = 0;
        for (; length - i >= 8; i += 8) {
            if (Words.word(text, at + i) != Words.word(quoted, i)) {
                return false;
            }
        }
        return Words.first(Words.word(text, at + i) ^ Words.word(quoted, i), length - i) == 0;
    }
}
