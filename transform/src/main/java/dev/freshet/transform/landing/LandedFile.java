package dev.freshet.transform.landing;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.JsonPath;
import dev.freshet.spec.Landing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import org.apache.iceberg.io.InputFile;

/**
 * A file whose JSON, in any {@link FileForm}, landed as lines.
 *
 * @param location the raw file; empty if the file has no record
 * @param records where its records were, if they were not its values
 * @param others how many of the lines are not objects. They become rejects.
 * @param leftOut keys beside the records that did not land; at most ten
 * @param isNew false if the same lines had landed before
 */
public record LandedFile(Optional<String> location, FileForm form, Optional<JsonPath> records, long lines, long others,
        Set<String> leftOut, boolean isNew) {
    /** The path of a value itself. */
    public static final JsonPath ITSELF = new JsonPath(List.of());

    /**
     * Splits a file into lines and lands them in one piece, compressed as the file is. Readers see all of them or none.
     *
     * @param name its name in the landing zone; a layout of files puts its own text around it
     * @param records where the records are in each value, or {@link #ITSELF}. Empty: in an object whose only key has an
     *        array of objects these, else the values themselves
     * @throws IllegalArgumentException if the JSON is broken, has no object, leaves open where the records are, or if a
     *         raw file of this name has other lines. Nothing landed.
     */
    public static LandedFile land(LandingZone zone, LandingPartition partition, Path file, String name,
            Optional<JsonPath> records) {
        try {
            FileForm form = form(file);
            Optional<JsonPath> path = records.isPresent() ? records.filter(p -> !p.equals(ITSELF))
                    : records(file, form);
            Path lines = Files.createTempFile("freshet-", "-" + name);
            try {
                return land(zone, zone.landing().directory(partition) + "/" + visible(name, zone.landing(), partition),
                        file, lines, form, path);
            } finally {
                Files.delete(lines);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot land %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** The name, fitted into the layout if that is one of files. */
    private static String visible(String name, Landing landing, LandingPartition partition) {
        return landing.layout().files(partition).map(own -> {
            String[] parts = own.split("\\*", -1);
            boolean fits = parts.length == 2 && name.startsWith(parts[0]) && name.endsWith(parts[1])
                    && name.length() >= parts[0].length() + parts[1].length();
            return fits ? name : own.replaceFirst("\\*", Matcher.quoteReplacement("-" + name)).replace("*", "");
        }).orElse(name);
    }

    private static FileForm form(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file)) {
            return FileForm.of(RawBytes.decompressed(file.toString(), raw));
        }
    }

    private static Optional<JsonPath> records(Path file, FileForm form) {
        if (form.kind() == FileForm.Kind.UNCLEAR) {
            throw new IllegalArgumentException(
                    "Cannot split %s: it is %s (--records '%s' lands the array's elements, --records '$' the object)"
                            .formatted(file, form.says(), form.records().orElseThrow()));
        }
        return form.records();
    }

    private static LandedFile land(LandingZone zone, String location, Path file, Path lines, FileForm form,
            Optional<JsonPath> records) throws IOException {
        long count = 0;
        long others = 0;
        Set<String> leftOut;
        try (RawValues values = RawValues.open(file.toString(), Files.newInputStream(file), records);
                OutputStream out = RawBytes.compressed(location, Files.newOutputStream(lines))) {
            for (byte[] line = values.next(); line != null; line = values.next()) {
                out.write(line);
                out.write('\n');
                count++;
                others += line[0] == '{' ? 0 : 1;
            }
            leftOut = values.leftOut();
        }
        if (count > 0 && count == others) {
            throw new IllegalArgumentException("Cannot land %s: none of its records is a JSON object".formatted(file));
        }
        boolean isNew = count > 0 && put(zone, location, file, lines);
        return new LandedFile(count == 0 ? Optional.empty() : Optional.of(location), form, records, count, others,
                leftOut, isNew);
    }

    /** Whether the raw file is new. */
    private static boolean put(LandingZone zone, String location, Path file, Path lines) throws IOException {
        InputFile landed = zone.io().newInputFile(location);
        if (!landed.exists()) {
            try (OutputStream out = zone.io().newOutputFile(location).create()) {
                Files.copy(lines, out);
            }
            return true;
        }
        try (InputStream before = RawBytes.decompressed(location, landed.newStream());
                InputStream now = RawBytes.decompressed(location, Files.newInputStream(lines))) {
            if (!isEqual(before, now)) {
                throw new IllegalArgumentException(
                        "Cannot land %s: %s has other lines, and raw files are write-once (rename the file)".formatted(
                                file, location));
            }
        }
        return false;
    }

    private static boolean isEqual(InputStream one, InputStream other) throws IOException {
        byte[] start = one.readNBytes(1 << 16);
        while (Arrays.equals(start, other.readNBytes(1 << 16))) {
            if (start.length == 0) {
                return true;
            }
            start = one.readNBytes(1 << 16);
        }
        return false;
    }
}
