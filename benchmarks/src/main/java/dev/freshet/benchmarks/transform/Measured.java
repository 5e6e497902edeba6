package dev.freshet.benchmarks.transform;

import java.util.List;

/**
 * What the writes of a contender took.
 *
 * @param cold the first write in each process
 * @param warm for each round, the others
 */
record Measured(List<Cost> cold, List<List<Cost>> warm) {
    /** Adds those of a round. */
    void add(List<Cost> round, boolean isInNewProcess) {
        if (isInNewProcess) {
            cold.add(round.get(0));
        }
        warm.add(isInNewProcess ? round.subList(1, round.size()) : round);
    }
}
