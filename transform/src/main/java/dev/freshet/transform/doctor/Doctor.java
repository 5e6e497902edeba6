package dev.freshet.transform.doctor;

import dev.freshet.transform.connect.LakehouseConfig;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.doctor.Finding.Verdict;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Checks a lakehouse by use: makes schemas of its own, lands files, runs the batch on them, and removes all of it. What
 * it finds is what a dataset would meet. A catalog's settings cannot be read over SQL, so they are told by what they
 * do.
 */
public final class Doctor {
    private final LakehouseConfig config;
    private final String landingRoot;
    private final Clock clock;
    private final Consumer<Finding> progress;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param landingRoot of a dataset; the doctor lands its files beside it
     * @param progress receives each finding at once
     */
    public Doctor(LakehouseConfig config, String landingRoot, Clock clock, Consumer<Finding> progress) {
        this.config = config;
        this.landingRoot = landingRoot;
        this.clock = clock;
        this.progress = progress;
    }

    /** Does all checks. */
    public List<Finding> examine() {
        try (LakehouseConnection lakehouse = LakehouseConnection.open(config)) {
            add(Finding.ok("connections", "Trino, the Iceberg catalog and the landing zone's file system answer"));
            examine(lakehouse);
        } catch (LakehouseException e) {
            add(Finding.wrong("connections", e.getMessage(), "the lakehouse file (docs/lakehouse-file.md)"));
        }
        return findings;
    }

    private void examine(LakehouseConnection lakehouse) {
        TrinoChecks trino = new TrinoChecks(config, lakehouse, clock);
        check("versions", trino::versions);
        check("clocks", trino::clocks);
        check("catalogs", trino::catalogs);
        if (isWrong("catalogs")) {
            return;
        }
        Scratch scratch = Scratch.of(lakehouse, landingRoot, clock.instant());
        try {
            examine(scratch);
        } finally {
            check("clean-up", scratch::remove);
        }
    }

    private void examine(Scratch scratch) {
        check("schemas", scratch::createSchemas);
        if (isWrong("schemas")) {
            return;
        }
        FileChecks files = new FileChecks(config, scratch, clock);
        check("raw files", files::same);
        if (isWrong("raw files")) {
            return;
        }
        check("storage clock", files::clock);
        check("new files", files::added);
        check("replaced files", files::replaced);
        check("directories", files::below);
        check("days to come", files::toCome);
        check("metastore", files::metastore);
        check("batch", () -> batch(scratch));
    }

    private Finding batch(Scratch scratch) {
        return findings.stream().anyMatch(f -> f.verdict() == Verdict.WRONG)
                ? new Finding("batch", Verdict.SKIPPED, "fix the above first", Optional.empty())
                : new Certificate(scratch, clock).finding();
    }

    /** A check that fails is wrong. Catalogs and file systems throw exceptions of their own. */
    private void check(String name, Supplier<Finding> check) {
        try {
            add(check.get());
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            add(new Finding(name, Verdict.WRONG, message, Fixes.of(message, config)));
        }
    }

    private boolean isWrong(String check) {
        return findings.stream().anyMatch(f -> f.check().equals(check) && f.verdict() == Verdict.WRONG);
    }

    private void add(Finding finding) {
        findings.add(finding);
        progress.accept(finding);
    }
}
