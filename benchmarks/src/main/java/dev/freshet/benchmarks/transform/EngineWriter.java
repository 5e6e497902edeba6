package dev.freshet.benchmarks.transform;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.spec.sql.IngestUnit;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.engine.Engine;
import dev.freshet.transform.engine.Resources;
import dev.freshet.transform.engine.Written;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.landing.LandingZone;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** An engine of the batch, with all that it does beside: checks of each value, checksums, quarantine. */
record EngineWriter(Engine engine, LandingZone landing) implements DayWriter {
    static EngineWriter byColumn(RawDay day, Path out) {
        HistoryTable table = HistoryTable.create(day, out);
        LandingZone landing = LandingZone.of(day.spec(), day.io());
        return new EngineWriter(Engine.byColumn(day.spec(), table.rows(), table.rejects(), landing,
                JsonNumbers.AS_DOUBLES, BatchProgress.NONE, day.spec().history().parquet(), Resources.ofJvm()),
                landing);
    }

    static EngineWriter byRow(RawDay day, Path out) {
        HistoryTable table = HistoryTable.create(day, out);
        LandingZone landing = LandingZone.of(day.spec(), day.io());
        return new EngineWriter(
                Engine.byRow(day.spec(), table.rows(), table.rejects(), landing, JsonNumbers.AS_DOUBLES,
                        BatchProgress.NONE),
                landing);
    }

    @Override
    public void write() {
        Written written = engine.write(new IngestUnit(RawDay.DAY), landing.list(RawDay.DAY), new TreeMap<>(),
                List.of());
        if (!written.reasons().isEmpty()) {
            throw new BenchException("Cannot compare: the batch rejects lines (%s)".formatted(written.reasons()));
        }
    }
}
