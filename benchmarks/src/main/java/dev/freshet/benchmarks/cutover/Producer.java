package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.cli.telemetry.LandingFiles;
import dev.freshet.core.LandingPartition;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * Lands a file every now and then, from its own thread, until it is closed: most files in the directory of the day that
 * the clock shows, some late files in that of a past day.
 */
final class Producer implements AutoCloseable {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** One file in this many is late. */
    private static final int LATE_EVERY = 12;
    /** A late file is no older than this. */
    private static final int LATE_DAYS = 5;
    /** Late files land in days whose files have expired, too. */
    private static final int LATE_DAYS_OF_EXPIRED = Expiry.DAYS + 4;

    private final LandingFiles files;
    private final SimulatedClock clock;
    private final LocalDate first;
    private final CutOverOptions options;
    private final SplittableRandom random;
    private final Landed landed = new Landed();
    private final Thread thread = new Thread(this::run, "freshet-cutover-lander");
    private long number;
    private int today;
    private Duration pause = SHORTEST_PAUSE;
    private boolean lateFiles;
    private boolean closed;
    private RuntimeException failure;

    Producer(LandingFiles files, SimulatedClock clock, CutOverOptions options) {
        this.files = files;
        this.clock = clock;
        this.first = clock.today();
        this.options = options;
        this.random = new SplittableRandom(options.seed());
        thread.setDaemon(true);
    }

    Landed landed() {
        return landed;
    }

    void start() {
        thread.start();
    }

    private synchronized void run() {
        try {
            while (!closed) {
                land();
                wait(pause.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
        notifyAll();
    }

    /** From now on some files are late. */
    synchronized void landLateFiles() {
        lateFiles = true;
    }

    /** Lands the next file now. */
    synchronized void land() {
        LocalDate now = clock.today();
        boolean late = lateFiles && now.isAfter(first) && random.nextInt(LATE_EVERY) == 0;
        LocalDate day = late ? past(now) : now;
        long file = ++number;
        String name = LandedFile.name(file);
        try {
            files.land(LandingPartition.of(day), name, out -> {
                Figures figures = new EventFile(options.seed(), file, options.rowsPerFile()).writeTo(out);
                landed.begins(new LandedFile(file, day, late, figures, System.nanoTime(), LandedFile.NOT_YET));
            });
        } catch (IOException e) {
            throw new BenchException("Cannot land %s in %s: %s".formatted(name, day, e), e);
        }
        landed.ended(file, System.nanoTime());
        today += late ? 0 : 1;
        notifyAll();
    }

    private LocalDate past(LocalDate now) {
        int oldest = options.faults().contains(Fault.EXPIRED_FILES) ? LATE_DAYS_OF_EXPIRED : LATE_DAYS;
        long days = Math.min(oldest, now.toEpochDay() - first.toEpochDay());
        return now.minusDays(1 + random.nextLong(days));
    }

    /** Waits until a number of files have landed in the day that the clock shows. */
    synchronized void awaitFilesOfToday(int files) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (today < files) {
            if (failure != null) {
                throw failure;
            }
            if (System.nanoTime() > end) {
                throw new BenchException("Cannot go on: %d files of %s have landed in %d s, %d were to".formatted(
                        today, clock.today(), PATIENCE.toSeconds(), files));
            }
            wait(SHORTEST_PAUSE.toMillis());
        }
    }

    /**
     * Moves the clock to the next day. No file is landing meanwhile, so only late files land after their day is over.
     *
     * @param lastRun how long the batch took; the day's files are spread over the same time
     */
    synchronized void nextDay(Duration lastRun) {
        Duration spread = lastRun.dividedBy(options.filesPerDay());
        pause = spread.compareTo(SHORTEST_PAUSE) > 0 ? spread : SHORTEST_PAUSE;
        clock.moveTo(clock.today().plusDays(1));
        today = 0;
    }

    /**
     * Lets the current file finish, and lands no other. It does not interrupt the thread, because that would break a
     * write.
     */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
