package dev.freshet.transform.landing;

import java.time.Instant;
import java.util.List;

/**
 * The raw files of a landing partition, sorted by path.
 *
 * @param at when all of them were listed. What has landed since is among them only if an event told of it.
 */
public record Listed(List<RawFile> files, Instant at) {
    public Listed {
        files = List.copyOf(files);
    }
}
