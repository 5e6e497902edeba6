package dev.freshet.cli;

import dev.freshet.spec.JsonPath;
import dev.freshet.transform.drift.Sample;
import dev.freshet.transform.landing.FileForm;
import dev.freshet.transform.landing.LandedFile;
import dev.freshet.transform.landing.RawLines;
import dev.freshet.transform.landing.RawValues;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads sample files as the batch reads raw files, or as {@code land} splits them if they have another form. */
final class SampleFiles {
    static final String STANDARD_INPUT = "-";
    /** More than is read for the form. */
    private static final int START = 1 << 21;
    private static final int NAME_LENGTH = 60;
    private static final int CHARACTERS = 50_000_000;

    private final Sample sample = new Sample();
    private final Optional<JsonPath> records;
    private final Map<FileForm, List<String>> forms = new LinkedHashMap<>();
    private final int lines;
    private final List<String> cut = new ArrayList<>();
    private int files;

    /**
     * @param records where the records are in each value; empty: see {@link FileForm}
     * @param lines at most this many of a file
     */
    SampleFiles(Optional<JsonPath> records, int lines) {
        this.records = records;
        this.lines = lines;
    }

    Sample sample() {
        return sample;
    }

    /**
     * Adds the lines of a file, or those at its start.
     *
     * @throws IllegalArgumentException or {@link UncheckedIOException} if the file cannot be read
     */
    void read(String file) {
        try (InputStream in = open(file)) {
            FileForm form = form(file, in);
            files++;
            long before = sample.objects();
            if (isSplit(form)) {
                Optional<JsonPath> path = records
                        .or(() -> form.records().filter(r -> form.kind() == FileForm.Kind.ENVELOPE))
                        .filter(p -> !p.equals(LandedFile.ITSELF));
                try (RawValues values = RawValues.open(file, in, path)) {
                    add(file, () -> Optional.ofNullable(values.next())
                            .map(line -> new String(line, StandardCharsets.UTF_8)).orElse(null));
                }
            } else {
                try (RawLines text = RawLines.open(file, in)) {
                    add(file, text::next);
                }
            }
            if (form.kind() != FileForm.Kind.NO_JSON || sample.objects() == before) {
                forms.computeIfAbsent(form, f -> new ArrayList<>()).add(file);
            }
        } catch (IOException e) {
            throw new CommandException(ExitCode.FILE, "Cannot read the sample: %s (%s)".formatted(file, reason(e)), e);
        }
    }

    private void add(String file, Supplier<String> lines) {
        String line = lines.get();
        long size = 0;
        for (int n = 0; line != null; n++) {
            if (n == this.lines || size >= CHARACTERS) {
                cut.add(file);
                return;
            }
            sample.add(line);
            size += line.length();
            line = lines.get();
        }
    }

    /** What to do with files that are not one object per line, and which were not read to the end. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        forms.forEach((form, of) -> form.advice("SPEC", of.getFirst())
                .ifPresent(advice -> notes.add("%s is %s, not one object per line: %s.".formatted(of.size() == 1
                        ? of.getFirst()
                        : "Each of %d files of %d, such as %s,".formatted(of.size(), files, of.getFirst()),
                        form.says(), advice))));
        if (!cut.isEmpty()) {
            notes.add("Read only the start of %s%s: %,d lines, or %d MB.".formatted(cut.getFirst(),
                    cut.size() == 1 ? "" : " and " + (cut.size() - 1) + " more", lines, CHARACTERS / 1_000_000));
        }
        return notes;
    }

    private boolean isSplit(FileForm form) {
        return records.isPresent() || switch (form.kind()) {
            case ARRAY, ENVELOPE, UNCLEAR, SPREAD, CONCATENATED -> true;
            case LINES, NO_JSON, EMPTY -> false;
        };
    }

    /** The form of the file's start. */
    private static FileForm form(String file, InputStream in) throws IOException {
        if (file.equals(STANDARD_INPUT)) { // it cannot be opened twice
            in.mark(START);
            FileForm form = FileForm.ofStart(file, in);
            in.reset();
            return form;
        }
        try (InputStream start = open(file)) {
            return FileForm.ofStart(file, start);
        }
    }

    private static InputStream open(String file) throws IOException {
        if (!file.equals(STANDARD_INPUT) && Files.isDirectory(Path.of(file))) {
            throw new CommandException(ExitCode.FILE,
                    "Cannot read the sample: %s is a directory (name it alone, or files in it)".formatted(file));
        }
        return new BufferedInputStream(file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file)),
                START);
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
        return validName(named.getFileName().toString().replaceFirst("(?<=.)\\..*", ""));
    }

    /** The text as a dataset's name; {@code events} if nothing of it can be used. */
    static String validName(String text) {
        String name = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^[_0-9]+", "");
        name = name.substring(0, Math.min(NAME_LENGTH, name.length())).replaceAll("_+$", "");
        return name.isEmpty() ? "events" : name;
    }

    static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "there is no such file or directory" : e.toString();
    }
}
