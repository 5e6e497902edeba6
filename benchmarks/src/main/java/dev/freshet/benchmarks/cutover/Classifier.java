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
    Verdict live(Answer answer) {
        Optional<Verdict> wrong = wrongRows(answer);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        List<LandedFile> absent = landed.stream().filter(file -> !answer.has(file) && isDue(file, answer))
                .toList();
        if (absent.isEmpty()) {
            return Verdict.correct(lateFileAbsent(answer, file -> true));
        }
        boolean isPrefix = !answer.files().isEmpty() && answer.files().lastKey() < absent.get(0).number();
        return isPrefix
                ? Verdict.of(ReadClass.STALE, "it ends before files that had landed: " + named(absent, answer))
                : Verdict.of(ReadClass.MISSING, "files are absent: " + named(absent, answer));
    }

    /**
     * A T-1 answer must have exactly the landing days before one boundary, which was published at some moment between
     * the sending and the end of the answer. The boundary must be no earlier than the gateway said.
     */
    Verdict t1(Answer answer) {
        Optional<Verdict> wrong = wrongRows(answer);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        List<LocalDate> published = published(answer);
        Optional<LocalDate> fits = published.stream()
                .filter(boundary -> isExactly(answer, boundary, file -> isDue(file, answer))).findFirst();
        if (fits.isPresent() && answer.reported().filter(fits.get()::isBefore).isPresent()) {
            return Verdict.of(ReadClass.STALE, "reported as of boundary %s, but it is of boundary %s".formatted(
                    answer.reported().get(), fits.get()));
        }
        if (fits.isPresent()) {
            return Verdict.correct(lateFileAbsent(answer, file -> file.day().isBefore(fits.get())));
        }
        LocalDate newest = Collections.max(published);
        List<LandedFile> past = landed.stream().filter(file -> answer.has(file) && !file.day().isBefore(newest))
                .toList();
        if (!past.isEmpty()) {
            return Verdict.of(ReadClass.INVENTED, "boundary %s, but there are later files: %s".formatted(newest,
                    named(past, answer)));
        }
        LocalDate oldest = Collections.min(published);
        Optional<LocalDate> earlier = runs.stream().map(Run::boundary).filter(boundary -> boundary.isBefore(oldest))
                .filter(boundary -> !answer.files().isEmpty() && isExactly(answer, boundary, file -> !file.late()))
                .findFirst();
        if (earlier.isPresent()) {
            return Verdict.of(ReadClass.STALE, "boundary %s, but it is of boundary %s".formatted(oldest,
                    earlier.get()));
        }
        LocalDate nearest = published.stream().filter(boundary -> landed.stream()
                .noneMatch(file -> answer.has(file) && !file.day().isBefore(boundary))).min(LocalDate::compareTo)
                .orElse(newest);
        List<LandedFile> absent = landed.stream().filter(file -> !answer.has(file) && file.day().isBefore(nearest)
                && isDue(file, answer)).toList();
        return Verdict.of(ReadClass.MISSING, "boundary %s, but files are absent: %s".formatted(nearest,
                named(absent, answer)));
    }

    /**
     * The boundaries that a query can have seen: those of all runs that may have flipped before the query ended. A run
     * is out if another run certainly flipped after it ended and before the query was sent.
     */
    private List<LocalDate> published(Answer answer) {
        long flipped = runs.stream().filter(run -> run.isDoneBefore(answer.sent()) && run.flipBegan() != Run.NOT_YET)
                .mapToLong(Run::flipBegan).max().orElse(Long.MIN_VALUE);
        return runs.stream().filter(run -> run.flipBegan() < answer.ended() && run.ended() >= flipped)
                .flatMap(run -> run.kind() == Run.Kind.ROLL_BACK && !run.isDone() ? earlier(run)
                        : Stream.of(run.boundary()))
                .toList();
    }

    /** A rollback reports its boundary only when it has ended. */
    private Stream<LocalDate> earlier(Run rollback) {
        return runs.stream().filter(run -> run.began() <= rollback.began()).map(Run::boundary);
    }

    /** The worst fault of the rows that are there. */
    private Optional<Verdict> wrongRows(Answer answer) {
        Map<Long, LandedFile> byNumber = landed.stream().collect(Collectors.toMap(LandedFile::number,
                Function.identity()));
        Map<ReadClass, String> found = new EnumMap<>(ReadClass.class);
        answer.files().forEach((number, read) -> {
            LandedFile file = byNumber.get(number);
            if (file == null || file.began() > answer.ended()) {
                found.putIfAbsent(ReadClass.INVENTED, "file %d had not landed (%s)".formatted(number, read));
                return;
            }
            Difference difference = file.figures().to(read);
            if (difference != Difference.NONE) {
                found.putIfAbsent(switch (difference) {
                    case SOME_TWICE -> ReadClass.DUPLICATE;
                    case SOME_ABSENT -> ReadClass.MISSING;
                    default -> ReadClass.INVENTED;
                }, "file %d of %s: landed %s, read %s".formatted(number, file.day(), file.figures(), read));
            }
        });
        return found.keySet().stream().max(ReadClass::compareTo).map(worst -> Verdict.of(worst, found.get(worst)));
    }

    private boolean isExactly(Answer answer, LocalDate boundary, Predicate<LandedFile> must) {
        return landed.stream().allMatch(file -> answer.has(file) ? file.day().isBefore(boundary)
                : !file.day().isBefore(boundary) || !must.test(file));
    }

    /**
     * A file is due as soon as it has landed in a day that the tail reaches, unless a run that began earlier, and need
     * not have seen the file, has moved the boundary past that day. Then it is due once a run has ingested it.
     */
    private boolean isDue(LandedFile file, Answer answer) {
        return file.ended() < answer.sent() && (isIngested(file, answer.sent())
                || isReached(file, answer) && !mayBePassed(file, answer));
    }

    private boolean isReached(LandedFile file, Answer answer) {
        return runs.stream().anyMatch(run -> run.ended() < answer.sent() && !run.tailEnd().isBefore(file.day()));
    }

    private boolean mayBePassed(LandedFile file, Answer answer) {
        return runs.stream().anyMatch(run -> run.kind() == Run.Kind.BATCH && file.day().isBefore(run.boundary())
                && run.began() < file.ended() && run.flipBegan() < answer.ended());
    }

    /** Whether a run that began after the file had landed has certainly put it into history. */
    boolean isIngested(LandedFile file, long nanos) {
        return runs.stream().anyMatch(run -> run.kind() == Run.Kind.BATCH && file.day().isBefore(run.boundary())
                && run.began() > file.ended() && run.isDoneBefore(nanos));
    }

    private boolean lateFileAbsent(Answer answer, Predicate<LandedFile> asked) {
        return landed.stream().anyMatch(file -> file.late() && asked.test(file) && file.ended() < answer.sent()
                && !answer.has(file));
    }

    private static String named(List<LandedFile> files, Answer answer) {
        String first = files.stream().limit(NAMED).map(file -> named(file, answer)).collect(Collectors.joining("; "));
        return files.size() > NAMED ? "%s; and %d more".formatted(first, files.size() - NAMED) : first;
    }

    private static String named(LandedFile file, Answer answer) {
        return "%d of %s%s, landed %s".formatted(file.number(), file.day(), file.late() ? " (late)" : "",
                file.ended() < answer.sent()
                        ? "%d ms before it was asked".formatted((answer.sent() - file.ended()) / 1_000_000)
                        : "after it was asked");
    }
}
