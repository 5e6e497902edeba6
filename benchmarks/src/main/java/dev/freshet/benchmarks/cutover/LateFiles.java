package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.cutover.CutOverReport.GoneAgain;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a late file that a reader has seen is ever gone again. That can be while no run had to have taken it in, and
 * so be no wrong answer: it landed in the tail of a day that was just being ingested.
 */
final class LateFiles {
    private final Map<Way.View, Map<Long, Long>> seen = new EnumMap<>(Way.View.class);
    private long reads;
    private Optional<String> first = Optional.empty();

    /** @param when where in the cut-overs the query was, for people */
    void add(Way.View view, Answer answer, List<LandedFile> landed, String when) {
        Map<Long, Long> firstSeen = seen.computeIfAbsent(view, key -> new HashMap<>());
        Optional<LandedFile> gone = landed.stream().filter(file -> file.late() && !answer.has(file)
                && firstSeen.getOrDefault(file.number(), Long.MAX_VALUE) < answer.sent()).findFirst();
        gone.ifPresent(file -> {
            reads++;
            first = first.or(() -> Optional
                    .of("%s answer without file %d of %s, which landed %d ms before it was asked and had been seen: %s"
                            .formatted(view, file.number(), file.day(), (answer.sent() - file.ended()) / 1_000_000,
                                    when)));
        });
        landed.stream().filter(file -> file.late() && answer.has(file))
                .forEach(file -> firstSeen.merge(file.number(), answer.ended(), Math::min));
    }

    GoneAgain goneAgain() {
        return new GoneAgain(reads, first.orElse(""));
    }
}
