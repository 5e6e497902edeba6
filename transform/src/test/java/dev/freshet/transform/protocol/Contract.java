package dev.freshet.transform.protocol;

import dev.freshet.core.Ingested;
import dev.freshet.transform.protocol.Landed.Kind;
import dev.freshet.transform.protocol.Violation.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What each view guarantees its readers, after every single step. The live view has each row of each landed file
 * exactly once, the T-1 view those before its own boundary, the quarantine view each reject. No query fails, no row is
 * duplicated or invented, and no file is shown in part. The only exceptions:
 * <ul>
 * <li>A file that lands or grows in a day before the boundary may be missing, or have its old rows, until a run that
 * began afterwards has ended normally. A run checks the last 32 days before the boundary, a repair and a backfill all.
 * The same holds for a file that lands between a run's last listing of its day and the flip of that run.
 * <li>The rows of a raw file that is deleted while its day is in the tail disappear. Rows that history has shown stay,
 * except that a command may drop the rows of deleted files. A rollback never returns a day to the tail if files that
 * history has shown were deleted before the rollback began.
 * <li>A file that was replaced is shown with its old or its new rows, and never changes back to the old ones.
 * <li>A day beyond the end of the tail is hidden only if no run with a correct clock has ended by itself in the last
 * half of {@code tail.look_ahead}. A run that lost the catalog or stopped because of another run does not count.
 * <li>A file that was ingested during the day and has changed or was deleted since is shown as it was, until an ingest
 * that began afterwards has ended normally. A file that was rewritten with the same size and time is not noticed.
 * <li>A process that is paused between reading a view and replacing it can overwrite a newer view with an older one. It
 * must correct that before it ends. If it is killed or loses a reply, the next process that flips must correct it.
 * </ul>
 * The ingested view has each row of each file that was last modified by the time that its comment says, unless the
 * clocks of Trino and of an ingest were both ahead.
 * <p>
 * History serves only rows that a reconciliation has found equal to the tail. After a rollback, or a run without a
 * concurrent flip, all views have the same boundary. A rollback does not change the end of the tail, and only a run
 * moves the boundary forward again.
 */
final class Contract {
    private static final int RECENT = 32;
    private static final Duration RIGHT = Duration.ofHours(1);

    private final World world;
    private final Map<Kind, Map<Integer, Floors>> floors = Map.of(Kind.ROWS, new HashMap<>(), Kind.REJECTS,
            new HashMap<>());
    private final Map<Kind, Set<Integer>> inTail = Map.of(Kind.ROWS, new HashSet<>(), Kind.REJECTS, new HashSet<>());
    /** By file: the oldest version that the hot table may show. */
    private final Map<Integer, Integer> hotFloors = new HashMap<>();
    private final Map<String, LocalDate> boundaries = new HashMap<>();
    private final List<Instant> triedAt = new ArrayList<>();
    /** The boundary that the last rollback restored, until the next run. */
    private Optional<LocalDate> rolledBack = Optional.empty();
    private long states;
    private long seenVersion = -1;
    private LocalDate seenDay;

    Contract(World world) {
        this.world = world;
    }

    /** The number of states that were read. */
    long states() {
        return states;
    }

    /** @param acting the process that took the step; null if the world changed by itself */
    void afterStep(CheckedProcess acting) {
        states++;
        if (acting != null && acting.job() == Move.Job.RUN) {
            rolledBack = Optional.empty();
        }
        if (seenVersion == world.version() && world.clock().today().equals(seenDay)) {
            return; // readers see no change
        }
        seenVersion = world.version();
        seenDay = world.clock().today();
        if (acting != null && acting.job() == Move.Job.DROP_GONE) {
            world.landed().files().stream().filter(Landed.File::isDeleted).forEach(file -> {
                floors(Kind.ROWS, file).waive();
                floors(Kind.REJECTS, file).waive();
            });
        }
        Reader reader = world.reader();
        check(reader.names().liveView(), Kind.ROWS, acting, true);
        check(reader.names().t1View(), Kind.ROWS, acting, false);
        check(reader.names().rejectsView(), Kind.REJECTS, acting, true);
        checkIngested(reader.names().ingestedView());
    }

