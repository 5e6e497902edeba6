package dev.freshet.transform.protocol;

import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.SpecReader;
import dev.freshet.transform.protocol.Move.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** A lakehouse in memory with its files, processes and time. Each {@link Move} changes it. */
final class World implements AutoCloseable {
    static final int SLOTS = 3;
    private static final int LAST_FILE = 999;
    private static final AtomicLong NUMBER = new AtomicLong();
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final String name = "world-" + NUMBER.incrementAndGet();
    private final Setting setting;
    private final WorldClock clock = new WorldClock(START);
    private final MemoryFiles files = new MemoryFiles();
    private final Landed landed = new Landed();
    private final CheckedProcess[] slots = new CheckedProcess[SLOTS];
    private final List<String> journal = new ArrayList<>();
    private final DatasetSpec spec;
    private final Names names;
    private final JdbcCatalog catalog;
    private final Snapshots snapshots;
    private final Procedures procedures;
    private final MiniTrino trino;
    private final Reader reader;
    private final Contract contract;
    private int processes;
    private long step;
    private long seenCatalog;

    World(Setting setting) {
        this.setting = setting;
        this.spec = SpecReader.parse("d.yaml", """
                                               dataset: d
                                               schema: s
                                               landing: {root: "%s", layout: "dt={yyyy}-{MM}-{dd}"}
                                               columns: {id: bigint}
                                               tail: {look_ahead: %s, retire_after: %s}
                                               %s
                                               """.formatted(Landed.ROOT, setting.lookAhead(),
                setting.retireAfter(),
                setting.has(Setting.Fault.INGEST) ? "ingest: {every: PT1M, min_age: PT0S}" : ""));
        this.names = spec.names("lakehouse", "landing");
        this.catalog = ProcessCatalog.open(name, new ProcessFiles(files, Effects.FREE, clock), ProcessCatalog.FREE);
        this.snapshots = new Snapshots(catalog, files);
        this.procedures = new Procedures(clock, setting.trinoSkew(), setting.rewritesAll());
        this.trino = new MiniTrino(new Tables(files, snapshots), procedures);
        this.reader = new Reader(trino, names);
        this.contract = new Contract(this);
        files.write(Landed.ROOT + "/_keep", new byte[0], START);
    }

    /** @throws Violation if a view breaks the contract */
    void apply(Move move) {
        step++;
        switch (move) {
            case Move.Start m -> start(m);
            case Move.Go m -> go(m.slot(), m.steps());
            case Move.Until m -> go(m.slot(), Move.Go.TO_THE_END, m.point()::isNext);
            case Move.Kill m -> kill(m.slot());
            case Move.Lose m -> {
                if (isActive(m.slot())) {
                    slots[m.slot()].lose(m.loss());
                    note("%s is to lose a reply: %s".formatted(process(m.slot()), m.loss()));
                }
            }
            case Move.Pass m -> {
                clock.pass(m.duration());
                note("%s pass; it is %s".formatted(m.duration(), clock.instant()));
            }
            case Move.Land m -> land(m);
            case Move.Delete m -> delete(m.file());
            case Move.Alter m -> alter(m);
        }
        check(null);
    }

    private void start(Move.Start move) {
        if (isActive(move.slot())) {
            return;
        }
        processes++;
        slots[move.slot()] = new CheckedProcess("p" + processes, move.job(), move.skew(), this);
        note("%s begins%s".formatted(process(move.slot()),
                move.skew().isZero() ? "" : ", its clock ahead by " + move.skew()));
    }

    private void go(int slot, int steps) {
        go(slot, steps, next -> false);
    }

    private void go(int slot, int steps, Predicate<String> stop) {
        if (!isActive(slot)) {
            return;
        }
        CheckedProcess process = slots[slot];
        String from = process.steps().next();
        int taken = 0;
        try {
            while (taken < steps && !process.steps().isOver() && (taken == 0 || !stop.test(process.steps().next()))) {
                step++;
                taken++;
                clock.pass(Duration.ofSeconds(1));
                process.steps().go();
                check(process);
            }
            if (process.steps().isOver()) {
                process.requireKnown();
                contract.ended(process);
            }
        } finally {
            note("%s takes %d steps from [%s] to before [%s]".formatted(process(slot), taken, from,
                    process.steps().isOver()
                            ? process.failure().map(e -> "its failure: " + Words.sql(e.getMessage())).orElse("its end")
                            : process.steps().next()));
        }
    }

    private void kill(int slot) {
        if (isActive(slot)) {
            slots[slot].steps().kill();
            note("%s is killed before [%s]".formatted(process(slot), slots[slot].steps().next()));
        }
    }

