package dev.freshet.transform.scan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The keys of one object, and the order in which they came last. */
final class Keys {
    /** So many keys that the spec does not name are remembered. */
    private static final int REMEMBERED = 1_000;

    private final Map<Name, Key> known = new HashMap<>();
    private final Key unknown = new Key(new byte[0], List.of(), List.of(), null, false, false);
    /** The key that an object began with last. */
    private Key first;

    private record Name(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Name name && Arrays.equals(bytes, name.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    void add(byte[] name, Function<byte[], Key> key) {
        known.put(new Name(name), key.apply(name));
    }

    /**
     * The key at a place, if it is the one that followed the last key before, or the one after that.
     *
     * @param last {@code null} at the start of the object
     * @return {@code null} if it is another
     */
    Key predicted(Key last, byte[] text, int at) {
        Key expected = last == null ? first : last.next;
        for (int i = 0; i < 3 && expected != null; i++) {
            if (expected.isAt(text, at)) {
                return expected;
            }
            expected = expected.next;
        }
        return null;
    }

    /** The key of this name, which is expected after the last one from now on. */
    Key find(Key last, byte[] text, int from, int to) {
        Name name = new Name(Arrays.copyOfRange(text, from, to));
        Key key = known.get(name);
        if (key == null) {
            if (known.size() > REMEMBERED) {
                return unknown;
            }
            key = new Key(name.bytes, List.of(), List.of(), null, false, false);
            known.put(name, key);
        }
        if (last == null) {
            first = key;
        } else {
            last.next = key;
        }
        return key;
    }
}
