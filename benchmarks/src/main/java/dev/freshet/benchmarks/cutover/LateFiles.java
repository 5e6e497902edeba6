package dev.freshet.benchmarks.cutover;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a late file that a reader has seen is ever gone again. That can be while no run had to have taken it in, and
 * so be no wrong answer: it landed in the tail of a day that was just being taken in.
 */
final class LateFiles {
    private final Map<Way.View, Map<Long, Long>> seen = new EnumMap<>(Way.View.class);
    private long wentBack;

    void add(Way.View view, Answer answer, List<LandedFile> landed) {
        Map<Long, Long> firstSeen = seen.computeIfAbsent(view, key -> new HashMap<>());
        boolean isGone = false;
        for (LandedFile file : landed) {
            if (file.late() && answer.has(file)) {
                firstSeen.merge(file.number(), answer.ended(), Math::min);
            } else if (file.late()) {
                isGone |= firstSeen.getOrDefault(file.number(), Long.MAX_VALUE) < answer.sent();
            }
        }
        wentBack += isGone ? 1 : 0;
    }

    long wentBack() {
        return wentBack;
    }
}
