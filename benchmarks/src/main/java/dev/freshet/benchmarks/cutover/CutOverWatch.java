package dev.freshet.benchmarks.cutover;

import dev.freshet.transform.connect.Step;

/** Receives each part of a pattern's batch before it begins. */
@FunctionalInterface
interface CutOverWatch {
    /** The parts of a run that are timed. */
    enum Part {
        /** Tail against history. */
        GATE,
        /** What readers can notice. */
        FLIP,
        /** Everything else. */
        OTHER;

        static Part of(Step step) {
            return switch (step) {
                case RECONCILE -> GATE;
                case FLIP -> FLIP;
                default -> OTHER;
            };
        }
    }

    void begins(Part part);
}
