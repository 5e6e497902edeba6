package dev.freshet.transform.checksum;

import dev.freshet.transform.bytes.Words;
import java.util.Objects;

/**
 * XXH64 with seed 0, as in the <a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">xxHash
 * specification</a>.
 */
final class XxHash64 {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE = 32;

    private XxHash64() {}

    /** The hash of the value's eight bytes, lowest first. */
    static long hash(long value) {
        return avalanche(addLong(PRIME_5 + Long.BYTES, value));
    }

    static long hash(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int end = offset + length;
        int at = offset;
        long hash;
        if (length < STRIPE) {
            hash = PRIME_5;
        } else {
            long a = PRIME_1 + PRIME_2;
            long b = PRIME_2;
            long c = 0;
            long d = -PRIME_1;
            for (; at <= end - STRIPE; at += STRIPE) {
                a = round(a, Words.word(bytes, at));
                b = round(b, Words.word(bytes, at + 8));
                c = round(c, Words.word(bytes, at + 16));
                d = round(d, Words.word(bytes, at + 24));
            }
            hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            hash = merge(merge(merge(merge(hash, a), b), c), d);
        }
        hash += length;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            hash = addLong(hash, Words.word(bytes, at));
        }
        if (at <= end - Integer.BYTES) {
            hash ^= Integer.toUnsignedLong(Words.half(bytes, at)) * PRIME_1;
            hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
            at += Integer.BYTES;
        }
        for (; at < end; at++) {
            hash ^= (bytes[at] & 0xff) * PRIME_5;
            hash = Long.rotateLeft(hash, 11) * PRIME_1;
        }
        return avalanche(hash);
    }

    /** One step of the hash; fast, but a poor hash by itself. */
    static long round(long lane, long value) {
        return Long.rotateLeft(lane + value * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }

    private static long addLong(long hash, long value) {
        return Long.rotateLeft(hash ^ round(0, value), 27) * PRIME_1 + PRIME_4;
    }

    private static long avalanche(long hash) {
        long mixed = (hash ^ hash >>> 33) * PRIME_2;
        mixed = (mixed ^ mixed >>> 29) * PRIME_3;
        return mixed ^ mixed >>> 32;
    }
}
