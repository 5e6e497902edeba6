package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.cutover.CutOverReport.GoneAgain;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records whether a late file that a reader has seen is missing in a later read. That is correct until a run must have
 * ingested it: the file landed in the tail of a day that was just being ingested.
 */
final class LateFiles {
    private final Map<Way.View, Map<Long, Long>> seen = new EnumMap<>(Way.View.class);
    private long reads;
    private Optional<String> first = Optional.empty();

    /** @param when at which point of the cut-overs the query ran, for people */
    void add(Way.View view, Read read, List<LandedFile> landed, String when) {
        Map<Long, Long> firstSeen = seen.computeIfAbsent(view, key -> new HashMap<>());
        Optional<LandedFile> gone = landed.stream().filter(file -> file.late() && !read.has(file)
                && firstSeen.getOrDefault(file.number(), Long.MAX_VALUE) < read.sent()).findFirst();
        gone.ifPresent(file -> {
            reads++;
            first = first.or(() -> Optional
                    .of("%s answer without file %d of %s, which landed %d ms before the query and had been seen: %s"
                            .formatted(view, file.number(), file.day(), (read.sent() - file.ended()) / 1_000_000,
                                    when)));
        });
        landed.stream().filter(file -> file.late() && read.has(file))
                .forEach(file -> firstSeen.merge(file.number(), read.ended(), Math::min));
    }

    GoneAgain goneAgain() {
        return new GoneAgain(reads, first.orElse(""));
    }
}
