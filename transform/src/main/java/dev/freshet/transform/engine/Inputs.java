package dev.freshet.transform.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freshet.core.Sha256;
import dev.freshet.transform.landing.RawFile;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The raw files that a landing partition of history was made from. */
public record Inputs(List<Input> files) {
    /** The inputs of a partition that was never ingested. */
    public static final Inputs NONE = new Inputs(List.of());

    /**
     * @param modifiedMillis modification time, milliseconds since 1970-01-01T00:00:00Z
     * @param version {@link RawFile#version}
     * @param deleted whether the raw file is deleted, or about to be, as history holds its rows
     */
    public record Input(String path, long bytes, long modifiedMillis, long rows, long rejects,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String version,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean deleted) {
        public Input {
            version = version == null ? "" : version;
        }

        static Input of(RawFile file, long rows, long rejects) {
            return new Input(file.path(), file.bytes(), file.modified().toEpochMilli(), rows, rejects,
                    file.version(), false);
        }

        /** The same file with so many rows and rejects. */
        Input with(long keptRows, long keptRejects) {
            return new Input(path, bytes, modifiedMillis, keptRows, keptRejects, version, deleted);
        }

        private Input ofDeleted() {
            return new Input(path, bytes, modifiedMillis, rows, rejects, version, true);
        }

        /** The same file with the rows and rejects of both. */
        Input plus(Input other) {
            return with(rows + other.rows, rejects + other.rejects);
        }

        public RawFile file() {
            return new RawFile(path, bytes, Instant.ofEpochMilli(modifiedMillis), false, version);
        }

        /** Whether the file is unchanged since ingest. */
        public boolean isOf(RawFile file) {
            return path.equals(file.path()) && bytes == file.bytes()
                    && modifiedMillis == file.modified().toEpochMilli() && version.equals(file.version());
        }

        /** A hash of path, size, time and version; the {@code freshet_file} value of the rows from this file. */
        public long id() {
            return ByteBuffer.wrap(Sha256.of(fact())).getLong();
        }

        private String fact() {
            String fact = path + "\t" + bytes + "\t" + modifiedMillis;
            return version.isEmpty() ? fact : fact + "\t" + version;
        }
    }

    public Inputs {
        files = List.copyOf(files);
    }

    /** A digest of the files' paths, sizes, times and versions, in any order. */
    public static String fingerprint(List<RawFile> files) {
        return fingerprint(files.stream().map(file -> Input.of(file, 0, 0)));
    }

    /** The same of the files that were not deleted on purpose. */
    public String fingerprint() {
        return fingerprint(files.stream().filter(file -> !file.deleted));
    }

    private static String fingerprint(Stream<Input> files) {
        return Sha256.hex(files.map(Input::fact).sorted().collect(Collectors.joining("\n")));
    }

    /** Size of the raw files as stored, compressed or not. */
    public long bytes() {
        return files.stream().mapToLong(Input::bytes).sum();
    }

    public long rows() {
        return files.stream().mapToLong(Input::rows).sum();
    }

    public long rejects() {
        return files.stream().mapToLong(Input::rejects).sum();
    }

    /** How the current files differ from these. */
    public InputChanges changes(List<RawFile> listed) {
        Map<String, Input> gone = new LinkedHashMap<>();
        files.forEach(input -> gone.put(input.path, input));
        List<RawFile> late = new ArrayList<>();
        List<RawFile> grown = new ArrayList<>();
        List<RawFile> replaced = new ArrayList<>();
        for (RawFile file : listed) {
            Input input = gone.remove(file.path());
            if (input == null) {
                late.add(file);
            } else if (!input.isOf(file)) {
                (file.bytes() > input.bytes ? grown : replaced).add(file);
            }
        }
        Map<Boolean, List<Input>> missing = gone.values().stream()
                .collect(Collectors.partitioningBy(Input::deleted));
        return new InputChanges(late, grown, replaced, missing.get(false), missing.get(true));
    }

    /** The same with the raw files of these inputs deleted. */
    public Inputs deleted(Collection<Input> some) {
        Set<Input> deleted = Set.copyOf(some);
        return new Inputs(files.stream().map(file -> deleted.contains(file) ? file.ofDeleted() : file).toList());
    }

    /** The inputs that have these paths. */
    public List<Input> of(Collection<RawFile> paths) {
        Set<String> wanted = paths.stream().map(RawFile::path).collect(Collectors.toSet());
        return files.stream().filter(input -> wanted.contains(input.path)).toList();
    }
}
