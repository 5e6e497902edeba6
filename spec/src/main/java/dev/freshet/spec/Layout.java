package dev.freshet.spec;

import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The path of a landing partition below the landing root: text, and placeholders for its date and hour. It is a
 * directory (<code>dt={yyyy}-{MM}-{dd}</code>), or files of one directory (<code>events-{yyyy}{MM}{dd}*.json</code>, a
 * {@code *} stands for any text).
 *
 * @param text as the spec writes it
 */
public record Layout(String text) {
    /** Where a file lies: its partition, and its path below the partition's directory. */
    public record Place(LandingPartition partition, String below) {}

    private static final String ANY = "*";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(yyyy|MM?|dd?|HH?)}");
    private static final Pattern UNPADDED_BESIDE_DIGIT = Pattern.compile("[}\\d]\\{[MdH]}|\\{[MdH]}[{\\d*]");
    private static final Pattern FILE = Pattern
            .compile(".*\\*.*|.*\\.(?i:json|jsonl|ndjson|log|txt)(?:\\.gz|\\.zst)?|.*\\.(?:gz|zst)");
    private static final Pattern OTHER_PLACEHOLDER = Pattern
            .compile("%-?[YymdHI]|\\$?\\{[A-Za-z]+}|\\$[A-Za-z]+");
    private static final Map<String, String> PLACEHOLDERS = Map.of("y+|u+|year", "{yyyy}", "m+|month", "{MM}", "d+|day",
            "{dd}", "h+|i|hour", "{HH}");

    /** @throws Mistake if it cannot be exact on Trino, or misses a part of the date */
    static Layout parse(String text) {
        if (text.startsWith("/") || text.endsWith("/") || text.contains("//")) {
            throw mistake(text, "separate directories by one /, without one at either end");
        }
        otherPlaceholders(text).ifPresent(fix -> {
            throw mistake(text, fix);
        });
        Set<String> units = PLACEHOLDER.matcher(text).results().map(Layout::unit).collect(Collectors.toSet());
        for (String unit : List.of("yyyy", "MM", "dd")) {
            if (!units.contains(unit)) {
                throw mistake(text, "it must contain {" + unit + "}");
            }
        }
        if (PLACEHOLDER.matcher(text).replaceAll("").matches(".*[{}].*")) {
            throw mistake(text,
                    "use {yyyy}, {MM}, {dd} and {HH}, or {M}, {d} and {H} without zeros, and no other braces");
        }
        if (UNPADDED_BESIDE_DIGIT.matcher(text).find()) {
            throw mistake(text,
                    "{M}, {d} and {H} need text without digits on both sides, as 1-1 is also the start of 1-12");
        }
        int any = text.indexOf(ANY);
        if (any >= 0 && any < text.lastIndexOf('/')) {
            throw mistake(text,
                    "a * may stand in the file's name only, as Trino reads a landing day from one directory: write one spec for each directory before the date, or put the date first and set landing.recursive: true");
        }
        if (any >= 0 && any < text.lastIndexOf('}')) {
            throw mistake(text,
                    "write the date before the *, as Trino finds a day's files by the start of their names only");
        }
        if (text.substring(text.lastIndexOf('/') + 1).matches("[._].*") && new Layout(text).isOfFiles()) {
            throw mistake(text, "Trino ignores files that start with . or _");
        }
        return new Layout(text);
    }

    /** Which placeholders to write for those of other tools, such as {@code {hh}}, {@code %Y} or {@code $MONTH}. */
    private static Optional<String> otherPlaceholders(String text) {
        String fix = OTHER_PLACEHOLDER.matcher(text).results()
                .filter(found -> !PLACEHOLDER.matcher(found.group()).matches()).flatMap(found -> {
                    String word = found.group().replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
                    return PLACEHOLDERS.entrySet().stream().filter(right -> word.matches(right.getKey())
                            && !text.contains(right.getValue()))
                            .map(right -> right.getValue() + " for " + found.group());
                }).collect(Collectors.joining(", "));
        return fix.isEmpty() ? Optional.empty() : Optional.of("write " + fix);
    }

    private static Mistake mistake(String text, String fix) {
        return new Mistake("Invalid layout \"" + text + "\"", fix);
    }

    /** Whether a partition's files are told apart by their names, not by their directory. */
    public boolean isOfFiles() {
        return FILE.matcher(text.substring(text.lastIndexOf('/') + 1)).matches();
    }

    /** Whether the name of one of its directories starts with a text. */
    boolean hasDirectory(String start) {
        String directories = isOfFiles() ? text.substring(0, text.lastIndexOf('/') + 1) : text;
        return ("/" + directories).contains("/" + start);
    }

    public Cadence cadence() {
        return PLACEHOLDER.matcher(text).results().map(Layout::unit).anyMatch("HH"::equals) ? Cadence.HOURLY
                : Cadence.DAILY;
    }

    /** The directory of the partition's files, without a slash at either end; empty for the root. */
    public String directory(LandingPartition partition) {
        String path = path(partition);
        return isOfFiles() ? path.substring(0, Math.max(0, path.lastIndexOf('/'))) : path;
    }

    /** The names of the partition's files, with {@code *} for any text; empty if all files in the directory are its. */
    public Optional<String> files(LandingPartition partition) {
        String path = path(partition);
        return isOfFiles() ? Optional.of(path.substring(path.lastIndexOf('/') + 1)) : Optional.empty();
    }

    private String path(LandingPartition partition) {
        LocalDateTime start = partition.start();
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            int value = switch (unit(found)) {
                case "yyyy" -> start.getYear();
                case "MM" -> start.getMonthValue();
                case "dd" -> start.getDayOfMonth();
                default -> start.getHour();
            };
            return ("%0" + found.group(1).length() + "d").formatted(value);
        });
    }

    /** Two letters for months, days and hours, with or without zeros. */
    private static String unit(MatchResult placeholder) {
        String letters = placeholder.group(1);
        return letters.length() == 1 ? letters + letters : letters;
    }

    /**
     * Finds where files lie. Compiled once for many files.
     *
     * @return for a path below the root: its place; empty if it is in no landing partition
     */
    public PlaceFinder finder() {
        return new PlaceFinder(Pattern.compile(regex() + (isOfFiles() ? "" : "/(?<below>.+)"), Pattern.DOTALL));
    }

    /** Finds the place of each of many files. */
    public final class PlaceFinder {
        private final Pattern pattern;
        private final Cadence cadence = cadence();

        private PlaceFinder(Pattern pattern) {
            this.pattern = pattern;
        }

        /** @param path below the root; empty if it is in no landing partition */
        public Optional<Place> of(String path) {
            Matcher matcher = pattern.matcher(path);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            int hour = cadence == Cadence.HOURLY ? Integer.parseInt(matcher.group("HH")) : 0;
            try {
                LandingPartition partition = new LandingPartition(cadence,
                        LocalDateTime.of(Integer.parseInt(matcher.group("yyyy")),
                                Integer.parseInt(matcher.group("MM")), Integer.parseInt(matcher.group("dd")), hour,
                                0));
                return Optional.of(new Place(partition, below(path, matcher))).filter(place -> isIn(path, partition));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }

        private String below(String path, Matcher matcher) {
            return isOfFiles() ? path.substring(path.lastIndexOf('/') + 1) : matcher.group("below");
        }

        /** The second of two equal placeholders may differ from the first, and an unpadded one may have a zero. */
        private boolean isIn(String path, LandingPartition partition) {
            String own = path(partition);
            return path.startsWith(isOfFiles() ? own.split("\\*", 2)[0] : own + "/");
        }
    }

    private String regex() {
        StringBuilder regex = new StringBuilder();
        Set<String> named = new HashSet<>();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        int at = 0;
        while (placeholder.find()) {
            regex.append(literal(text.substring(at, placeholder.start())));
            String digits = placeholder.group(1).length() == 1 ? "\\d{1,2}"
                    : "\\d{" + placeholder.group(1).length() + "}";
            String unit = unit(placeholder);
            regex.append(named.add(unit) ? "(?<" + unit + ">" + digits + ")" : digits);
            at = placeholder.end();
        }
        return regex.append(literal(text.substring(at))).toString();
    }

    private static String literal(String text) {
        return List.of(text.split("\\*", -1)).stream().map(Pattern::quote).collect(Collectors.joining("[^/]*"));
    }

    @Override
    public String toString() {
        return text;
    }
}
