package dev.freshet.benchmarks.cutover;

import dev.freshet.core.Boundary;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.DailyBatch.Repair;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.Maintenance;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/** What one run does. */
enum Job {
    RUN(Run.Kind.BATCH),
    REPAIR(Run.Kind.BATCH),
    ROLL_BACK(Run.Kind.ROLL_BACK),
    MAINTAIN(Run.Kind.MAINTENANCE),
    INGEST(Run.Kind.MAINTENANCE);

    private final Run.Kind kind;

    Job(Run.Kind kind) {
        this.kind = kind;
    }

    Run.Kind kind() {
        return kind;
    }

    /**
     * Does it. Housekeeping uses the real clock, because files and snapshots have their real ages.
     *
     * @return the boundary that the run reports as published; empty for intraday ingest and housekeeping
     */
    Optional<LocalDate> make(DatasetSpec spec, LakehouseConnection lakehouse, Clock clock, BatchProgress progress) {
        DailyBatch batch = new DailyBatch(spec, lakehouse, clock, progress);
        return switch (this) {
            case RUN -> day(batch.run(Optional.empty()).after());
            case REPAIR -> day(batch.repair(Optional.empty(), Repair.LATE).after());
            case ROLL_BACK -> day(batch.rollBack());
            case INGEST -> {
                batch.ingest();
                yield Optional.empty();
            }
            case MAINTAIN -> {
                new Maintenance(spec, lakehouse, Clock.systemUTC(), progress).run(spec.tail().retireAfter());
                yield Optional.empty();
            }
        };
    }

    private static Optional<LocalDate> day(Boundary boundary) {
        return Optional.of(boundary.historyEnd().toLocalDate());
    }

    /** As reports name it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace("_", "");
    }
}
