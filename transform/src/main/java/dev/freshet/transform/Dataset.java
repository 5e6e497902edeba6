package dev.freshet.transform;

import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.history.HistoryTables;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.publish.PublishedViews;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** One dataset of a lakehouse, with what a command works on: its views, its history, its raw files and the clock. */
record Dataset(DatasetSpec spec, LakehouseConnection lakehouse, Names names, TrinoSession trino, LandingZone landing,
        Clock clock,
        BatchProgress progress) {

    static Dataset of(DatasetSpec spec, LakehouseConnection lakehouse, Clock clock, BatchProgress progress) {
        return new Dataset(spec, lakehouse, lakehouse.names(spec), new TrinoSession(lakehouse.trino(), progress),
                LandingZone.of(spec, lakehouse.landing(spec)), clock, progress);
    }

    String name() {
        return spec.name();
    }

    Instant now() {
        return clock.instant();
    }

    PublishedViews published() {
        return PublishedViews.read(spec, names, trino);
    }

    HistoryTables history() {
        return new HistoryTables(spec, names, lakehouse.catalog());
    }

    Advisor advisor() {
        return new Advisor(spec, names, trino);
    }

    CutOver cutOver() {
        return new CutOver(this);
    }

    Planner planner(Ledger ledger, PublishedViews published, Instant at, Optional<Instant> trinoNow) {
        return new Planner(spec, landing, ledger, published, at, trinoNow.filter(at::isAfter).orElse(at));
    }

    /** @throws LakehouseException if the landing root does not exist and the file system can tell */
    void requireLandingRoot() {
        progress.at(Step.LIST, Step.LIST.label(), 0, 0);
        landing.requireRoot();
    }
}
