package dev.freshet.transform.history;

import dev.freshet.transform.raw.RawFile;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Which raw files each landing day of history was made of. */
public interface Ledger {
    /** Before the first run. */
    Ledger EMPTY = new Ledger() {
        @Override
        public Optional<Inputs> inputs(LocalDate day) {
            return Optional.empty();
        }

        @Override
        public boolean hasRows(LocalDate day) {
            return false;
        }
    };

    /** The raw files that the day was made of; empty if its snapshot is not there (never taken in, or expired). */
    Optional<Inputs> inputs(LocalDate day);

    /** Whether history has data files of the day. */
    boolean hasRows(LocalDate day);

    /** Whether the day stands in history as made of exactly these files. */
    default boolean holds(LocalDate day, List<RawFile> files) {
        return inputs(day).map(i -> i.notIn(files).isEmpty() && i.goneFrom(files).isEmpty()).orElse(files.isEmpty());
    }
}
