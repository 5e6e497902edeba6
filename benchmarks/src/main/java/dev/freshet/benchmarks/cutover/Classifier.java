package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.cutover.Figures.Difference;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares answers with what landed. It relies on the truth alone: if a moment is not known exactly, such as that of a
 * rename, it accepts both sides of it.
 *
 * @param landed all files, by number
 * @param runs all runs of the batch, oldest first
 */
record Classifier(List<LandedFile> landed, List<Run> runs) {
    private static final int NAMED = 6;

    /** A live answer must have every file that had landed when the query was sent and that is due. */
    Verdict live(Read read) {
        Optional<Verdict> wrong = wrongRows(read);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        List<LandedFile> absent = landed.stream().filter(file -> !read.has(file) && isDue(file, read))
                .toList();
        if (absent.isEmpty()) {
            return Verdict.correct(lateFileAbsent(read, file -> true));
        }
        boolean isPrefix = !read.files().isEmpty() && read.files().lastKey() < absent.get(0).number();
        return isPrefix
                ? Verdict.of(ReadClass.STALE, "it ends before files that had landed: " + named(absent, read))
                : Verdict.of(ReadClass.MISSING, "files are absent: " + named(absent, read));
    }

    /**
     * A T-1 answer must have exactly the landing days before one boundary, which was published at some moment between
     * the sending and the end of the read. The boundary must be no earlier than the gateway said.
     */
    Verdict t1(Read read) {
        Optional<Verdict> wrong = wrongRows(read);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        List<LocalDate> published = published(read);
        Optional<LocalDate> fits = published.stream()
                .filter(boundary -> isExactly(read, boundary, file -> isDue(file, read))).findFirst();
        if (fits.isPresent() && read.reported().filter(fits.get()::isBefore).isPresent()) {
            return Verdict.of(ReadClass.STALE, "reported as of boundary %s, but it is of boundary %s".formatted(
                    read.reported().get(), fits.get()));
        }
        if (fits.isPresent()) {
            return Verdict.correct(lateFileAbsent(read, file -> file.day().isBefore(fits.get())));
        }
        LocalDate newest = Collections.max(published);
        List<LandedFile> past = landed.stream().filter(file -> read.has(file) && !file.day().isBefore(newest))
                .toList();
        if (!past.isEmpty()) {
            return Verdict.of(ReadClass.INVENTED, "boundary %s, but there are later files: %s".formatted(newest,
                    named(past, read)));
        }
        LocalDate oldest = Collections.min(published);
        Optional<LocalDate> earlier = runs.stream().map(Run::boundary).filter(boundary -> boundary.isBefore(oldest))
                .filter(boundary -> !read.files().isEmpty() && isExactly(read, boundary, file -> !file.late()))
                .findFirst();
        if (earlier.isPresent()) {
            return Verdict.of(ReadClass.STALE, "boundary %s, but it is of boundary %s".formatted(oldest,
                    earlier.get()));
        }
        LocalDate nearest = published.stream().filter(boundary -> landed.stream()
                .noneMatch(file -> read.has(file) && !file.day().isBefore(boundary))).min(LocalDate::compareTo)
                .orElse(newest);
        return missing(nearest, absent(read, nearest), read);
    }

    /**
     * An answer from the ingested view must have every due file before one boundary that was published meanwhile. It
     * may have later files, but none of them twice.
     */
    Verdict ingested(Read read) {
        Optional<Verdict> wrong = wrongRows(read);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        LocalDate oldest = Collections.min(published(read));
        List<LandedFile> absent = absent(read, oldest);
        return absent.isEmpty() ? Verdict.correct(lateFileAbsent(read, file -> file.day().isBefore(oldest)))
                : missing(oldest, absent, read);
    }

    private List<LandedFile> absent(Read read, LocalDate boundary) {
        return landed.stream().filter(file -> !read.has(file) && file.day().isBefore(boundary) && isDue(file, read))
                .toList();
    }

    private static Verdict missing(LocalDate boundary, List<LandedFile> absent, Read read) {
        return Verdict.of(ReadClass.MISSING, "boundary %s, but files are absent: %s".formatted(boundary,
                named(absent, read)));
    }

