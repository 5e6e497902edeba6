package dev.freshet.benchmarks.cutover;

/** Told about a run of a pattern's batch, before each part of it begins. */
@FunctionalInterface
interface CutOverWatch {
    /** The parts of a run that are timed. */
    enum Part {
        /** Tail against history. */
        GATE,
        /** What readers can notice. */
        FLIP,
        /** All else. */
        OTHER
    }

    void begins(Part part);
}
