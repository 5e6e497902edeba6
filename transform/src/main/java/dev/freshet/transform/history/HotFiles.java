package dev.freshet.transform.history;

import dev.freshet.spec.sql.Hot;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.landing.RawFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells the raw files of a landing partition that are hot from the others, in few words: Trino opens only the right
 * ones if a predicate has no more than 1,000 paths ({@code hive.domain-compaction-threshold}). Files with names in the
 * order of time need one path for all older ones. Of files with names in any other order, only so many can be hot: a
 * new file among the older names would stay hidden until the next ingest.
 */
public final class HotFiles {
    /** A longer list of paths makes queries slower to plan. */
    public static final int MOST = 500;
    /** Of names in the order of time, a file lands no longer than this after a later name. */
    static final Duration LAG = Duration.ofMinutes(10);
    /** Names are in the order of time if at most one of so many files is a straggler. */
    private static final int STRAGGLERS = 100;

    private HotFiles() {}

    /**
     * How the names of a landing partition follow the time at which its files landed.
     *
     * @param inOrder whether they do, but for a few stragglers
     * @param stragglers files that landed longer than the lag after a later name
     */
    private record Order(boolean inOrder, Set<RawFile> stragglers) {
        private static Order of(Collection<RawFile> listed) {
            List<RawFile> landed = listed.stream().sorted(Comparator.comparing(RawFile::modified)).toList();
            Set<RawFile> stragglers = new HashSet<>();
            int compared = 0;
            int before = 0;
            String last = "";
            for (RawFile file : landed) {
                for (; landed.get(before).modified().isBefore(file.modified().minus(LAG)); before++) {
                    last = Stream.of(last, landed.get(before).path()).max(Hot.ORDER).orElseThrow();
                }
                compared += before > 0 ? 1 : 0;
                if (Hot.ORDER.compare(file.path(), last) < 0) {
                    stragglers.add(file);
                }
            }
            return new Order(compared > 0 && stragglers.size() <= compared / STRAGGLERS, stragglers);
        }
    }

    /** All inputs: those up to a path by this path, the others one by one. */
    static Hot.Files after(Optional<String> through, Inputs inputs) {
        TreeSet<String> paths = inputs.files().stream().map(Inputs.Input::path)
                .filter(path -> isAbove(path, through))
                .collect(Collectors.toCollection(TreeSet::new));
        return new Hot.Files(through, paths, inputs.files().size());
    }

    /**
     * The path up to which every file is hot, if there are too many hot files to list and names are in order.
     *
     * @param listed all files of the landing partition that can be read
     * @param age how long ago. A file that has landed since, and is unknown, has a newer name by as much.
     * @param hot the paths of those that are hot, all of them listed
     * @param previous the last such path. Files that have landed behind it since do not move it back once they are hot.
     */
    static Optional<String> through(Collection<RawFile> listed, Duration age, Set<String> hot,
            Optional<String> previous) {
        return hot.size() <= MOST ? Optional.empty() : through(Order.of(listed), listed, age, hot, previous);
    }

    private static Optional<String> through(Order order, Collection<RawFile> listed, Duration age, Set<String> hot,
            Optional<String> previous) {
        Instant newest = listed.stream().map(RawFile::modified).max(Comparator.naturalOrder()).orElseThrow();
        Optional<String> first = listed.stream()
                .filter(file -> !hot.contains(file.path())
                        || file.modified().isAfter(newest.minus(LAG).minus(age)) && !order.stragglers().contains(file))
                .map(RawFile::path).min(Hot.ORDER);
        Optional<String> old = hot.stream().filter(path -> order.inOrder())
                .filter(path -> first.isEmpty() || Hot.ORDER.compare(path, first.get()) < 0).max(Hot.ORDER);
        Optional<String> kept = previous.filter(last -> listed.stream().map(RawFile::path)
                .allMatch(path -> hot.contains(path) || Hot.ORDER.compare(path, last) > 0));
        return Stream.of(old, kept).flatMap(Optional::stream).max(Hot.ORDER);
    }

    /**
     * Of files that could become hot, as many as can be told apart from the rest: of names in the order of time the
     * first, of others the largest. Files that the views hide are always among them.
     *
     * @param listed all files of the landing partition that can be read
     * @param age how long ago
     * @param hot those of them that are hot
     * @param more those of them that could become hot
     * @param previous the path up to which the views take every file for a hot one
     */
    public static List<RawFile> choose(Collection<RawFile> listed, Duration age, Set<String> hot, List<RawFile> more,
            Optional<String> previous) {
        Set<String> all = new HashSet<>(hot);
        more.forEach(file -> all.add(file.path()));
        if (all.size() <= MOST) {
            return more;
        }
        Order order = Order.of(listed);
        Optional<String> through = through(order, listed, age, all, previous);
        if (countAbove(all, through) <= MOST) {
            return more;
        }
        Optional<String> taken = order.inOrder() ? through : previous;
        Comparator<RawFile> best = order.inOrder() ? Comparator.comparing(RawFile::path, Hot.ORDER)
                : Comparator.comparingLong(RawFile::bytes).reversed();
        return Stream.concat(more.stream().filter(file -> !isAbove(file.path(), taken)),
                more.stream().filter(file -> isAbove(file.path(), taken)).sorted(best)
                        .limit(Math.max(0, MOST - countAbove(hot, taken))))
                .toList();
    }

    private static long countAbove(Set<String> paths, Optional<String> through) {
        return paths.stream().filter(path -> isAbove(path, through)).count();
    }

    private static boolean isAbove(String path, Optional<String> through) {
        return through.isEmpty() || Hot.ORDER.compare(path, through.get()) > 0;
    }
}
