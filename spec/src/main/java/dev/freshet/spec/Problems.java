package dev.freshet.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the mistakes of one file, so that a reader can report all of them at once. */
final class Problems {
    private final String file;
    private final List<SpecProblem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(int line, String key, String value, Mistake mistake) {
        found.add(new SpecProblem(file, line, key, value, mistake.getMessage(), mistake.fix()));
    }

    SpecException thrown() {
        return new SpecException(found.stream().sorted(Comparator.comparingInt(SpecProblem::line)).toList());
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw thrown();
        }
    }
}
