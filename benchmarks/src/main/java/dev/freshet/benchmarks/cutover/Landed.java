package dev.freshet.benchmarks.cutover;

import java.util.ArrayList;
import java.util.List;

/** All files that have landed or are landing: the truth, kept by the threads that land them. */
final class Landed {
    private final List<LandedFile> files = new ArrayList<>();

    /** Call this before the file is visible, so that no reader sees an unrecorded file. */
    synchronized void begins(LandedFile file) {
        files.add(file);
    }

    synchronized void ended(long number, long nanos) {
        files.replaceAll(file -> file.number() == number ? file.endedAt(nanos) : file);
    }

    synchronized List<LandedFile> files() {
        return List.copyOf(files);
    }
}
