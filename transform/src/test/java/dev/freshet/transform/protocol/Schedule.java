package dev.freshet.transform.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A world's setting and moves, which determine everything that happens. */
record Schedule(Setting setting, List<Move> moves) {
    /** The outcome of playing it. */
    record Outcome(Optional<Violation> violation, long states, long steps, List<String> journal) {}

    Schedule {
        moves = List.copyOf(moves);
    }

    Schedule with(List<Move> other) {
        return new Schedule(setting, other);
    }

    Outcome play() {
        try (World world = new World(setting)) {
            Violation violation = null;
            try {
                moves.forEach(world::apply);
                world.finish();
            } catch (Violation e) {
                violation = e;
            }
            return new Outcome(Optional.ofNullable(violation), world.states(), world.step(), world.journal());
        }
    }

    /** The lines that {@link #parse} reads. */
    List<String> lines() {
        return Stream.concat(Stream.of(setting.line()), moves.stream().map(Move::line)).toList();
    }

    static Schedule parse(List<String> lines) {
        List<Move> moves = new ArrayList<>();
        lines.stream().skip(1).map(Move::parse).forEach(moves::add);
        return new Schedule(Setting.parse(lines.get(0)), moves);
    }

    @Override
    public String toString() {
        return lines().stream().collect(Collectors.joining("\n"));
    }
}