    private void checkIngested(String view) {
        Optional<Ingested> ingested = world.trino().text(view).flatMap(Ingested::read);
        if (ingested.isEmpty() || world.trino().isOverwritten(view)) {
            return;
        }
        Map<Landed.File, Set<String>> shown = byFile(view, Kind.ROWS);
        LocalDate boundary = world.reader().boundary(view).orElseThrow();
        for (Landed.File file : world.landed().files()) {
            boolean claimed = !world.setting().trinoSkew().isPositive() && !file.isDeleted() && !file.isPoisonous()
                    && !file.day().isBefore(boundary)
                    && ingested.get().completeUntil().filter(until -> !modified(file).isAfter(until)).isPresent();
            int least = noticed(file, file.last()).number();
            if (claimed && file.versions().stream().skip(least)
                    .noneMatch(version -> version.rows().equals(shown.getOrDefault(file, Set.of())))) {
                throw new Violation(Rule.MISSING, "%s shows %s of %s, though it is complete until %s".formatted(view,
                        shown.get(file), Words.file(file.path()), ingested.get().completeUntil().get()));
            }
        }
    }

    private Instant modified(Landed.File file) {
        return world.files().read(file.path()).orElseThrow().modified();
    }

    /** The last version that a listing tells from the one before. */
    private static Landed.Version noticed(Landed.File file, Landed.Version last) {
        Landed.Version noticed = last;
        while (noticed.change() == Landed.Change.REWRITTEN) {
            noticed = file.versions().get(noticed.number() - 1);
        }
        return noticed;
    }

    private void check(String view, Kind kind, CheckedProcess acting, boolean tail) {
        Optional<Reader.Shape> published = world.reader().shape(view);
        if (published.isEmpty() || world.trino().isOverwritten(view)) {
            return;
        }
        Reader.Shape shape = published.get();
        if (tail) {
            flipped(view, kind, shape.boundary(), acting);
        }
        Map<Landed.File, Set<String>> shown = byFile(view, kind);
        for (Landed.File file : world.landed().files()) {
            Set<String> keys = shown.getOrDefault(file, Set.of());
            if (file.day().isBefore(shape.boundary())) {
                inTail.get(kind).remove(file.number());
                floors(kind, file).show(file, kind, keys, view);
            } else if (tail) {
                checkTail(view, kind, shape, file, keys);
            }
        }
    }

    private Map<Landed.File, Set<String>> byFile(String view, Kind kind) {
        List<Tables.Row> rows;
        try {
            rows = world.reader().rows(view);
        } catch (QueryFailure e) {
            throw new Violation(Rule.QUERY_FAILS, view + ": " + e.getMessage());
        }
        Map<Landed.File, Set<String>> shown = new HashMap<>();
        Map<LocalDate, List<String>> history = new TreeMap<>();
        for (Tables.Row row : rows) {
            Landed.File file = world.landed().owner(row.key());
            if (file == null || !file.day().equals(row.landedOn())) {
                throw new Violation(Rule.INVENTED, "%s shows %s on %s".formatted(view, row.key(), row.landedOn()));
            }
            if (!shown.computeIfAbsent(file, f -> new HashSet<>()).add(row.key())) {
                throw new Violation(Rule.DOUBLED, "%s shows %s of %s twice".formatted(view, row.key(),
                        Words.file(file.path())));
            }
            if (row.place() == Tables.Place.HOT && !world.trino().isReconciled(kind, row.key())) {
                throw new Violation(Rule.UNRECONCILED, "%s shows %s of %s".formatted(view, row.key(), row.landedOn()));
            }
            if (row.place() == Tables.Place.HISTORY) {
                history.computeIfAbsent(row.landedOn(), day -> new ArrayList<>()).add(row.key());
            }
        }
        history.forEach((day, keys) -> {
            if (!world.trino().isReconciled(kind, keys.stream().sorted().toList())) {
                throw new Violation(Rule.UNRECONCILED, "%s shows %s of %s".formatted(view, keys, day));
            }
        });
        return shown;
    }

