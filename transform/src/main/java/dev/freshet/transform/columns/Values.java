package dev.freshet.transform.columns;

import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;

/** Encodes the values of one column chunk, page by page. The slots have values and are in the order of the file. */
interface Values {
    /**
     * Chooses the encoding for the chunk.
     *
     * @param slots at least {@code count}, all with values
     */
    void begin(int[] slots, int count);

    /** The size of the dictionary; 0 if the chunk has none. */
    int dictionarySize();

    void encodeDictionary(ByteBuilder out);

    Encoding encoding();

    /** Encodes a page, and adds its smallest and its largest value to the statistics. */
    void encode(int[] slots, int from, int to, ByteBuilder out, Statistics<?> statistics);

    /** Bytes that each value of the chunk takes, about; 0 if they differ. */
    int bytes();

    /** Bytes that one value takes, if they differ. */
    default int bytes(int slot) {
        return bytes();
    }
}
