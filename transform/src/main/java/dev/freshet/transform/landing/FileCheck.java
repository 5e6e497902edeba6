package dev.freshet.transform.landing;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.exceptions.NotFoundException;

/**
 * Finds raw files that fail every query that reads them: links, names and compressions that Trino does not read,
 * streams that end too early, lines that are too long.
 */
public record FileCheck(LandingZone landing) {
    /** How the reject reason of such a file begins. */
    private static final String UNREADABLE = "unreadable file: ";

    /** The reject reasons of unreadable files, by path. Reads compressed files and very large ones to their end. */
    public SortedMap<String, String> unreadable(List<RawFile> files) {
        SortedMap<String, String> reasons = new TreeMap<>();
        files.forEach(file -> reason(file).ifPresent(reason -> reasons.put(file.path(), reason)));
        return reasons;
    }

    private Optional<String> reason(RawFile file) {
        try {
            return fault(file).map(FileCheck::reason);
        } catch (NotFoundException e) {
            return Optional.empty(); // deleted since it was listed
        }
    }

    /** The reject reason of a file with this fault. */
    public static String reason(String fault) {
        return UNREADABLE + fault;
    }

    private Optional<String> fault(RawFile file) {
        if (file.isLink()) {
            return Optional.of("a symbolic link, which Trino does not read whole");
        }
        if (file.path().contains("\ufffd") && !landing.io().newInputFile(file.path()).exists()) {
            return Optional.of("its name is not UTF-8");
        }
        if (!RawBytes.isCompressed(file.path()) && !RawBytes.hasOtherCodec(file.path())
                && file.bytes() <= RawLines.LONGEST_LINE) {
            return Optional.empty();
        }
        try (RawLines lines = landing.open(file)) {
            lines.skipAll();
            return Optional.empty();
        } catch (UnreadableFileException e) {
            return Optional.of(e.reason());
        }
    }
}