    private void checkTail(String view, Kind kind, Reader.Shape shape, Landed.File file, Set<String> keys) {
        Set<String> expected = file.isDeleted() ? Set.of() : file.last().of(kind);
        if (shape.tail().contains(file.day()) && shape.hot().contains(file.path())) {
            checkHot(view, kind, file, keys);
        } else if (shape.tail().contains(file.day())) {
            if (!keys.equals(expected)) {
                throw new Violation(Rule.MISSING, "%s shows %s of %s in the tail, which has %s".formatted(view,
                        new TreeSet<>(keys), Words.file(file.path()), expected));
            }
            if (!expected.isEmpty()) {
                inTail.get(kind).add(file.number());
            }
        } else if (!expected.isEmpty()) {
            if (inTail.get(kind).contains(file.number())) {
                throw new Violation(Rule.VANISHED, "%s showed %s, and its tail has %s now".formatted(view,
                        Words.file(file.path()), new TreeSet<>(shape.tail())));
            }
            Instant since = world.clock().instant().minus(world.setting().lookAhead().dividedBy(2));
            if (!file.day().isAfter(world.clock().today()) && triedAt.stream().anyMatch(at -> !at.isBefore(since))) {
                throw new Violation(Rule.BEYOND_THE_TAIL, "%s does not show %s; its tail has %s".formatted(view,
                        Words.file(file.path()), new TreeSet<>(shape.tail())));
            }
        }
    }

    private void checkHot(String view, Kind kind, Landed.File file, Set<String> keys) {
        int least = hotFloors.getOrDefault(file.number(), 0);
        List<Landed.Version> same = file.versions().stream().filter(version -> version.of(kind).equals(keys)).toList();
        if (same.stream().noneMatch(version -> version.number() >= least && floors(kind, file).allows(version))) {
            throw new Violation(same.isEmpty() ? Rule.PARTIAL : Rule.VANISHED,
                    "%s shows %s of %s from the hot table; version %d or newer is required".formatted(view,
                            new TreeSet<>(keys), Words.file(file.path()), least));
        }
        if (!keys.isEmpty()) {
            inTail.get(kind).add(file.number());
        }
    }

    /** An ingest shows all changes before its start, except those that leave size and time as they were. */
    private void ingested(CheckedProcess process) {
        Set<String> hot = world.reader().shape(world.names().liveView()).map(Reader.Shape::hot).orElse(Set.of());
        for (Landed.File file : world.landed().files()) {
            if (file.existedIn(process.beganIn())) {
                hotFloors.merge(file.number(), noticed(file, file.at(process.beganIn())).number(), Math::max);
            } else if (file.deletedIn() < process.beganIn() && hot.contains(file.path()) && !process.othersFlipped()) {
                throw new Violation(Rule.VANISHED, "%s is deleted, and %s still shows it after an ingest".formatted(
                        Words.file(file.path()), world.names().liveView()));
            }
        }
        seenVersion = -1;
    }

    /**
     * A process that moves the boundary forward must show the files that it saw in its last listing. A process that
     * moves it back must not hide rows.
     */
    private void flipped(String view, Kind kind, LocalDate boundary, CheckedProcess acting) {
        LocalDate before = boundaries.put(view, boundary);
        if (acting == null || boundary.equals(before)) {
            return;
        }
        if (before != null && boundary.isBefore(before)) {
            requireRawFiles(view, kind, boundary, before, acting);
            return;
        }
        for (Landed.File file : world.landed().files()) {
            if (file.day().isBefore(boundary) && (before == null || !file.day().isBefore(before))) {
                long listed = acting.steps().lastListed(Landed.directory(file.day()));
                if (file.existedIn(listed)) {
                    floors(kind, file).require(file.at(listed));
                }
            }
        }
    }

    private void requireRawFiles(String view, Kind kind, LocalDate boundary, LocalDate before,
            CheckedProcess acting) {
        for (Landed.File file : world.landed().files()) {
            boolean broughtBack = !file.day().isBefore(boundary) && file.day().isBefore(before);
            if (broughtBack && file.deletedIn() < acting.beganIn() && floors(kind, file).wasShown()) {
                throw new Violation(Rule.VANISHED, "%s goes back from %s to %s, and %s is deleted".formatted(view,
                        before, boundary, Words.file(file.path())));
            }
        }
    }

