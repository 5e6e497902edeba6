package dev.freshet.cli;

import dev.freshet.core.Cadence;
import dev.freshet.spec.Landing;
import dev.freshet.spec.Layout;
import dev.freshet.transform.drift.LayoutGuess;
import dev.freshet.transform.drift.SpecDraft;
import dev.freshet.transform.landing.RawBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory with raw files, such as a landing root or an export: its layout, and a sample of its files.
 *
 * @param path absolute
 * @param data the directory of {@code local:///}, if there is a local lakehouse
 */
record SampleDirectory(Path path, List<String> listed, LayoutGuess layout, Optional<Path> data) {
    private static final int LISTED = 100_000;
    private static final int FILES = 30;
    private static final Pattern DIVISION = Pattern.compile("[0-9_-]+|[a-z]{2}(?:-[a-z]+)+-[0-9]");
    /** Read of each file. */
    static final int LINES = 1_000;

    static SampleDirectory of(String directory, Optional<Path> data) {
        try {
            Path path = Path.of(directory).toRealPath();
            List<String> files;
            try (Stream<Path> tree = Files.walk(path)) {
                files = tree.filter(Files::isRegularFile)
                        .map(file -> path.relativize(file).toString().replace('\\', '/'))
                        .filter(SampleDirectory::isVisible).limit(LISTED).sorted().toList();
            }
            if (files.isEmpty()) {
                throw new CommandException(ExitCode.FILE, "Cannot draft a spec: %s has no files".formatted(directory));
            }
            return new SampleDirectory(path, files, LayoutGuess.of(path.toString().replace('\\', '/'), files),
                    data.map(SampleDirectory::real));
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException(ExitCode.FILE, "Cannot list %s (%s)".formatted(directory, e.getMessage()), e);
        }
    }

    /** Like Trino, ignores files that start with {@code _} or {@code .}. */
    private static boolean isVisible(String file) {
        return !("/" + file).contains("/.") && !("/" + file).contains("/_");
    }

    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            return directory;
        }
    }

    /** The root's name; not that of an account's number or of a region, in which services divide their logs. */
    String dataset() {
        Path named = root();
        while (named.getFileName() != null && DIVISION.matcher(named.getFileName().toString()).matches()) {
            named = named.getParent();
        }
        return SampleFiles.validName(named.getFileName() == null ? "" : named.getFileName().toString());
    }

    /** The landing zone that the files are in, or are to be copied to. */
    Landing landing(String dataset) {
        return new Landing(location().orElse(SpecDraft.landing(dataset).root()),
                layout.landing().map(Landing::layout).orElse(new Layout(Landing.DEFAULT_LAYOUT)),
                layout.landing().filter(Landing::recursive).isPresent(), Optional.empty());
    }

    private Path root() {
        return layout.landing().map(landing -> Path.of(landing.root())).orElse(path);
    }

    /** The root as Trino and the batch know it, if it is in the local lakehouse. */
    private Optional<String> location() {
        return data.filter(root()::startsWith)
                .map(directory -> directory.relativize(root()).toString().replace('\\', '/'))
                .filter(below -> !below.isEmpty() && !below.matches(".*\\s.*")).map(below -> "local:///" + below);
    }

    /** Some files of some days, spread evenly over all of them. */
    List<String> sample() {
        List<List<String>> days = layout.landing().isPresent() ? List.copyOf(layout.files().values())
                : List.of(listed);
        List<String> sample = new ArrayList<>();
        int perDay = Math.max(1, FILES / days.size());
        for (List<String> files : spread(days, FILES)) {
            spread(files.stream().filter(file -> !RawBytes.hasOtherCodec(file)).toList(), perDay)
                    .forEach(file -> sample.add(path.resolve(file).toString()));
        }
        return sample;
    }

    private static <T> List<T> spread(List<T> all, int some) {
        if (all.size() <= some) {
            return all;
        }
        List<T> spread = new ArrayList<>();
        for (int i = 0; i < some; i++) {
            spread.add(all.get((int) ((long) i * (all.size() - 1) / Math.max(1, some - 1))));
        }
        return spread;
    }

    /** What the paths show, and what they leave open. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        layout.landing().ifPresentOrElse(landing -> inDirectories(landing, notes), () -> notes.add(
                "No directory and no file's name has a day. Files must be in the directory of their day, such as dt=2026-11-22: ./freshet land puts them there."));
        notes.add("Sampled %d of %s%s.".formatted(sample().size(), files(listed.size()),
                listed.size() == LISTED ? " or more" : ""));
        if (location().isEmpty()) {
            notes.add(
                    "landing.root is a guess, as %s is not below the data directory of a running local lakehouse: write the location that Trino and the batch both resolve."
                            .formatted(root()));
        }
        List<String> compressed = listed.stream().filter(RawBytes::hasOtherCodec).toList();
        if (!compressed.isEmpty()) {
            notes.add("Compressions that Freshet does not read: %s, such as %s. A run sets them aside: convert them."
                    .formatted(files(compressed.size()), compressed.getFirst()));
        }
        return notes;
    }

    private void inDirectories(Landing landing, List<String> notes) {
        if (layout.files().isEmpty()) {
            return;
        }
        String unit = landing.cadence() == Cadence.DAILY ? "day" : "hour";
        notes.add("Layout %s: %s.".formatted(landing.layout(), layout.files().size() == 1
                ? "1 landing %s, %s".formatted(unit, layout.files().firstKey())
                : "%,d landing %ss, from %s to %s".formatted(layout.files().size(), unit, layout.files().firstKey(),
                        layout.files().lastKey())));
        if (!layout.deeper().isEmpty()) {
            notes.add("In directories below those of the layout: %s. So landing.recursive is true.".formatted(
                    files(layout.deeper().size())));
        }
        if (!layout.others().isEmpty()) {
            notes.add("Not in this layout, so no run reads them: %s, such as %s.".formatted(
                    files(layout.others().size()), layout.others().getFirst()));
        }
    }

    private static String files(int count) {
        return count == 1 ? "1 file" : "%,d files".formatted(count);
    }
}
