package dev.freshet.transform.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Shortens a schedule while it still breaks the same rule. */
final class ScheduleShrinker {
    private ScheduleShrinker() {}

    static Schedule shrink(Schedule failing, Violation.Rule rule) {
        Predicate<Schedule> fails = schedule -> schedule.play().violation().filter(v -> v.rule() == rule).isPresent();
        Schedule least = failing;
        int size;
        do {
            size = least.moves().size();
            least = withFewerSteps(withoutParts(least, fails), fails);
        } while (least.moves().size() < size);
        return least;
    }

    /** Removes halves, quarters, ... single moves. */
    private static Schedule withoutParts(Schedule schedule, Predicate<Schedule> fails) {
        List<Move> moves = schedule.moves();
        for (int size = Math.max(1, moves.size() / 2); size > 0; size /= 2) {
            int at = 0;
            while (at < moves.size()) {
                List<Move> without = new ArrayList<>(moves);
                without.subList(at, Math.min(at + size, moves.size())).clear();
                if (fails.test(schedule.with(without))) {
                    moves = without;
                } else {
                    at += size;
                }
            }
        }
        return schedule.with(moves);
    }

    /** Lets each process go straight to its end, or else take as few steps as possible. */
    private static Schedule withFewerSteps(Schedule schedule, Predicate<Schedule> fails) {
        List<Move> moves = new ArrayList<>(schedule.moves());
        for (int i = 0; i < moves.size(); i++) {
            if (moves.get(i) instanceof Move.Go go && go.steps() != Move.Go.TO_THE_END) {
                for (int steps : new int[]{Move.Go.TO_THE_END, go.steps() / 2, go.steps() - 1}) {
                    List<Move> fewer = new ArrayList<>(moves);
                    fewer.set(i, new Move.Go(go.slot(), steps));
                    if (steps > 0 && fails.test(schedule.with(fewer))) {
                        moves = fewer;
                        i -= steps == Move.Go.TO_THE_END ? 0 : 1;
                        break;
                    }
                }
            }
        }
        return schedule.with(moves);
    }
}
