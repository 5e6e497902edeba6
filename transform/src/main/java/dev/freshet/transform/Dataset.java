package dev.freshet.transform;

import dev.freshet.core.Names;
import dev.freshet.spec.Column;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.Step;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.engine.Cluster;
import dev.freshet.transform.history.HistoryTables;
import dev.freshet.transform.history.HotTables;
import dev.freshet.transform.history.Ledger;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.landing.LandingContents.Reason;
import dev.freshet.transform.landing.LandingContents;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.publish.PublishedGroup;
import dev.freshet.transform.publish.PublishedViews;
import dev.freshet.transform.publish.Rules;
import dev.freshet.transform.publish.Span;
import dev.freshet.transform.publish.UserViews;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One dataset of a lakehouse, with what a command works on: its views, its history, its raw files and the clock. */
record Dataset(DatasetSpec spec, LakehouseConnection lakehouse, Names names, TrinoSession trino, LandingZone landing,
        Clock clock, StepTimes progress, Consumer<Duration> pause) {
    /** Each look is a request to the storage. */
    private static final int LOOKS = 50;

    /** @param pause waits for the given time */
    static Dataset of(DatasetSpec spec, LakehouseConnection lakehouse, Clock clock, BatchProgress progress,
            Consumer<Duration> pause) {
        StepTimes times = new StepTimes(progress);
        return new Dataset(spec, lakehouse, lakehouse.names(spec), new TrinoSession(lakehouse.trino(), times),
                LandingZone.of(spec, lakehouse.landing(spec)), clock, times, pause);
    }

    String name() {
        return spec.name();
    }

    Instant now() {
        return clock.instant();
    }

    PublishedViews published() {
        return PublishedViews.read(spec, names, trino, hot().served());
    }

    HistoryTables history() {
        return new HistoryTables(spec, names, lakehouse.catalog());
    }

    HotTables hot() {
        return new HotTables(spec, names, lakehouse.catalog(), Rules.ofSql(spec, names));
    }

    Cluster cluster() {
        return new Cluster(names, trino, lakehouse.catalog());
    }

    /** Asks Trino only if the answer matters. */
    JsonNumbers jsonNumbers() {
        return spec.columns().stream().noneMatch(Column::isRescue) ? JsonNumbers.AS_DOUBLES
                : JsonNumbers.of(trino.query(JsonNumbers.QUESTION, row -> row.getString(1)).get(0));
    }

    Advisor advisor() {
        return new Advisor(spec, names, trino);
    }

    Optional<PublishedGroup> group() {
        return spec.group().map(name -> new PublishedGroup(name, names, trino));
    }

    UserViews userViews() {
        return new UserViews(names, trino);
    }

    TailCheck tailCheck() {
        return new TailCheck(this);
    }

    CutOver cutOver() {
        return new CutOver(this);
    }

    Planner planner(Ledger ledger, PublishedViews published, Instant at, Optional<Instant> trinoNow) {
        return new Planner(spec, landing, ledger, published, at, trinoNow.filter(at::isAfter).orElse(at));
    }

    /**
     * Everything below the landing root. Looks for compressed files with the name of plain text, too: among the newest
     * files of the tail, as a producer names all its files alike, and among the suspects.
     *
     * @param span what is published; if empty, all landing partitions are the tail
     */
    LandingContents contents(Optional<Span> span, List<RawFile> suspects) {
        LandingContents landed = landing.contents().until(span.map(Span::until));
        Stream<RawFile> newest = landed.partitions().entrySet().stream()
                .filter(files -> span.isEmpty() || !span.get().boundary().servesFromHistory(files.getKey()))
                .flatMap(files -> files.getValue().stream())
                .sorted(Comparator.comparing(RawFile::modified).reversed()).limit(LOOKS);
        return landed.and(Reason.COMPRESSED, Stream.concat(newest, suspects.stream().limit(LOOKS)).distinct()
                .filter(file -> !LandingContents.isMisnamed(file.path())).filter(landing::isCompressedUnderPlainName)
                .toList());
    }

    /** @throws LakehouseException if the landing root does not exist and the file system can tell */
    void requireLandingRoot() {
        progress.at(Step.LIST, Step.LIST.label(), 0, 0);
        landing.requireRoot();
    }
}
