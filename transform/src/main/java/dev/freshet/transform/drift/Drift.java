package dev.freshet.transform.drift;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.spec.Column;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.transform.Dataset;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.Lakehouse;
import dev.freshet.transform.history.History;
import dev.freshet.transform.json.LineMapper;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.RawLines;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.data.Record;

/**
 * How far the tail's lines have drifted from the spec. Reads the raw files that the tail serves as the batch would, and
 * changes nothing.
 *
 * @param boundary the first landing partition that was read; empty before the first run, when all were read
 * @param partitions the landing partitions with files
 * @param rejects number of rejected lines by reason
 * @param empty columns without a value in any row; no columns if there are no rows
 * @param drift what the spec does not accept, and the spec that would accept it
 */
public record Drift(Optional<LandingPartition> boundary, List<LandingPartition> partitions, long files, long bytes,
        long rows, Map<String, Long> rejects, List<Column> empty, SpecDrift drift) {

    public static Drift of(DatasetSpec spec, Lakehouse lakehouse) {
        Dataset dataset = Dataset.of(spec, lakehouse, Clock.systemUTC(), BatchProgress.NONE);
        Optional<LandingPartition> boundary = dataset.published().live().map(Publication::boundary)
                .map(b -> b.first());
        NavigableMap<LandingPartition, List<RawFile>> tail = dataset.rawFiles();
        if (boundary.isPresent()) {
            tail = tail.tailMap(boundary.get(), true);
        }
        return new Reading(spec).read(dataset.landing(), boundary, tail);
    }

    private static final class Reading {
        private final List<Column> columns;
        private final DatasetSpec spec;
        private final SpecDrift drift;
        private final Map<String, Long> rejects = new TreeMap<>();
        private final Set<Column> filled = new HashSet<>();
        private long rows;

        private Reading(DatasetSpec spec) {
            this.spec = spec;
            columns = spec.columns();
            drift = new SpecDrift(spec);
        }

        private Drift read(LandingZone landing, Optional<LandingPartition> boundary,
                NavigableMap<LandingPartition, List<RawFile>> tail) {
            List<RawFile> files = tail.values().stream().flatMap(List::stream).toList();
            tail.forEach((partition, landed) -> {
                LineMapper mapper = new LineMapper(spec, History.columns(spec), partition);
                landed.forEach(file -> read(mapper, landing, file));
            });
            List<Column> empty = rows == 0 ? List.of() : columns.stream().filter(c -> !filled.contains(c)).toList();
            return new Drift(boundary, List.copyOf(tail.keySet()), files.size(),
                    files.stream().mapToLong(RawFile::bytes).sum(), rows, rejects, empty, drift);
        }

        private void read(LineMapper mapper, LandingZone landing, RawFile file) {
            try (RawLines lines = landing.open(file)) {
                for (String line = lines.next(); line != null; line = lines.next()) {
                    read(mapper, line);
                }
            }
        }

        private void read(LineMapper mapper, String line) {
            switch (mapper.map(line)) {
                case LineMapper.Result.Row row -> {
                    rows++;
                    fill(row.fields());
                }
                case LineMapper.Result.Reject reject -> rejects.merge(reject.reason(), 1L, Long::sum);
                case LineMapper.Result.Blank ignored -> {
                    return;
                }
            }
            mapper.unnamed(line).ifPresent(drift::addUnnamed);
            mapper.misfits(line, drift::addMisfit);
        }

        private void fill(Record row) {
            if (filled.size() < columns.size()) {
                columns.stream().filter(c -> row.getField(c.historyName()) != null).forEach(filled::add);
            }
        }
    }
}
