package dev.freshet.transform.landing;

import java.time.Instant;

/**
 * A raw file as listed.
 *
 * @param bytes size as stored, compressed or not
 * @param isLink whether it is a symbolic link. Trino reads only the start of such a file.
 */
public record RawFile(String path, long bytes, Instant modified, boolean isLink) {
    public RawFile(String path, long bytes, Instant modified) {
        this(path, bytes, modified, false);
    }
}
