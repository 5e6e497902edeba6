package dev.freshet.benchmarks.cutover;

import java.util.ArrayList;
import java.util.List;

/** All files that have landed or are landing: the truth, kept by the threads that land them. */
final class Landed {
    private final List<LandedFile> files = new ArrayList<>();

    /** To be called before the file can be seen, so that no reader knows of a file that this does not. */
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
