package dev.freshet.transform.raw;

import java.time.Instant;

/**
 * A raw file as listed.
 *
 * @param bytes size as it lies, compressed or not
 */
public record RawFile(String path, long bytes, Instant modified) {}
