package dev.freshet.benchmarks.cutover;

import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import java.time.Duration;

/**
 * The dataset that is cut over, with the columns that {@link EventFile} writes. A file never changes once it has
 * landed, and the simulated clock says nothing about its age.
 */
final class Dataset {
    static final String SCHEMA = "bench_cutover";
    static final Duration RETIRE_AFTER = Duration.ofMinutes(1);
    /** Short, so that many runs pause for longer than this. */
    static final Duration RETIRE_AFTER_UNDER_FAULTS = Duration.ofSeconds(9);

    private Dataset() {}

    /** @param retireAfter longer than the longest query; housekeeping keeps unreferenced files for this long */
    static DatasetSpec spec(String name, String landingRoot, Duration retireAfter) {
        return SpecReader.parse(name + ".yaml", """
                                                dataset: %s
                                                schema: %s
                                                landing: {root: "%s"}
                                                columns:
                                                  id: {type: bigint, required: true}
                                                  file_no: bigint
                                                  amount: bigint
                                                  note: varchar
                                                max_rejects: 10%%
                                                ingest: {every: PT1M, min_age: PT0S}
                                                tail: {look_ahead: P1D, retire_after: %s}
                                                """.formatted(name, SCHEMA, landingRoot, retireAfter));
    }
}
