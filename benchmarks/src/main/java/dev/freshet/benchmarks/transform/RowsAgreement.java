package dev.freshet.benchmarks.transform;

import dev.freshet.benchmarks.BenchException;
import java.util.Map;

/**
 * Compares what the contenders wrote, before anything is timed.
 *
 * @param lines of raw JSON, each of which is a row
 */
record RowsAgreement(long lines) {
    /** @throws BenchException naming the first contender that differs from the one before, and the leaf */
    void check(Map<Contender, Content> contents) {
        Map.Entry<Contender, Content> first = contents.entrySet().iterator().next();
        contents.forEach((contender, content) -> {
            if (content.rows() != lines) {
                throw new BenchException("Cannot compare: %s writes %d rows of %d lines".formatted(contender,
                        content.rows(), lines));
            }
            content.checksums().forEach((leaf, checksum) -> {
                String other = first.getValue().checksums().get(leaf);
                if (!checksum.equals(other)) {
                    throw new BenchException("Cannot compare: %s and %s write other values of %s (%s, %s)".formatted(
                            first.getKey(), contender, leaf, other, checksum));
                }
            });
        });
    }
}
