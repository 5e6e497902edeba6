package dev.freshet.spec;

import java.util.Locale;

/** What reads the raw files of a landing partition and writes its data files. */
public enum EngineMode {
    /** The machine of the batch. */
    LOCAL,
    /** Trino, with all its workers. */
    TRINO,
    /** Trino for landing partitions of {@link #LARGE} bytes or more, else the machine of the batch. */
    AUTO;

    /** Raw files of this many bytes, as stored, take four cores some 20 minutes, or longer if compressed. */
    public static final long LARGE = 256L << 30;

    /** @param bytes the size of all raw files of the landing partition, as stored */
    public boolean isTrino(long bytes) {
        return this == TRINO || this == AUTO && bytes >= LARGE;
    }

    /** Who writes a landing partition of this size, and why; for people. */
    public String reason(long bytes) {
        String engine = isTrino(bytes) ? "Trino" : "this machine";
        return this != AUTO ? "by %s (engine: %s)".formatted(engine, this)
                : "by %s (engine: auto, which takes Trino from %d GB on)".formatted(engine, LARGE >> 30);
    }

    /** As in a spec. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
