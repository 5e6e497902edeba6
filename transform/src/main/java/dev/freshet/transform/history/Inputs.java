package dev.freshet.transform.history;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.transform.raw.RawFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.io.FileIO;

/**
 * Which raw files went into a landing partition.
 */
public record Inputs(List<Input> files) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * @param modifiedMillis modification time, milliseconds since 1970-01-01T00:00:00Z
     */
    public record Input(String path, long bytes, long modifiedMillis, long rows, long rejects) {
        static boolean same(Input input, RawFile file) {
            return input.path.equals(file.path()) && input.bytes == file.bytes()
                    && Instant.ofEpochMilli(input.modifiedMillis).equals(file.modified());
        }
    }

    public Inputs {
        files = List.copyOf(files);
    }

    /** Stands for the files' paths, sizes and times; of equal files it is equal. */
    static String fingerprint(List<RawFile> files) {
        return fingerprint(files.stream()
                .map(file -> new Input(file.path(), file.bytes(), file.modified().toEpochMilli(), 0, 0)));
    }

    String fingerprint() {
        return fingerprint(files.stream());
    }

    private static String fingerprint(Stream<Input> files) {
        String text = files.map(file -> file.path + "\t" + file.bytes + "\t" + file.modifiedMillis).sorted()
                .collect(Collectors.joining("\n"));
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Size of the raw files as they lay, compressed or not. */
    public long bytes() {
        return files.stream().mapToLong(Input::bytes).sum();
    }

    public long rows() {
        return files.stream().mapToLong(Input::rows).sum();
    }

    public long rejects() {
        return files.stream().mapToLong(Input::rejects).sum();
    }

    /** Files of {@code listed} that did not go in as they lie there now. */
    public List<RawFile> notIn(List<RawFile> listed) {
        return listed.stream().filter(file -> files.stream().noneMatch(input -> Input.same(input, file))).toList();
    }

    /** Files that went in and are not among {@code listed} as they were: removed or replaced since. */
    public List<RawFile> goneFrom(List<RawFile> listed) {
        return files.stream().filter(input -> listed.stream().noneMatch(file -> Input.same(input, file)))
                .map(input -> new RawFile(input.path, input.bytes, Instant.ofEpochMilli(input.modifiedMillis)))
                .toList();
    }

    void write(FileIO io, String location) {
        try (OutputStream out = io.newOutputFile(location).create()) {
            MAPPER.writeValue(out, files);
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to write: " + location, e);
        }
    }

    static Inputs read(FileIO io, String location) {
        try (InputStream in = io.newInputFile(location).newStream()) {
            return new Inputs(MAPPER.readValue(in, new TypeReference<List<Input>>() {
            }));
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read: " + location, e);
        }
    }
}
