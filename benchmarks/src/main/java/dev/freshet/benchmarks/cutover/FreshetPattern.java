package dev.freshet.benchmarks.cutover;

import dev.freshet.benchmarks.Contender;
import dev.freshet.benchmarks.Removal;
import dev.freshet.core.Names;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.DailyBatch.Repair;
import dev.freshet.transform.DailyBatch;
import dev.freshet.transform.Maintenance;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The daily batch as it is, with one reader in four on the plain views and the others on the gateway's driver.
 *
 * @param ingests whether intraday ingests are made, and the ingested view is read
 */
record FreshetPattern(DatasetSpec spec, LakehouseConnection lakehouse, SimulatedClock clock,
        boolean ingests) implements ServingPattern {
    static final String NAME = "freshet";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean goesBack() {
        return true;
    }

    @Override
    public List<Way> ways(int reader) {
        Names names = lakehouse.names(spec);
        if (reader % 4 == 0) {
            Stream<Way> plain = Stream.of(new Way(Way.View.LIVE, Contender.TRINO_JDBC, names.liveView()),
                    new Way(Way.View.T_1, Contender.TRINO_JDBC, names.t1View()));
            Stream<Way> ingested = Stream.of(new Way(Way.View.INGESTED, Contender.TRINO_JDBC, names.ingestedView()));
            return Stream.concat(plain, ingests ? ingested : Stream.empty()).toList();
        }
        return List.of(new Way(Way.View.LIVE, Contender.LIVE, names.liveView()),
                new Way(Way.View.T_1, Contender.T_1, names.liveView()),
                new Way(Way.View.LIVE, Contender.LIVE, names.liveView(), Optional.of(clock::today)));
    }

    @Override
    public void prepare() {
        remove();
    }

    @Override
    public void run(CutOverWatch watch) {
        batch(watch).run(Optional.empty());
    }

    @Override
    public void repair(CutOverWatch watch) {
        batch(watch).repair(Optional.empty(), Repair.LATE);
    }

    @Override
    public void rollBack(CutOverWatch watch) {
        batch(watch).rollBack();
    }

    @Override
    public void ingest() {
        batch(part -> {
        }).ingest();
    }

    /** With the real clock, because files and snapshots have their real ages. */
    @Override
    public void maintain() {
        new Maintenance(spec, lakehouse, Clock.systemUTC(), BatchProgress.NONE).run(spec.tail().retireAfter());
    }

    private DailyBatch batch(CutOverWatch watch) {
        return new DailyBatch(spec, lakehouse, clock, (step, detail, done, total) -> watch.begins(
                CutOverWatch.Part.of(step)));
    }

    @Override
    public void remove() {
        new Removal(lakehouse).remove(spec);
    }
}
