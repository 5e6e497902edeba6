package dev.freshet.transform.protocol;

import dev.freshet.core.Names;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the published views like a user, at any moment and without taking a step. */
final class Reader {
    /**
     * The content of a view's text.
     *
     * @param boundary the first day that history does not serve
     * @param tail the days that the tail serves
     * @param hot the paths of raw files that are read from the hot table
     */
    record Shape(List<Relation> branches, LocalDate boundary, Set<LocalDate> tail, Set<String> hot) {
        /** The first day after the tail. */
        LocalDate end() {
            return tail.stream().max(LocalDate::compareTo).map(day -> day.plusDays(1)).orElse(boundary);
        }
    }

    private final MiniTrino trino;
    private final Names names;
    private final Map<String, Shape> shapes = new HashMap<>();

    Reader(MiniTrino trino, Names names) {
        this.trino = trino;
        this.names = names;
    }

    Names names() {
        return names;
    }

    /** The view's shape; empty before it is published. */
    Optional<Shape> shape(String view) {
        return trino.text(view).map(text -> shapes.computeIfAbsent(text, Reader::shapeOf));
    }

    Optional<LocalDate> boundary(String view) {
        return shape(view).map(Shape::boundary);
    }

    private static Shape shapeOf(String text) {
        List<Relation> branches = Relation.all(text);
        LocalDate boundary = branches.stream().flatMap(branch -> branch.day().stream()).findFirst().orElseThrow()
                .day();
        return new Shape(branches, boundary,
                branches.stream().flatMap(branch -> branch.literal().stream()).collect(Collectors.toSet()),
                branches.stream().filter(branch -> branch.literal().isPresent())
                        .flatMap(branch -> branch.paths().stream()).flatMap(paths -> paths.values().stream())
                        .collect(Collectors.toSet()));
    }

    /** @throws QueryFailure if the query fails */
    List<Tables.Row> rows(String view) {
        return trino.tables().rows(shape(view).orElseThrow().branches());
    }
}
