package dev.freshet.transform.columns;

import dev.freshet.spec.ParquetProfile;
import org.apache.parquet.column.Encoding;

/** Memory and encoders that the columns of a file take turns to use. */
final class Scratch {
    final Delta delta = new Delta();
    final NumberDictionary numbers = new NumberDictionary();
    final ByteBuilder sample = new ByteBuilder();
    final ByteBuilder page = new ByteBuilder();
    final IntArray slots = new IntArray();
    final IntArray present = new IntArray();
    final IntArray levels = new IntArray();
    final IntArray entries = new IntArray();
    final IntArray used = new IntArray();
    private long[] longs = new long[0];

    long[] longs(int count) {
        if (longs.length < count) {
            longs = new long[count];
        }
        return longs;
    }

    /** The encoding of numbers of dictionary entries, which has had two names. */
    @SuppressWarnings("deprecation")
    Encoding dictionary(ParquetProfile profile) {
        return profile == ParquetProfile.MODERN ? Encoding.RLE_DICTIONARY : Encoding.PLAIN_DICTIONARY;
    }
}
