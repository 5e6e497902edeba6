package dev.freshet.benchmarks.cutover;

import dev.freshet.core.spec.DatasetSpec;
import dev.freshet.core.spec.SpecReader;

/** The dataset that is cut over, with the columns that {@link EventFile} writes. */
final class Dataset {
    static final String SCHEMA = "bench_cutover";

    private Dataset() {}

    static DatasetSpec spec(String name, String landingRoot) {
        return SpecReader.parse(name + ".yaml", """
                                                dataset: %s
                                                schema: %s
                                                landing: {root: "%s/%s"}
                                                columns:
                                                  id: {type: bigint, required: true}
                                                  file_no: bigint
                                                  amount: bigint
                                                  note: varchar
                                                tail: {look_ahead: P1D, retire_after: PT1M}
                                                """.formatted(name, SCHEMA, landingRoot, name));
    }
}
