package dev.freshet.transform.drift;

import dev.freshet.core.Boundary;
import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.spec.Column;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.Hot;
import dev.freshet.transform.connect.BatchProgress;
import dev.freshet.transform.connect.LakehouseConnection;
import dev.freshet.transform.connect.TrinoSession;
import dev.freshet.transform.json.JsonNumbers;
import dev.freshet.transform.json.LineInspector;
import dev.freshet.transform.json.LineMapper;
import dev.freshet.transform.landing.FileCheck;
import dev.freshet.transform.landing.LandingZone;
import dev.freshet.transform.landing.RawFile;
import dev.freshet.transform.landing.RawLines;
import dev.freshet.transform.publish.PublishedViews;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far the tail's lines have drifted from the spec. Reads the raw files that the tail serves as the batch would, and
 * changes nothing.
 *
 * @param boundary from which landing partitions were read; empty before the first run, when all were read
 * @param partitions the landing partitions with files
 * @param rejects number of rejected lines by reason
 * @param empty columns without a value in any row; no columns if there are no rows
 * @param drift what the spec does not accept, and the spec that would accept it
 */
public record Drift(Optional<Boundary> boundary, List<LandingPartition> partitions, long files, long bytes,
        long rows, Map<String, Long> rejects, List<Column> empty, SpecDrift drift) {

    public static Drift of(DatasetSpec spec, LakehouseConnection lakehouse) {
        TrinoSession trino = new TrinoSession(lakehouse.trino(), BatchProgress.NONE);
        Optional<Boundary> boundary = PublishedViews.read(spec, lakehouse.names(spec), trino, Hot.NONE).live()
                .map(Publication::boundary);
        LandingZone landing = LandingZone.of(spec, lakehouse.landing(spec));
        NavigableMap<LandingPartition, List<RawFile>> tail = landing.list();
        tail.keySet().removeIf(partition -> boundary.filter(b -> b.servesFromHistory(partition)).isPresent());
        return new Reading(spec).read(landing, boundary, tail);
    }

    private static final class Reading {
        private final List<Column> columns;
        private final DatasetSpec spec;
        private final SpecDrift drift;
        private final LineInspector inspector;
        private final Map<String, Long> rejects = new TreeMap<>();
        private final Set<Column> filled = new HashSet<>();
        private long rows;

        private Reading(DatasetSpec spec) {
            this.spec = spec;
            columns = spec.columns();
            drift = new SpecDrift(spec);
            inspector = new LineInspector(spec);
        }

        private Drift read(LandingZone landing, Optional<Boundary> boundary,
                NavigableMap<LandingPartition, List<RawFile>> tail) {
            List<RawFile> files = tail.values().stream().flatMap(List::stream).toList();
            tail.forEach((partition, landed) -> {
                LineMapper mapper = new LineMapper(spec, partition);
                Map<String, String> unreadable = new FileCheck(landing).unreadable(landed);
                unreadable.values().forEach(reason -> rejects.merge(reason, 1L, Long::sum));
                landed.stream().filter(file -> !unreadable.containsKey(file.path()))
                        .forEach(file -> read(mapper, landing, file));
            });
            List<Column> empty = rows == 0 ? List.of() : columns.stream().filter(c -> !filled.contains(c)).toList();
            return new Drift(boundary, List.copyOf(tail.keySet()), files.size(),
                    files.stream().mapToLong(RawFile::bytes).sum(), rows, rejects, empty, drift);
        }

        private void read(LineMapper mapper, LandingZone landing, RawFile file) {
            try (RawLines lines = landing.open(file)) {
                for (String line = lines.next(); line != null; line = lines.next()) {
                    read(mapper.map(line, file.path()), line);
                }
            }
        }

        private void read(LineMapper.Result mapped, String line) {
            switch (mapped) {
                case LineMapper.Result.Row row -> {
                    rows++;
                    fill(row.values());
                }
                case LineMapper.Result.Reject reject -> rejects.merge(reject.reason(), 1L, Long::sum);
                case LineMapper.Result.Blank ignored -> {
                    return;
                }
            }
            inspector.unnamed(line, JsonNumbers.AS_DOUBLES).ifPresent(drift::addUnnamed);
            inspector.misfits(line, drift::addMisfit);
        }

        private void fill(List<Object> values) {
            for (int i = 0; i < values.size() && filled.size() < columns.size(); i++) {
                if (values.get(i) != null) {
                    filled.add(columns.get(i));
                }
            }
        }
    }
}
