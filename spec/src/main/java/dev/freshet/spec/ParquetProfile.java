package dev.freshet.spec;

import java.util.Locale;

/** Which encodings the Parquet files of history use. */
public enum ParquetProfile {
    /** The smallest: also DELTA encodings of Parquet v2. */
    MODERN,
    /** Only PLAIN, dictionary and RLE of Parquet v1, which old readers can read. */
    COMPATIBLE;

    /** As in a spec. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
