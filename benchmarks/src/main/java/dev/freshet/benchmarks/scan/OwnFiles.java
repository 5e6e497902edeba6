package dev.freshet.benchmarks.scan;

import dev.freshet.benchmarks.BenchException;
import dev.freshet.lakehouse.io.LocalFileIO;
import dev.freshet.spec.DatasetSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * The user's files with the user's spec. They are copied, so that the first of them, half of them and all of them are
 * days of several sizes.
 *
 * @param files by codec, in the order of their names
 */
record OwnFiles(DatasetSpec spec, SupportsPrefixOperations io, Map<Codec, List<FileInfo>> files) implements RawSource {
    /**
     * @param landing the lakehouse's landing zone
     * @param location where the files are, at any depth: in the landing zone, or a directory of this machine
     * @param megabytes of the files of a codec at most, as stored
     * @throws BenchException if there are no files
     */
    static OwnFiles list(DatasetSpec spec, SupportsPrefixOperations landing, String location, int megabytes) {
        if (location.contains("://")) {
            return listed(spec, landing, location, megabytes);
        }
        LocalFileIO here = new LocalFileIO();
        here.initialize(Map.of(LocalFileIO.LOCATION, Path.of(location).toAbsolutePath().toString()));
        return listed(spec, here, "local://", megabytes);
    }

    private static OwnFiles listed(DatasetSpec spec, SupportsPrefixOperations io, String location, int megabytes) {
        List<FileInfo> found = new ArrayList<>();
        try {
            StreamSupport.stream(io.listPrefix(location + "/").spliterator(), false)
                    .filter(file -> file.size() > 0 && !file.location().replaceFirst(".*/", "").matches("[._].*"))
                    .sorted(Comparator.comparing(FileInfo::location)).forEach(found::add);
        } catch (NotFoundException e) {
            throw new BenchException("Cannot find raw files: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new BenchException("Cannot find raw files in %s (name their directory with --data)".formatted(
                    location));
        }
        Map<Codec, List<FileInfo>> files = new EnumMap<>(Codec.class);
        Map<Codec, Long> bytes = new EnumMap<>(Codec.class);
        for (FileInfo file : found) {
            Codec codec = Codec.of(file.location());
            if (bytes.merge(codec, file.size(), Long::sum) <= megabytes * 1_000_000L || !files.containsKey(codec)) {
                files.computeIfAbsent(codec, c -> new ArrayList<>()).add(file);
            }
        }
        return new OwnFiles(spec, io, files);
    }

    /** One file, a quarter, half, three quarters and all of them; the model does not see the half. */
    @Override
    public List<ScanShape> shapes() {
        List<ScanShape> shapes = new ArrayList<>();
        files.forEach((codec, all) -> {
            int n = all.size();
            List<Integer> fitted = List.of(1, n / 4, n * 3 / 4, n).stream().filter(count -> count > 0).distinct()
                    .toList();
            fitted.forEach(count -> shapes.add(shape(codec, count, ScanShape.FITTED)));
            if (n / 2 > 0 && !fitted.contains(n / 2)) {
                shapes.add(shape(codec, n / 2, ScanShape.SIZE));
            }
        });
        return shapes;
    }

    private ScanShape shape(Codec codec, int count, String heldBack) {
        long bytes = files.get(codec).subList(0, count).stream().mapToLong(FileInfo::size).sum();
        return new ScanShape(Math.ceilDiv(bytes, 1000), count, codec, heldBack);
    }

    @Override
    public List<ScanQuestion> questions(String dimension) {
        return ScanQuestion.of(spec);
    }

    @Override
    public Optional<String> dimension(String table) {
        return Optional.empty();
    }

    @Override
    public Landed write(ScanShape shape, int file, OutputStream stored) throws IOException {
        try (InputStream own = io.newInputFile(files.get(shape.codec()).get(file).location()).newStream(); stored) {
            own.transferTo(stored);
            return Landed.NOTHING;
        }
    }
}