    private void land(Move.Land move) {
        if (landed.file(move.file()) == null) {
            Landed.File file = landed.land(move.file(), clock.today().minusDays(move.daysAgo()), move.rows(),
                    move.rejects(), move.poisonous(), step);
            files.write(file.path(), file.last().bytes(), clock.instant());
            note("%s lands".formatted(Words.file(file.path())));
        }
    }

    private void delete(int number) {
        Landed.File file = landed.file(number);
        if (file != null && !file.isDeleted()) {
            landed.delete(file, step);
            files.delete(file.path());
            note("the raw file %s is deleted".formatted(Words.file(file.path())));
        }
    }

    private void alter(Move.Alter move) {
        Landed.File file = landed.file(move.file());
        if (file != null && !file.isDeleted()) {
            landed.change(file, move.change(), step);
            Instant modified = move.change() == Landed.Change.REWRITTEN
                    ? files.read(file.path()).orElseThrow().modified()
                    : clock.instant();
            files.write(file.path(), file.last().bytes(), modified);
            note("the raw file %s is %s".formatted(Words.file(file.path()), move.change()));
        }
    }

    private void check(CheckedProcess acting) {
        if (seenCatalog != snapshots.version()) {
            seenCatalog = snapshots.version();
            for (String table : List.of(names.historyTable(), names.historyRejectsTable(), names.hotTable(),
                    names.hotRejectsTable())) {
                TableIdentifier identifier = TableIdentifier.of(names.hiddenSchema(), table);
                if (snapshots.exists(identifier)) {
                    procedures.see(snapshots.table(identifier));
                }
            }
        }
        contract.afterStep(acting);
    }

    /**
     * Lets every process end, deletes the unreadable files, and requires that a run with a correct clock restores a
     * state without faults.
     */
    void finish() {
        for (int slot = 0; slot < SLOTS; slot++) {
            go(slot, Move.Go.TO_THE_END);
        }
        landed.files().stream().filter(Landed.File::isPoisonous).forEach(file -> delete(file.number()));
        if (landed.files().stream().allMatch(Landed.File::isDeleted)) {
            apply(new Move.Land(LAST_FILE, 0, 1, 0, false)); // the first run needs a file
        }
        apply(new Move.Pass(Duration.ofHours(1)));
        Instant quiet = clock.instant();
        RuntimeException failure = end(Job.RUN);
        if (failure != null && failure.getMessage().contains("repair")) {
            end(Job.REPAIR);
            failure = end(Job.RUN);
        }
        if (failure != null) {
            throw new Violation(Violation.Rule.STUCK,
                    "a run with a correct clock fails: " + Words.sql(failure.getMessage()));
        }
        contract.requireAll(quiet);
        if (setting.has(Setting.Fault.INGEST)) {
            failure = end(Job.INGEST);
            if (failure != null) {
                throw new Violation(Violation.Rule.STUCK, "an ingest fails: " + Words.sql(failure.getMessage()));
            }
            contract.requireAll(quiet);
        }
        failure = end(Job.MAINTAIN);
        if (failure != null) {
            throw new Violation(Violation.Rule.STUCK, "housekeeping fails: " + Words.sql(failure.getMessage()));
        }
        contract.requireAll(quiet);
    }

    /** Runs a process to its end. Returns its failure; null if it has none. */
    private RuntimeException end(Job job) {
        apply(new Move.Start(0, job, Duration.ZERO));
        go(0, Move.Go.TO_THE_END);
        check(null);
        return slots[0].failure().orElse(null);
    }

    private String process(int slot) {
        return slots[slot].name() + " (" + slots[slot].job() + ")";
    }

    private void note(String line) {
        journal.add(line);
    }

    boolean isActive(int slot) {
        return slots[slot] != null && !slots[slot].steps().isOver();
    }

    /** The events so far, in words. */
    List<String> journal() {
        return List.copyOf(journal);
    }

    String name() {
        return name;
    }

    Setting setting() {
        return setting;
    }

    WorldClock clock() {
        return clock;
    }

    MemoryFiles files() {
        return files;
    }

    Landed landed() {
        return landed;
    }

    DatasetSpec spec() {
        return spec;
    }

    Names names() {
        return names;
    }

    MiniTrino trino() {
        return trino;
    }

    Reader reader() {
        return reader;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    /** Counts moves and the steps of processes. */
    long step() {
        return step;
    }

    /** Grows with each change that a reader could see. */
    long version() {
        return files.version() + trino.version() + snapshots.version();
    }

    long states() {
        return contract.states();
    }

    @Override
    public void close() {
        for (int slot = 0; slot < SLOTS; slot++) {
            kill(slot);
        }
        ProcessCatalog.close(catalog);
        ProcessCatalog.remove(name);
    }
}
