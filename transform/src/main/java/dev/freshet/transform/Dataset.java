package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.Lakehouse;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.history.History;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.publish.PublishedViews;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.iceberg.exceptions.NotFoundException;

/** One dataset of a lakehouse, with what a command works on: its views, its history, its raw files and the clock. */
public record Dataset(DatasetSpec spec, Lakehouse lakehouse, Names names, TrinoSession trino, LandingZone landing,
        Clock clock,
        BatchProgress progress) {

    public static Dataset of(DatasetSpec spec, Lakehouse lakehouse, Clock clock, BatchProgress progress) {
        return new Dataset(spec, lakehouse, lakehouse.names(spec), new TrinoSession(lakehouse.trino(), progress),
                new LandingZone(spec.landing(), lakehouse.landing()), clock, progress);
    }

    String name() {
        return spec.name();
    }

    Instant now() {
        return clock.instant();
    }

    public PublishedViews published() {
        return PublishedViews.read(spec, names, trino);
    }

    /** Opens history with the columns of the spec; creates it if it does not exist. */
    History openHistory() {
        return History.open(spec, names, lakehouse.catalog(), progress);
    }

    Ledger ledger() {
        return History.ledger(spec, names, lakehouse.catalog());
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
        try {
            landing.requireRoot();
        } catch (NotFoundException e) {
            throw noLandingRoot(e);
        }
    }

    /** All raw files. */
    public NavigableMap<LandingPartition, List<RawFile>> rawFiles() {
        try {
            return landing.list();
        } catch (NotFoundException e) {
            throw noLandingRoot(e);
        }
    }

    private LakehouseException noLandingRoot(NotFoundException e) {
        return new LakehouseException("Cannot find the landing root of %s: %s".formatted(name(), e.getMessage()), e);
    }
}
