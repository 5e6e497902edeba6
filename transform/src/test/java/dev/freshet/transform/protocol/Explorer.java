package dev.freshet.transform.protocol;

import dev.freshet.transform.protocol.Move.Job;
import dev.freshet.transform.protocol.Move.Point;
import dev.freshet.transform.protocol.Setting.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Generates the moves of a world from a seed, within its setting. */
final class Explorer {
    private static final int DAYS_OF_POISON = 7;
    /** The approximate number of steps of a run that ingests two days. */
    private static final int LONG_RUN = 170;
    private static final int DAY_IN_MINUTES = 1440;
    private static final List<Point> IN_A_RUN = List.of(Point.WRITE, Point.STAGE, Point.RECONCILE, Point.COMMIT,
            Point.FLIP);

    private static final List<Job> REPAIRS = List.of(Job.REPAIR, Job.REPAIR_FORCED, Job.BACKFILL);

    private final Random random;
    private final Setting setting;
    private final List<Move> moves = new ArrayList<>();
    private int files;

    private Explorer(Random random, Setting setting) {
        this.random = random;
        this.setting = setting;
    }

    /** Generates the schedule for a seed. */
    static Schedule schedule(long seed, int length) {
        Random random = new Random(seed);
        return new Explorer(random, Setting.random(random)).explore(length);
    }

    /** Generates the schedule for a seed, with only these faults. */
    static Schedule schedule(long seed, int length, Set<Fault> faults) {
        Random random = new Random(seed);
        return new Explorer(random, Setting.random(random, faults)).explore(length);
    }

    private Schedule explore(int length) {
        land(0);
        land(1);
        whole(Job.RUN);
        while (moves.size() < length) {
            move();
        }
        for (int slot = 0; slot < World.SLOTS; slot++) {
            if (setting.has(Fault.KILL) && random.nextInt(3) == 0) {
                moves.add(new Move.Kill(slot));
            }
        }
        return new Schedule(setting, moves);
    }

    private void move() {
        switch (random.nextInt(20)) {
            case 0, 1 -> whole(Job.RUN);
            case 2, 3, 4 -> start();
            case 5, 6 -> moves.add(new Move.Go(slot(), steps()));
            case 7 -> toTheEnd(slot());
            case 8, 9 -> land(0);
            case 10 -> pass(Duration.ofHours(14 + random.nextInt(20)));
            case 11 -> pass(Duration.ofMinutes(1 + random.nextInt(300)));
            case 12 -> {
                land(0);
                pass(Duration.ofHours(24));
                whole(Job.RUN);
            }
            default -> fault();
        }
    }

    private void fault() {
        List<Fault> faults = setting.faults().stream().sorted().toList();
        if (faults.isEmpty()) {
            return;
        }
        switch (faults.get(random.nextInt(faults.size()))) {
            case INGEST -> whole(Job.INGEST);
            case KILL -> kill();
            case PAUSE -> {
                if (setting.has(Fault.MAINTAIN) && random.nextBoolean()) {
                    cross();
                } else {
                    pause();
                }
            }
            case OVERLAP -> start();
            case POISON -> poison();
            case SKEW -> skewed();
            case MAINTAIN -> whole(Job.MAINTAIN);
            case LOSS -> lose();
            case ROLL_BACK -> whole(Job.ROLL_BACK);
            case LATE -> land(1 + random.nextInt(3));
            case DELETE -> delete();
            case GROW -> moves.add(new Move.Alter(file(), Landed.Change.GROWN));
            case REPLACE -> moves.add(new Move.Alter(file(), Landed.Change.REPLACED));
            case REWRITE -> rewrite();
            case REPAIR -> whole(REPAIRS.get(random.nextInt(REPAIRS.size())));
            case DROP -> whole(random.nextInt(3) == 0 ? Job.RESTORE : Job.DROP_GONE);
        }
    }

    /** Lands a file, so that the next run has work to do. */
    private void work() {
        if (setting.has(Fault.LATE) && random.nextInt(4) != 0) {
            land(1 + random.nextInt(2));
        } else if (random.nextInt(4) != 0) {
            land(0);
            pass(Duration.ofHours(20 + random.nextInt(8)));
        }
    }

    private void kill() {
        work();
        int slot = begin();
        halfway(slot);
        moves.add(new Move.Kill(slot));
    }

    /** Changes a file after a run has read it, so that the reconciliation has to detect it. */
    private void rewrite() {
        halfway(random.nextBoolean() ? slot() : begin());
        moves.add(new Move.Alter(file(), Landed.Change.REWRITTEN));
    }

    /** Lets a process take a random number of steps, or run until just after a named point. */
    private void halfway(int slot) {
        if (random.nextBoolean()) {
            moves.add(new Move.Go(slot, steps()));
        } else {
            until(slot, IN_A_RUN.get(random.nextInt(IN_A_RUN.size())));
            fewSteps(slot);
        }
    }

    private void until(int slot, Point point) {
        do {
            moves.add(new Move.Until(slot, point));
        } while (random.nextBoolean());
    }

    private void fewSteps(int slot) {
        moves.add(new Move.Go(slot, 1 + random.nextInt(6)));
    }

    /** Deletes one raw file, or all older ones as a lifecycle rule does. */
    private void delete() {
        int last = file();
        for (int file = random.nextInt(3) == 0 ? 0 : last; file <= last; file++) {
            moves.add(new Move.Delete(file));
        }
    }

