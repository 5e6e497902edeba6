package dev.freshet.transform;

import dev.freshet.core.LandingPartition;
import dev.freshet.core.Publication;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.sql.SetAside;
import dev.freshet.transform.engine.Inputs;
import dev.freshet.transform.history.TableSize;
import dev.freshet.transform.landing.LandingContents;
import dev.freshet.transform.landing.LandingContents.NotRead;
import dev.freshet.transform.landing.RawFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The status of a dataset.
 *
 * @param publication what the last flip published; empty before the first run
 * @param historyDataAsOf the instant up to which history is complete
 * @param historyRows rows in the T-1 view
 * @param historySize what a query of all of history reads
 * @param lag the age of the instant up to which all landed files are ingested, as far as the boundary, the ingested
 *        view and the raw files of the tail tell; zero if none is raw. Empty before the first run
 * @param lines the lines of the last landing partition in history, and of those with hot files, as they were ingested
 * @param hot the landing partitions whose raw files are read from the hot table, oldest first
 * @param completeUntil the instant up to which the ingested view is complete, if it says so
 * @param tail the landing partitions that are served from raw files and have any, oldest first
 * @param checked how many landing partitions before the boundary were checked for late and changed files
 * @param late files before the boundary that are new or have grown since ingest; the next run ingests them
 * @param changed ingested files that are gone or were replaced; history keeps their rows
 * @param damaged landing partitions whose data files in history are missing
 * @param warnings causes of stale answers now or soon, one sentence each
 * @param setAside raw files of the tail that no query reads, as they would fail it
 * @param hidden how many files are ignored, as their names start with {@code .} or {@code _}
 * @param notRead files below the landing root that no route reads
 */
public record DatasetStatus(String dataset, Optional<Publication> publication, Optional<Instant> historyDataAsOf,
        long historyRows, TableSize historySize, Optional<Duration> lag, List<Lines> lines, List<RawPartition> hot,
        Optional<Instant> completeUntil, List<RawPartition> tail, int checked,
        List<RawPartition> late,
        List<RawPartition> changed,
        List<LandingPartition> damaged, List<String> warnings, SetAside setAside, long hidden,
        List<NotRead> notRead) {
    public DatasetStatus {
        lines = List.copyOf(lines);
        hot = List.copyOf(hot);
        tail = List.copyOf(tail);
        late = List.copyOf(late);
        changed = List.copyOf(changed);
        damaged = List.copyOf(damaged);
        warnings = List.copyOf(warnings);
    }

    static DatasetStatus unpublished(String dataset, LandingContents landed) {
        return new DatasetStatus(dataset, Optional.empty(), Optional.empty(), 0, TableSize.NONE, Optional.empty(),
                List.of(), List.of(),
                Optional.empty(), partitions(landed.partitions()), 0, List.of(), List.of(), List.of(), List.of(),
                SetAside.NONE,
                landed.hidden(), landed.notRead());
    }

    static DatasetStatus of(DatasetSpec spec, Publication live, long historyRows, TableSize historySize, Duration lag,
            List<Lines> lines,
            Map<LandingPartition, List<RawFile>> hot, Optional<Instant> completeUntil,
            Map<LandingPartition, List<RawFile>> tail, List<BatchPlan.Partition> checked,
            List<LandingPartition> damaged, List<String> warnings, SetAside setAside, LandingContents contents) {
        Map<LandingPartition, List<RawFile>> late = new TreeMap<>();
        Map<LandingPartition, List<RawFile>> changed = new TreeMap<>();
        for (BatchPlan.Partition partition : checked) {
            late.put(partition.landed(), partition.changes().comes());
            changed.put(partition.landed(), partition.changes().goes());
        }
        return new DatasetStatus(spec.name(), Optional.of(live),
                Optional.of(live.boundary().historyDataAsOf(spec.zone())), historyRows, historySize, Optional.of(lag),
                lines,
                partitions(hot), completeUntil, partitions(tail), checked.size(), partitions(late), partitions(changed),
                damaged, warnings, setAside, contents.hidden(), contents.notRead());
    }

    private static List<RawPartition> partitions(Map<LandingPartition, List<RawFile>> files) {
        return files.entrySet().stream().filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> RawPartition.of(entry.getKey(), entry.getValue())).toList();
    }

    /** The lines of a landing partition, as its raw files were read. */
    public record Lines(LandingPartition landed, long rows, long rejects) {
        static Lines of(LandingPartition landed, Inputs inputs) {
            return new Lines(landed, inputs.rows(), inputs.rejects());
        }
    }

    /**
     * Raw files of a landing partition.
     *
     * @param oldest modification time of the oldest file
     * @param newest modification time of the newest file
     */
    public record RawPartition(LandingPartition landed, int files, long bytes, Optional<Instant> oldest,
            Optional<Instant> newest) {
        static RawPartition of(LandingPartition landed, List<RawFile> files) {
            return new RawPartition(landed, files.size(), files.stream().mapToLong(RawFile::bytes).sum(),
                    files.stream().map(RawFile::modified).min(Comparator.naturalOrder()),
                    files.stream().map(RawFile::modified).max(Comparator.naturalOrder()));
        }
    }
}