    /** Called when a process has ended. */
    void ended(CheckedProcess process) {
        if (!process.hasLost()) {
            world.trino().ended(process);
            seenVersion = -1;
        }
        if (process.job() == Move.Job.RUN && process.tried() && process.skew().abs().compareTo(RIGHT) <= 0) {
            triedAt.add(process.began());
            seenVersion = -1;
        }
        if (!process.endedWell()) {
            return;
        }
        if (process.job() == Move.Job.INGEST) {
            ingested(process);
        }
        if (Set.of(Move.Job.RUN, Move.Job.REPAIR, Move.Job.BACKFILL).contains(process.job())) {
            requireAllBefore(process);
        }
        if (process.job() == Move.Job.RUN || process.job() == Move.Job.ROLL_BACK) {
            requireOneGeneration(process);
        }
        requireRolledBack(process);
    }

    /** Only a run moves the boundary forward again. */
    private void requireRolledBack(CheckedProcess process) {
        if (process.job() == Move.Job.ROLL_BACK) {
            rolledBack = world.reader().boundary(world.names().liveView());
        }
        for (String name : world.names().views()) {
            String view = world.names().view(name);
            world.reader().boundary(view).filter(now -> rolledBack.filter(now::isAfter).isPresent())
                    .filter(now -> !world.trino().isOverwritten(view)).ifPresent(now -> {
                        throw new Violation(Rule.UNDONE, "%s has the boundary %s after %s, and was rolled back to %s"
                                .formatted(view, now, process.job(), rolledBack.get()));
                    });
        }
    }

    private void requireAllBefore(CheckedProcess process) {
        Optional<LocalDate> now = world.reader().boundary(world.names().liveView());
        for (Landed.File file : world.landed().files()) {
            boolean listed = switch (process.job()) {
                case REPAIR -> true;
                case BACKFILL -> file.day().isBefore(LocalDate.ofInstant(process.began().plus(process.skew()),
                        ZoneOffset.UTC));
                default -> process.boundaryAtBegin().filter(b -> file.day().isAfter(b.minusDays(RECENT))).isPresent();
            };
            boolean inHistory = listed && process.boundaryAtBegin().filter(file.day()::isBefore).isPresent()
                    && now.filter(file.day()::isBefore).isPresent();
            if (inHistory && file.existedIn(process.beganIn()) && !file.isDeleted()) {
                for (Kind kind : Kind.values()) {
                    floors(kind, file).require(file.at(process.beganIn()));
                }
                seenVersion = -1;
            }
        }
    }

    private void requireOneGeneration(CheckedProcess process) {
        if (process.othersFlipped()) {
            return;
        }
        Map<String, LocalDate> boundaries = new TreeMap<>();
        for (String view : world.names().views()) {
            world.reader().boundary(world.names().view(view)).ifPresent(b -> boundaries.put(view, b));
        }
        if (new HashSet<>(boundaries.values()).size() > 1) {
            throw new Violation(Rule.GENERATIONS, "after %s ended normally the boundaries are %s".formatted(
                    process.job(), boundaries));
        }
        Optional<LocalDate> end = world.reader().shape(world.names().liveView()).map(Reader.Shape::end);
        if (process.job() == Move.Job.ROLL_BACK && end.get().isBefore(process.tailEndAtBegin().orElseThrow())) {
            throw new Violation(Rule.SHORTENED, "the rollback moved the end of the tail from %s to %s".formatted(
                    process.tailEndAtBegin().get(), end.get()));
        }
    }

    /**
     * Requires, after all processes have ended, every row of every existing file, and history up to the earlier of the
     * two clocks.
     *
     * @param since the start of the last run, which may have ended after midnight
     */
    void requireAll(Instant since) {
        LocalDate boundary = world.reader().boundary(world.names().liveView()).orElseThrow();
        Duration behind = world.setting().trinoSkew();
        Instant over = since.plus(behind.isNegative() ? behind : Duration.ZERO);
        LocalDate day = LocalDate.ofInstant(over, ZoneOffset.UTC);
        if (boundary.isBefore(day)) {
            throw new Violation(Rule.STUCK, "the boundary is %s after a run on %s".formatted(boundary, day));
        }
        for (Landed.File file : world.landed().files()) {
            if (!file.isDeleted() && file.day().isBefore(boundary)) {
                for (Kind kind : Kind.values()) {
                    floors(kind, file).require(file.last());
                }
            }
        }
        seenVersion = -1;
        afterStep(null);
    }

    private Floors floors(Kind kind, Landed.File file) {
        return floors.get(kind).computeIfAbsent(file.number(), n -> new Floors());
    }
}
