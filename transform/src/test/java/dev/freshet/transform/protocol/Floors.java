package dev.freshet.transform.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The least that history must show of one file, in one table: nothing, until a run must have ingested it or history has
 * shown it. A grown file must be shown with all rows it had then. A replaced file may be shown with its old or its new
 * rows, but must not change back.
 */
final class Floors {
    /** The oldest version of each segment that may be shown. */
    private final Map<Integer, Integer> least = new HashMap<>();
    private final Map<Integer, Integer> seen = new HashMap<>();
    private int shown = -1;

    /** Requires at least this version from now on. */
    void require(Landed.Version version) {
        least.merge(version.segment(), version.number(), Math::max);
    }

    /** Removes all requirements. */
    void waive() {
        least.clear();
        seen.clear();
        shown = -1;
    }

    /** Whether history has not shown or been required to show a newer version. */
    boolean allows(Landed.Version version) {
        return isAllowed(version);
    }

    boolean wasShown() {
        return shown >= 0;
    }

    boolean isRequired() {
        return !least.isEmpty();
    }

    /** Checks and records what history shows of the file. */
    void show(Landed.File file, Landed.Kind kind, Set<String> keys, String view) {
        List<Landed.Version> same = file.versions().stream().filter(version -> version.of(kind).equals(keys)).toList();
        if (keys.isEmpty() && same.isEmpty()) {
            if (isRequired()) {
                throw new Violation(shown >= 0 ? Violation.Rule.VANISHED : Violation.Rule.MISSING,
                        "%s of %s (landed on %s) is not in %s".formatted(kind, Words.file(file.path()), file.day(),
                                view));
            }
            return;
        }
        if (same.isEmpty()) {
            throw new Violation(Violation.Rule.PARTIAL, "%s of %s in %s are %s, which no version of the file has: %s"
                    .formatted(kind, Words.file(file.path()), view, new TreeSet<>(keys), file.versions().stream()
                            .map(version -> version.of(kind)).toList()));
        }
        Landed.Version version = same.stream().filter(this::isAllowed).findFirst()
                .orElseThrow(() -> new Violation(rule(same.get(0)),
                        "%s of %s in %s are of version %d, but newer ones are required: %s".formatted(kind,
                                Words.file(file.path()), view, same.get(0).number(), least)));
        if (!keys.isEmpty()) {
            require(version);
            seen.merge(version.segment(), version.number(), Math::max);
            shown = Math.max(shown, version.segment());
        }
    }

    private Violation.Rule rule(Landed.Version version) {
        return version.segment() < shown || version.number() < seen.getOrDefault(version.segment(), 0)
                ? Violation.Rule.VANISHED
                : Violation.Rule.MISSING;
    }

    private boolean isAllowed(Landed.Version version) {
        return version.number() >= least.getOrDefault(version.segment(), 0) && version.segment() >= shown;
    }
}
