package dev.freshet.transform.landing;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.DatasetSpec;
import dev.freshet.spec.Landing;
import dev.freshet.transform.connect.LakehouseException;
import dev.freshet.transform.connect.S3Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.apache.iceberg.io.SupportsPrefixOperations;
import software.amazon.awssdk.core.exception.SdkException;

/** A dataset's raw files. */
public record LandingZone(String dataset, Landing landing, SupportsPrefixOperations io) {
    public static LandingZone of(DatasetSpec spec, SupportsPrefixOperations io) {
        return new LandingZone(spec.name(), spec.landing(), io);
    }

    /**
     * All raw files by landing partition, sorted by path. Lists the whole landing root.
     *
     * @throws LakehouseException if the landing root does not exist
     */
    public NavigableMap<LandingPartition, List<RawFile>> list() {
        return contents().partitions();
    }

    /**
     * Everything below the landing root. What Trino reads through the tail tables is in a landing partition.
     *
     * @throws LakehouseException if the landing root does not exist
     */
    public LandingContents contents() {
        LandingContents.Builder contents = new LandingContents.Builder(landing);
        listRoot("/").forEach(contents::add);
        return contents.build();
    }

    /** The raw files of one landing partition, sorted by path. */
    public List<RawFile> list(LandingPartition partition) {
        LandingContents.Builder contents = new LandingContents.Builder(landing);
        try { // without a slash at the end: a directory that is a link is not followed, as in Trino
            list(landing.prefix(partition)).forEach(contents::add);
        } catch (NotFoundException e) {
            return List.of();
        }
        return contents.build().partitions().getOrDefault(partition, List.of());
    }

    /** Looks up a raw file as it is now; empty if it does not exist. */
    public Optional<RawFile> find(String path) {
        try {
            return list(path).filter(file -> file.path().equals(path)).findFirst();
        } catch (NotFoundException e) {
            return Optional.empty(); // its directory is gone
        }
    }

    /** Deletes raw files for good. */
    public void delete(Collection<RawFile> files) {
        List<String> paths = files.stream().map(RawFile::path).toList();
        try {
            if (io instanceof SupportsBulkOperations bulk) {
                bulk.deleteFiles(paths);
            } else {
                paths.forEach(io::deleteFile);
            }
        } catch (BulkDeletionFailureException | UncheckedIOException e) {
            throw new LakehouseException("Cannot delete raw files of %s: %s".formatted(dataset, e.getMessage()), e);
        } catch (SdkException e) {
            throw new LakehouseException("Cannot delete raw files of %s: %s".formatted(dataset, S3Failure.reason(e)),
                    e);
        }
    }

    /** Whether a missing directory is reported. Object storage has no directories: a mistyped root lists as empty. */
    public boolean reportsMissingRoot() {
        try {
            io.listPrefix(landing.root() + "/.freshet-no-such-directory/");
            return false;
        } catch (NotFoundException e) {
            return true;
        }
    }

    /** Whether the directory of a landing partition does not exist, and the file system can tell. */
    public boolean isGone(LandingPartition partition) {
        try {
            io.listPrefix(landing.directory(partition) + "/.freshet-");
            return false;
        } catch (NotFoundException e) {
            return true;
        }
    }

    /** @throws LakehouseException if the landing root does not exist and the file system can tell */
    public void requireRoot() {
        listRoot("/.freshet-").forEach(file -> {
        });
    }

    private Stream<RawFile> listRoot(String prefix) {
        try {
            return list(landing.root() + prefix);
        } catch (NotFoundException e) {
            throw new LakehouseException("Cannot find the landing root of %s: %s".formatted(dataset, e.getMessage()),
                    e);
        }
    }

    private Stream<RawFile> list(String prefix) {
        if (!(io instanceof S3FileIO s3)) {
            return StreamSupport.stream(io.listPrefix(prefix).spliterator(), false).map(LandingZone::rawFile);
        }
        try {
            return new S3Objects(s3).list(prefix).stream();
        } catch (SdkException e) {
            throw new LakehouseException("Cannot list %s of %s: %s".formatted(landing.root(), dataset,
                    S3Failure.reason(e)), e);
        }
    }

    private static RawFile rawFile(FileInfo file) {
        boolean isLink = file.size() < 0;
        return new RawFile(file.location(), isLink ? 0 : file.size(), Instant.ofEpochMilli(file.createdAtMillis()),
                isLink, "");
    }

    /** How the JSON of a raw file is written, by its start; empty if the file cannot be read. */
    public Optional<FileForm> form(String path) {
        try (InputStream raw = io.newInputFile(path).newStream()) {
            return Optional.of(FileForm.ofStart(path, raw));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Whether a file is gzip or Zstandard, but is read as plain text because of its name. Reads its first bytes. */
    public boolean isCompressedUnderPlainName(RawFile file) {
        if (RawBytes.isCompressed(file.path()) || RawBytes.hasOtherCodec(file.path()) || file.isLink()) {
            return false;
        }
        try (InputStream raw = io.newInputFile(file.path()).newStream()) {
            return RawBytes.isCompressed(raw.readNBytes(RawBytes.START));
        } catch (IOException | RuntimeException e) {
            return false; // deleted since it was listed
        }
    }

    /** @throws UnreadableFileException if it is not what its name says */
    public RawLines open(RawFile file) {
        return open(new FileRange(file, 0, file.bytes()));
    }

    /**
     * The lines that begin in a range of a file.
     *
     * @throws UnreadableFileException if the file is not what its name says
     */
    public RawLines open(FileRange range) {
        RawFile file = range.file();
        if (file.bytes() == 0) {
            return RawLines.none(file.path());
        }
        SeekableInputStream stored = io.newInputFile(file.path()).newStream();
        return range.isWhole() ? RawLines.open(file.path(), stored, range.isSlow()) : RawLines.open(range, stored);
    }
}