    /** Pauses a process, and lets other events happen. */
    private void pause() {
        work();
        int slot = begin();
        halfway(slot);
        standStill();
        if (setting.has(Fault.MAINTAIN)) {
            whole(Job.MAINTAIN, beside(slot));
        }
        if (random.nextBoolean()) {
            toTheEnd(slot);
        }
    }

    /** Pauses a run that has written files, and resumes it while housekeeping waits before its first deletion. */
    private void cross() {
        work();
        int run = slot();
        int housekeeping = beside(run);
        toTheEnd(run);
        moves.add(new Move.Start(run, Job.RUN, Duration.ZERO));
        until(run, random.nextBoolean() ? Point.WRITE : Point.STAGE);
        fewSteps(run);
        standStill();
        toTheEnd(housekeeping);
        moves.add(new Move.Start(housekeeping, Job.MAINTAIN, Duration.ZERO));
        moves.add(new Move.Until(housekeeping, Point.DELETE));
        fewSteps(housekeeping);
        toTheEnd(run);
        toTheEnd(housekeeping);
    }

    /** Pauses for less than a day or for days, because a lease lasts at least one day. */
    private void standStill() {
        int days = random.nextBoolean() ? 0 : 1 + random.nextInt(3);
        pass(Duration.ofDays(days).plusMinutes(1 + random.nextInt(DAY_IN_MINUTES)));
    }

    private static int beside(int slot) {
        return (slot + 1) % World.SLOTS;
    }

    private void lose() {
        work();
        int slot = begin();
        if (random.nextInt(3) == 0) {
            moves.add(new Move.Go(slot, steps()));
            Loss[] losses = Loss.values();
            moves.add(new Move.Lose(slot, losses[random.nextInt(losses.length)]));
        } else {
            until(slot, random.nextBoolean() ? Point.STAGE : Point.COMMIT);
            moves.add(new Move.Lose(slot, random.nextBoolean() ? Loss.AFTER : Loss.BEFORE));
        }
        moves.add(new Move.Go(slot, random.nextBoolean() ? Move.Go.TO_THE_END : steps()));
    }

    private void skewed() {
        int slot = slot();
        moves.add(new Move.Start(slot, Job.RUN, skew()));
        moves.add(new Move.Go(slot, random.nextBoolean() ? Move.Go.TO_THE_END : steps()));
    }

    private void poison() {
        int bad = files++;
        moves.add(new Move.Land(bad, random.nextInt(2), 1, 0, true));
        for (int day = 0; day < DAYS_OF_POISON; day++) {
            pass(Duration.ofHours(24));
            land(0);
            if (random.nextInt(4) != 0) {
                whole(Job.RUN);
            }
        }
        moves.add(new Move.Delete(bad));
    }

    private void start() {
        int slot = begin();
        boolean inPortions = setting.has(Fault.OVERLAP) || setting.has(Fault.PAUSE) || setting.has(Fault.KILL);
        moves.add(new Move.Go(slot, inPortions ? steps() : Move.Go.TO_THE_END));
    }

    /** Starts a process of any kind, if the slot is free. */
    private int begin() {
        List<Job> jobs = new ArrayList<>(List.of(Job.RUN, Job.RUN, Job.RUN));
        if (setting.has(Fault.INGEST)) {
            jobs.add(Job.INGEST);
            jobs.add(Job.INGEST);
        }
        if (setting.has(Fault.MAINTAIN)) {
            jobs.add(Job.MAINTAIN);
        }
        if (setting.has(Fault.ROLL_BACK)) {
            jobs.add(Job.ROLL_BACK);
        }
        if (setting.has(Fault.REPAIR)) {
            jobs.addAll(REPAIRS);
        }
        if (setting.has(Fault.DROP)) {
            jobs.add(Job.DROP_GONE);
            jobs.add(Job.RESTORE);
        }
        int slot = slot();
        boolean wrong = setting.has(Fault.SKEW) && random.nextInt(4) == 0;
        moves.add(new Move.Start(slot, jobs.get(random.nextInt(jobs.size())), wrong ? skew() : Duration.ZERO));
        return slot;
    }

    private void whole(Job job) {
        whole(job, slot());
    }

    private void whole(Job job, int slot) {
        moves.add(new Move.Start(slot, job, Duration.ZERO));
        toTheEnd(slot);
    }

    private void toTheEnd(int slot) {
        moves.add(new Move.Go(slot, Move.Go.TO_THE_END));
    }

    private void land(int daysAgo) {
        moves.add(new Move.Land(files++, daysAgo, 1 + random.nextInt(2), random.nextInt(4) == 0 ? 1 : 0, false));
    }

    private void pass(Duration duration) {
        moves.add(new Move.Pass(duration));
    }

    private int slot() {
        return setting.has(Fault.OVERLAP) || setting.has(Fault.PAUSE) ? random.nextInt(World.SLOTS) : 0;
    }

    private int steps() {
        return 1 + (random.nextBoolean() ? random.nextInt(30) : random.nextInt(LONG_RUN));
    }

    /** Picks a file. Newer files are more likely. */
    private int file() {
        return Math.max(0, files - 1 - (int) (random.nextDouble() * random.nextDouble() * 8));
    }

    private Duration skew() {
        return Duration.ofHours((1 + random.nextInt(120)) * (random.nextInt(4) == 0 ? 1 : -1));
    }
}
