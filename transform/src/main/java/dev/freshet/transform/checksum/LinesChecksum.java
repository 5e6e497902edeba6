package dev.freshet.transform.checksum;

import dev.freshet.transform.bytes.ByteSearch;

/**
 * Trino's {@code checksum(line)} and {@code checksum(rest)} over lines of raw files, as a tail table shows their bytes.
 * Not thread-safe.
 */
public final class LinesChecksum {
    private static final byte SEPARATOR = 1;

    private final Checksum line = new Checksum();
    private final Checksum rest = new Checksum();

    /** Adds a line without its end. Returns the hash of {@code line}, Trino's {@code xxhash64}. */
    public long add(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int separator = ByteSearch.controlCharacter(SEPARATOR, bytes, offset, end);
        long hash = TrinoHash.bytes(bytes, offset, separator - offset);
        line.add(hash);
        if (separator == end) {
            rest.addNull();
        } else { // a tail table drops what follows another separator
            int from = separator + 1;
            rest.add(TrinoHash.bytes(bytes, from, ByteSearch.controlCharacter(SEPARATOR, bytes, from, end) - from));
        }
        return hash;
    }

    public void addAll(LinesChecksum other) {
        line.addAll(other.line);
        rest.addAll(other.rest);
    }

    public long lines() {
        return line.count();
    }

    /** {@code checksum(line)} as hexadecimal digits. */
    public String line() {
        return line.hex();
    }

    /** {@code checksum(rest)} as hexadecimal digits. */
    public String rest() {
        return rest.hex();
    }
}