    /**
     * The boundaries that a query can have seen: those of all runs that may have flipped before the query ended. A run
     * is out if another run certainly flipped after it ended and before the query was sent.
     */
    private List<LocalDate> published(Read read) {
        long flipped = runs.stream().filter(run -> run.isDoneBefore(read.sent()) && run.flipBegan() != Run.NOT_YET)
                .mapToLong(Run::flipBegan).max().orElse(Long.MIN_VALUE);
        return runs.stream().filter(run -> run.flipBegan() < read.ended() && run.ended() >= flipped)
                .flatMap(run -> run.kind() == Run.Kind.ROLL_BACK && !run.isDone() ? earlier(run)
                        : Stream.of(run.boundary()))
                .toList();
    }

    /** A rollback reports its boundary only when it has ended. */
    private Stream<LocalDate> earlier(Run rollback) {
        return runs.stream().filter(run -> run.began() <= rollback.began()).map(Run::boundary);
    }

    /** The worst fault of the rows that are there. */
    private Optional<Verdict> wrongRows(Read read) {
        Map<Long, LandedFile> byNumber = landed.stream().collect(Collectors.toMap(LandedFile::number,
                Function.identity()));
        Map<ReadClass, String> found = new EnumMap<>(ReadClass.class);
        read.files().forEach((number, figures) -> {
            LandedFile file = byNumber.get(number);
            if (file == null || file.began() > read.ended()) {
                found.putIfAbsent(ReadClass.INVENTED, "file %d had not landed (%s)".formatted(number, figures));
                return;
            }
            Difference difference = file.figures().to(figures);
            if (difference != Difference.NONE) {
                found.putIfAbsent(switch (difference) {
                    case SOME_TWICE -> ReadClass.DUPLICATE;
                    case SOME_ABSENT -> ReadClass.MISSING;
                    default -> ReadClass.INVENTED;
                }, "file %d of %s: landed %s, read %s".formatted(number, file.day(), file.figures(), figures));
            }
        });
        return found.keySet().stream().max(ReadClass::compareTo).map(worst -> Verdict.of(worst, found.get(worst)));
    }

    private boolean isExactly(Read read, LocalDate boundary, Predicate<LandedFile> must) {
        return landed.stream().allMatch(file -> read.has(file) ? file.day().isBefore(boundary)
                : !file.day().isBefore(boundary) || !must.test(file));
    }

    /**
     * A file is due as soon as it has landed in a day that the tail reaches, unless a run that began earlier, and need
     * not have seen the file, has moved the boundary past that day. Then it is due once a run has ingested it.
     */
    private boolean isDue(LandedFile file, Read read) {
        return file.ended() < read.sent() && (isIngested(file, read.sent())
                || isReached(file, read) && !mayBePassed(file, read));
    }

    private boolean isReached(LandedFile file, Read read) {
        return runs.stream().anyMatch(run -> run.ended() < read.sent() && !run.tailEnd().isBefore(file.day()));
    }

    private boolean mayBePassed(LandedFile file, Read read) {
        return runs.stream().anyMatch(run -> run.kind() == Run.Kind.BATCH && file.day().isBefore(run.boundary())
                && run.began() < file.ended() && run.flipBegan() < read.ended());
    }

    /** Whether a run that began after the file had landed has certainly put it into history. */
    boolean isIngested(LandedFile file, long nanos) {
        return runs.stream().anyMatch(run -> run.kind() == Run.Kind.BATCH && file.day().isBefore(run.boundary())
                && run.began() > file.ended() && run.isDoneBefore(nanos));
    }

    private boolean lateFileAbsent(Read read, Predicate<LandedFile> asked) {
        return landed.stream().anyMatch(file -> file.late() && asked.test(file) && file.ended() < read.sent()
                && !read.has(file));
    }

    private static String named(List<LandedFile> files, Read read) {
        String first = files.stream().limit(NAMED).map(file -> named(file, read)).collect(Collectors.joining("; "));
        return files.size() > NAMED ? "%s; and %d more".formatted(first, files.size() - NAMED) : first;
    }

    private static String named(LandedFile file, Read read) {
        return "%d of %s%s, landed %s".formatted(file.number(), file.day(), file.late() ? " (late)" : "",
                file.ended() < read.sent()
                        ? "%d ms before the query".formatted((read.sent() - file.ended()) / 1_000_000)
                        : "after the query");
    }
}
