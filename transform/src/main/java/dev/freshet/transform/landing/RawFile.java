package dev.freshet.transform.landing;

import java.time.Instant;

/**
 * A raw file as listed.
 *
 * @param bytes size as stored, compressed or not
 * @param isLink whether it is a symbolic link. Trino reads only the start of such a file.
 * @param version changes each time the file is written, such as an ETag; empty if the storage has none
 */
public record RawFile(String path, long bytes, Instant modified, boolean isLink, String version) {
    public RawFile(String path, long bytes, Instant modified) {
        this(path, bytes, modified, false, "");
    }
}
