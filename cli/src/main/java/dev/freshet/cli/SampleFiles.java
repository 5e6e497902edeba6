package dev.freshet.cli;

import dev.freshet.transform.landing.RawLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads sample files as the batch reads raw files. */
final class SampleFiles {
    static final String STANDARD_INPUT = "-";

    private SampleFiles() {}

    /** The lines of all files, in order. */
    static Stream<String> lines(List<String> files) {
        return files.stream().flatMap(SampleFiles::lines);
    }

    private static Stream<String> lines(String file) {
        RawLines lines = RawLines.open(file, open(file));
        return Stream.generate(lines::next).takeWhile(line -> line != null).onClose(lines::close);
    }

    private static InputStream open(String file) {
        if (file.equals(STANDARD_INPUT)) {
            return System.in;
        }
        try {
            if (Files.isDirectory(Path.of(file))) {
                throw new CommandException(ExitCode.FILE,
                        "Cannot read the sample: %s is a directory (name files in it)".formatted(file));
            }
            return Files.newInputStream(Path.of(file));
        } catch (IOException e) {
            throw new CommandException(ExitCode.FILE, "Cannot read the sample: %s (%s)".formatted(file, reason(e)), e);
        }
    }

    /**
     * Derives the dataset's name: {@code backups} for {@code backups.json.gz} and {@code backups/dt=2026-11-22/0.json}.
     */
    static String name(String file) {
        if (file.equals(STANDARD_INPUT)) {
            return "events";
        }
        Path path = Path.of(file).toAbsolutePath().normalize();
        Path directory = path.getParent();
        boolean ofADay = directory != null && directory.getFileName() != null
                && directory.getFileName().toString().contains("=") && directory.getParent() != null;
        Path named = ofADay && directory.getParent().getFileName() != null ? directory.getParent() : path;
        String name = named.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("(?<=.)\\..*", "")
                .replaceAll("[^a-z0-9]+", "_").replaceAll("^[_0-9]+|_+$", "");
        return name.isEmpty() ? "events" : name;
    }

    static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "there is no such file or directory" : e.toString();
    }
}
