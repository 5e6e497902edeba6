package dev.freshet.benchmarks.scan;

import java.util.Optional;

/**
 * Raw files that have landed.
 *
 * @param bytes as stored
 * @param rows among their lines
 * @param id of one of the rows, if the source tells one
 */
record Landed(long bytes, long rows, Optional<String> id) {
    static final Landed NOTHING = new Landed(0, 0, Optional.empty());

    Landed plus(Landed next) {
        return new Landed(bytes + next.bytes, rows + next.rows, next.id.or(() -> id));
    }

    Landed withRows(long counted) {
        return new Landed(bytes, counted, id);
    }
}
