package dev.freshet.benchmarks.cutover;

import java.util.Optional;

/**
 * What goes wrong in one run.
 *
 * @param skewDays how far its clock is ahead of the simulated one; negative: behind
 * @param halt makes it a separate process
 * @param isAlone while it is paused, only housekeeping runs
 * @param skippedUpdates how many updates of the catalog pass before the one that is cut
 * @param maintain whether housekeeping begins beside it
 */
record RunFaults(int skewDays, Optional<Halt> halt, boolean isAlone, Optional<CatalogProxy.Cut> cut, int skippedUpdates,
        boolean maintain) {
    static final RunFaults NONE = new RunFaults(0, Optional.empty(), false, Optional.empty(), 0, false);
}
