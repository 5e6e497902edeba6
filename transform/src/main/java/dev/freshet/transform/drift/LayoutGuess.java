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
import java.util.stream.Collectors;
import java.util.function.Function;

/**
 * The landing root and layout inferred from the paths of raw files.
 *
 * @param landing that of most files; empty if no directory and no file has a day in its name
 * @param files the files of that landing zone, by landing partition
 * @param deeper the paths below the partition's directory of those in directories there
 * @param others the files elsewhere
 */
public record LayoutGuess(Optional<Landing> landing, NavigableMap<LandingPartition, List<String>> files,
        List<String> deeper, List<String> others) {
    private static final String BETWEEN = "[-_.]?|/(?:[A-Za-z_]+=|[A-Za-z])?";
    /** Year, month and day, and maybe the hour as the end of a directory's name. */
    private static final Pattern DAY = Pattern.compile("(?<![0-9])(?:19|20)[0-9]{2}(?<ym>%1$s)(?<M>%2$s|1[0-2])"
            .formatted(BETWEEN, oneDigit("1-9"))
            + "(?<md>%1$s)(?<d>%2$s|[12][0-9]|3[01])(?![0-9])".formatted(BETWEEN, oneDigit("1-9"))
            + "(?:(?<dh>/(?:[A-Za-z_]+=|[A-Za-z])?|[-_T])(?<H>%s|1[0-9]|2[0-3])(?=/|$))?".formatted(oneDigit("0-9")));

    /** A layout below a root. */
    private record Place(String root, String layout) {
        /** The same for files with and without zeros before a digit. */
        private Place withoutZeros() {
            return new Place(root, layout.replace("{MM}", "{M}").replace("{dd}", "{d}").replace("{HH}", "{H}"));
        }
    }

    /**
     * @param directory the directory that was listed, as an absolute path with slashes. Days are looked for in the
     *        names of directories below it, then in those of files, then in its own path.
     * @param files paths below it
     */
    public static LayoutGuess of(String directory, List<String> files) {
        Map<Place, List<Place>> found = places(files, file -> inDirectory(directory + "/" + file, directory.length()));
        if (found.isEmpty()) {
            found = places(files, file -> inName(directory + "/" + file));
        }
        if (found.isEmpty()) {
            found = places(files, file -> inDirectory(directory + "/" + file, 0));
        }
        Optional<Landing> landing = found.values().stream().max(Comparator.comparing(List::size))
                .map(places -> new Landing(places.getFirst().root(), layout(places)));
        return landing.map(place -> of(place, directory, files))
                .orElseGet(() -> new LayoutGuess(Optional.empty(), new TreeMap<>(), List.of(), files));
    }

    private static LayoutGuess of(Landing landing, String directory, List<String> files) {
        NavigableMap<LandingPartition, List<String>> partitions = new TreeMap<>();
        List<String> others = new ArrayList<>();
        List<String> deeper = new ArrayList<>();
        Layout.PlaceFinder places = landing.layout().finder();
        for (String file : files) {
            String path = directory + "/" + file;
            Optional<Layout.Place> place = path.startsWith(landing.root() + "/")
                    ? places.of(path.substring(landing.root().length() + 1))
                    : Optional.empty();
            place.ifPresentOrElse(at -> partitions.computeIfAbsent(at.partition(), p -> new ArrayList<>()).add(file),
                    () -> others.add(file));
            place.map(Layout.Place::below).filter(below -> below.contains("/")).ifPresent(deeper::add);
        }
        return new LayoutGuess(
                Optional.of(new Landing(landing.root(), landing.layout(), !deeper.isEmpty(), Optional.empty())),
                partitions,
                deeper, others);
    }

    private static Map<Place, List<Place>> places(List<String> files, Function<String, Optional<Place>> place) {
        return files.stream().flatMap(file -> place.apply(file).stream())
                .filter(found -> !found.layout().replaceAll("\\{(?:yyyy|MM?|dd?|HH?)}", "").matches(".*[{}].*"))
                .collect(Collectors.groupingBy(Place::withoutZeros, LinkedHashMap::new, Collectors.toList()));
    }

    /** The layout of files that differ in zeros only: without them, if one file has none. */
    private static String layout(List<Place> places) {
        String layout = places.getFirst().withoutZeros().layout();
        for (String unit : List.of("M", "d", "H")) {
            if (places.stream().noneMatch(place -> place.layout().contains("{" + unit + "}"))) {
                layout = layout.replace("{" + unit + "}", "{" + unit + unit + "}");
            }
        }
        return layout;
    }

    /** The first day at or after an index in the path of a file's directory. */
    private static Optional<Place> inDirectory(String path, int from) {
        String directories = path.substring(0, path.lastIndexOf('/'));
        Matcher day = DAY.matcher(directories);
        if (!day.find(from)) {
            return Optional.empty();
        }
        int start = directories.lastIndexOf('/', day.start()) + 1;
        int end = directories.indexOf('/', day.end());
        String layout = directories.substring(start, day.start()) + layout(day)
                + (day.group("dh") == null ? "" : day.group("dh") + placeholder(day, "H"))
                + directories.substring(day.end(), end < 0 ? directories.length() : end);
        return Optional.of(new Place(directories.substring(0, Math.max(0, start - 1)), layout));
    }

    /** The day in a file's name, and any text after it. */
    private static Optional<Place> inName(String path) {
        int start = path.lastIndexOf('/') + 1;
        Matcher day = DAY.matcher(path);
        return day.find(start) && path.indexOf('*') < 0
                ? Optional.of(new Place(path.substring(0, start - 1),
                        path.substring(start, day.start()) + layout(day) + "*"))
                : Optional.empty();
    }

    private static String layout(Matcher day) {
        return "{yyyy}" + day.group("ym") + placeholder(day, "M") + day.group("md") + placeholder(day, "d");
    }

    private static String placeholder(Matcher day, String unit) {
        return "{" + (day.group(unit).length() == 1 ? unit : unit + unit) + "}";
    }

    /** A digit after a zero, or alone. */
    private static String oneDigit(String digits) {
        return "0[%1$s]|(?<![0-9])[%1$s](?![0-9])".formatted(digits);
    }
}
