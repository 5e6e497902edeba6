package dev.freshet.transform.drift;

import dev.freshet.core.LandingPartition;
import dev.freshet.spec.Landing;
import dev.freshet.spec.Layout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The landing root and layout inferred from the paths of raw files.
 *
 * @param landing the root and layout that most files have; empty if no directory's name has a day
 * @param files the files of that layout, by landing partition
 * @param deeper how many of them are in directories below the partition's own
 * @param others the files elsewhere
 * @param fileName the day in the names of files, such as <code>events-{yyyy}-{MM}-{dd}*</code>, if no directory has it
 */
public record LayoutGuess(Optional<Landing> landing, NavigableMap<LandingPartition, List<String>> files, int deeper,
        List<String> others, Optional<String> fileName) {
    private static final String BETWEEN = "[-_.]?|/(?:[A-Za-z_]+=|[A-Za-z])?";
    /** Year, month and day, and maybe the hour as the end of a directory's name. */
    private static final Pattern DAY = Pattern.compile(
            "(?<![0-9])(?:19|20)[0-9]{2}(?<ym>%1$s)(?:0[1-9]|1[0-2])(?<md>%1$s)(?:0[1-9]|[12][0-9]|3[01])(?![0-9])"
                    .formatted(BETWEEN)
                    + "(?:(?<dh>/(?:[A-Za-z_]+=|[A-Za-z])?|[-_T])(?:[01][0-9]|2[0-3])(?=/|$))?");

    /** A layout below a root, and whether a file is deeper. */
    private record Place(String root, String layout) {}

    /**
     * @param directory the directory that was listed, as an absolute path with slashes. Days are looked for below it,
     *        and, if there are none, in its own path.
     * @param files paths below it
     */
    public static LayoutGuess of(String directory, List<String> files) {
        Map<Place, List<String>> places = new LinkedHashMap<>();
        for (String file : files) {
            String path = directory + "/" + file;
            place(path, directory.length()).or(() -> place(path, 0))
                    .ifPresent(place -> places.computeIfAbsent(place, p -> new ArrayList<>()).add(file));
        }
        Optional<Place> most = places.entrySet().stream().max(Comparator.comparing(e -> e.getValue().size()))
                .map(Map.Entry::getKey);
        if (most.isEmpty()) {
            return new LayoutGuess(Optional.empty(), new TreeMap<>(), 0, files, fileName(files));
        }
        return of(new Landing(most.get().root(), most.get().layout()), directory, files);
    }

    private static LayoutGuess of(Landing landing, String directory, List<String> files) {
        NavigableMap<LandingPartition, List<String>> partitions = new TreeMap<>();
        List<String> others = new ArrayList<>();
        int deeper = 0;
        Layout.PlaceFinder places = landing.layout().finder();
        for (String file : files) {
            String path = directory + "/" + file;
            Optional<Layout.Place> place = path.startsWith(landing.root() + "/")
                    ? places.of(path.substring(landing.root().length() + 1))
                    : Optional.empty();
            place.ifPresentOrElse(at -> partitions.computeIfAbsent(at.partition(), p -> new ArrayList<>()).add(file),
                    () -> others.add(file));
            deeper += place.filter(at -> at.below().contains("/")).isPresent() ? 1 : 0;
        }
        return new LayoutGuess(Optional.of(landing), partitions, deeper, others, Optional.empty());
    }

    /** The first day at or after an index in the path of a file's directory. */
    private static Optional<Place> place(String path, int from) {
        String directories = path.substring(0, path.lastIndexOf('/'));
        Matcher day = DAY.matcher(directories);
        if (!day.find(from) || directories.contains("{") || directories.contains("}")) {
            return Optional.empty();
        }
        int start = directories.lastIndexOf('/', day.start()) + 1;
        int end = directories.indexOf('/', day.end());
        String layout = directories.substring(start, day.start()) + layout(day)
                + directories.substring(day.end(), end < 0 ? directories.length() : end);
        return Optional.of(new Place(directories.substring(0, Math.max(0, start - 1)), layout));
    }

    private static String layout(Matcher day) {
        return "{yyyy}" + day.group("ym") + "{MM}" + day.group("md") + "{dd}"
                + (day.group("dh") == null ? "" : day.group("dh") + "{HH}");
    }

    /** The day in the names of most files: the text before it, and anything after it. */
    private static Optional<String> fileName(List<String> files) {
        Map<String, Integer> layouts = new LinkedHashMap<>();
        for (String file : files) {
            String name = file.substring(file.lastIndexOf('/') + 1);
            Matcher day = DAY.matcher(name);
            if (day.find()) {
                layouts.merge(name.substring(0, day.start()) + "{yyyy}" + day.group("ym") + "{MM}" + day.group("md")
                        + "{dd}*", 1, Integer::sum);
            }
        }
        return layouts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }
}
