package dev.freshet.transform.landing;

import java.time.Instant;

/**
 * A raw file as listed.
 *
 * @param bytes size as stored, compressed or not
 */
public record RawFile(String path, long bytes, Instant modified) {}
