package dev.freshet.transform.landing;

import dev.freshet.core.LandingPartition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** How an ingest sees the raw files of the tail. */
public interface Listing {
    /**
     * @param again files that have to be as they are now, if they are still there; the others may be as listed before
     */
    Listed of(LandingPartition partition, List<RawFile> again);

    /** Lists a landing partition each time. */
    static Listing each(LandingZone landing, InstantSource clock) {
        return (partition, again) -> {
            Instant at = clock.instant();
            return new Listed(landing.list(partition), at);
        };
    }
}
