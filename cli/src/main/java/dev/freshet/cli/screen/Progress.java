package dev.freshet.cli.screen;

import dev.freshet.lakehouse.StartProgress;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.Step;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Progress on standard error: a bar on a terminal, else plain lines without figures.
 */
public final class Progress implements StartProgress, AutoCloseable {
    private static final int BAR = 12;
    /** The line must not wrap on a narrow terminal, because a carriage return would not reach its start. */
    private static final int WIDTH = 78;
    private static final long BETWEEN_NANOS = 100_000_000;
    /** Before that, a rate means little. */
    private static final long RATE_AFTER_NANOS = 1_000_000_000;
    /** The steps of a day that follow its first one: without a terminal, a day is one line. */
    private static final Set<Step> LATER_STEPS = EnumSet.of(Step.STAGE, Step.RECONCILE, Step.COMMIT);

    /** Without a terminal, these steps are not told of each of several days. */
    private static final Set<Step> AROUND_A_DAY = EnumSet.of(Step.PREPARE, Step.OPEN, Step.RETIRE);

    private final PrintWriter err;
    private final boolean watched;
    private String step;
    /** Rows and rejects so far. They take the place of the bar, as there is no room for both. */
    private volatile String read = "";
    private long started;
    private long painted;

    Progress(PrintWriter err, boolean watched) {
        this.err = err;
        this.watched = watched;
    }

    public static Progress on(PrintWriter err) {
        return new Progress(err, isWatched());
    }

    /** Plain lines also on a terminal, as a bar is no use beside those of others. */
    public static Progress lines(PrintWriter err) {
        return new Progress(err, false);
    }

    /** Only the launcher knows whether standard error is a terminal; the JDK knows it of standard input and output. */
    private static boolean isWatched() {
        String known = System.getProperty("freshet.watched");
        Console console = System.console();
        return known == null ? console != null && console.isTerminal() : Boolean.parseBoolean(known);
    }

    /** For a batch on a dataset. The dataset's name starts each line. */
    public BatchProgress of(String dataset) {
        return new BatchProgress() {
            private String which = "";

            @Override
            public void at(Step now, String detail, long done, long total) {
                boolean isTold = !LATER_STEPS.contains(now) && (which.isEmpty() || !AROUND_A_DAY.contains(now));
                if (watched || isTold) {
                    boolean ofADay = now == Step.WRITE || LATER_STEPS.contains(now);
                    Progress.this.at(dataset + ": " + detail + (ofADay ? which : ""), done, total);
                }
            }

            @Override
            public void partition(int number, int count, Optional<Duration> left) {
                which = count == 1 ? ""
                        : " (%d of %d%s)".formatted(number, count,
                                left.map(time -> ", " + Figures.duration(time) + " left").orElse(""));
            }

            @Override
            public void lines(long rows, long rejects) {
                read = rows + rejects == 0 ? ""
                        : ", %s, %s".formatted(Figures.count(rows, "row"), Figures.count(rejects, "reject"));
            }
        };
    }

    @Override
    public synchronized void at(String now, long done, long total) {
        boolean begins = !now.equals(step);
        if (begins) {
            end();
            step = now;
            read = "";
            started = System.nanoTime();
            if (!watched) {
                err.println(now);
                err.flush();
            }
        }
        if (watched && (begins || done == total || System.nanoTime() - painted > BETWEEN_NANOS)) {
            painted = System.nanoTime();
            err.print("\r" + clipped(line(done, total)) + "\033[K");
            err.flush();
        }
    }

    /** Ends the current line, so that other output can follow. */
    @Override
    public synchronized void end() {
        if (step != null && watched) {
            err.print("\r" + clipped(step + "  " + elapsed()) + "\033[K" + System.lineSeparator());
            err.flush();
        }
        step = null;
    }

    @Override
    public void close() {
        end();
    }

    private String line(long done, long total) {
        if (total <= 0) {
            return step + " ... " + elapsed();
        }
        double part = Math.clamp((double) done / total, 0, 1);
        int full = (int) (part * BAR);
        String bar = read.isEmpty() ? "[%s%s] ".formatted("=".repeat(full), " ".repeat(BAR - full)) : "";
        return "%s %s%d %%%s%s".formatted(step, bar, (int) (part * 100), read, rate(done, total));
    }

    /** Bytes per second, and the time left. */
    private String rate(long done, long total) {
        long nanos = System.nanoTime() - started;
        if (done == 0 || nanos < RATE_AFTER_NANOS) {
            return "";
        }
        return ", %s/s, %s left".formatted(Figures.bytes((long) (done / (nanos / 1e9))),
                Figures.duration(Duration.ofSeconds((long) (Math.max(0, total - done) * (nanos / 1e9) / done))));
    }

    private String elapsed() {
        return Figures.duration(Duration.ofNanos(System.nanoTime() - started));
    }

    private static String clipped(String line) {
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...";
    }
}
