package dev.freshet.transform.columns;

/** Which of Parquet's encodings a file may have. */
public enum Encodings {
    /** Also those by differences. Vectorized Spark reads them with Iceberg 1.11 or newer. */
    DELTA,
    /** Dictionaries and plain values alone, which everything reads. */
    COMPATIBLE
}
