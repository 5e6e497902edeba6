package dev.freshet.transform.landing;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.Landing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Everything below a landing root: each file is in a landing partition, hidden, or not read for a reason.
 *
 * @param partitions the raw files by landing partition, sorted by path
 * @param hidden the number of files under a name that starts with {@code .} or {@code _}
 * @param notRead the other files
 */
public record LandingContents(NavigableMap<LandingPartition, List<RawFile>> partitions, long hidden,
        List<NotRead> notRead) {
    private static final Pattern MISNAMED = Pattern.compile("(?i).*\\.(?:gz|gzip|zst|zstd|zip|xz)", Pattern.DOTALL);

    /** Why no route reads a file, or reads it as it is meant. */
    public enum Reason {
        OUTSIDE("outside every landing partition (landing.layout: %s)"),
        BELOW("in a directory below a landing partition (landing.recursive: true reads it)"),
        LINK("a symbolic link, which Trino does not follow (land the file itself)"),
        MISNAMED("read as plain text, as only .gz and .zst are compressions (rename it, in lower case)"),
        COMPRESSED("compressed, but read as plain text, as its name does not end in .gz or .zst (rename it)"),
        AHEAD("in a landing partition after the end of the tail (a run on or near that day reads it)");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** For people, with what to do. */
        public String text(Landing landing) {
            return text.formatted(landing.layout());
        }
    }

    /**
     * Files that no route reads.
     *
     * @param first the paths of the first of them
     */
    public record NotRead(Reason reason, long files, long bytes, List<String> first) {
        private static final int NAMED = 3;

        private static NotRead of(Reason reason, List<RawFile> files) {
            return new NotRead(reason, files.size(), files.stream().mapToLong(RawFile::bytes).sum(),
                    files.stream().map(RawFile::path).sorted().limit(NAMED).toList());
        }
    }

    /** The same with the landing partitions from {@code end} on not read, if there is an end. */
    public LandingContents until(Optional<LandingPartition> end) {
        List<RawFile> ahead = end.map(partitions::tailMap).orElse(new TreeMap<>()).values().stream()
                .flatMap(List::stream).toList();
        return new LandingContents(end.map(e -> partitions.headMap(e, false)).orElse(partitions), hidden, notRead)
                .and(Reason.AHEAD, ahead);
    }

    /** The same with these files among those that are not read. */
    public LandingContents and(Reason reason, List<RawFile> files) {
        List<NotRead> all = new ArrayList<>(notRead);
        if (!files.isEmpty()) {
            all.add(NotRead.of(reason, files));
        }
        return new LandingContents(partitions, hidden, List.copyOf(all));
    }

    /** Whether the name is one of a compression that no route reads as such. */
    public static boolean isMisnamed(String path) {
        return MISNAMED.matcher(path).matches() && !RawBytes.isCompressed(path);
    }

    /** Sorts listed files. */
    static final class Builder {
        private final Landing landing;
        private final Places places;
        private final NavigableMap<LandingPartition, List<RawFile>> partitions = new TreeMap<>();
        private final Map<Reason, List<RawFile>> notRead = new EnumMap<>(Reason.class);
        private long hidden;

        Builder(Landing landing) {
            this.landing = landing;
            this.places = Places.of(landing);
        }

        void add(RawFile file) {
            String path = file.path().substring(Math.min(file.path().length(), landing.root().length() + 1));
            Optional<LandingPartition> partition = places.partition(path);
            if (partition.isPresent()) {
                partitions.computeIfAbsent(partition.get(), p -> new ArrayList<>()).add(file);
                if (isMisnamed(path)) {
                    notRead(Reason.MISNAMED, file);
                }
            } else if (places.isHidden(path)) {
                hidden++;
            } else {
                notRead(file.isLink() ? Reason.LINK : places.place(path).isPresent() ? Reason.BELOW : Reason.OUTSIDE,
                        file);
            }
        }

        private void notRead(Reason reason, RawFile file) {
            notRead.computeIfAbsent(reason, r -> new ArrayList<>()).add(file);
        }

        LandingContents build() {
            partitions.values().forEach(files -> files.sort(Comparator.comparing(RawFile::path)));
            return new LandingContents(partitions, hidden,
                    notRead.entrySet().stream().map(entry -> NotRead.of(entry.getKey(), entry.getValue())).toList());
        }
    }
}
