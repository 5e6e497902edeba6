package dev.freshet.transform.protocol;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One branch of a query: a table, and a selection of its rows. Only the relevant parts of the text are parsed (the
 * table, the version, bounds of {@code landed_on}, lists of paths or of file numbers). The rest is not checked, because
 * other tests run it on a real Trino.
 *
 * @param name catalog, schema and table
 * @param literal the day of all rows of a tail table
 * @param day the bound of {@code landed_on} on an Iceberg table
 * @param days the list of {@code landed_on} on an Iceberg table
 * @param paths of the raw files of a tail table, or of the data files of an Iceberg table
 * @param none whether it selects nothing
 */
record Relation(List<String> name, Optional<Long> version, boolean rejects, Optional<LocalDate> literal,
        Optional<Bound> day, Optional<Listed> days, Optional<Listed> paths, Optional<Listed> fileIds, boolean none) {
    private static final Pattern FROM = Pattern
            .compile("FROM \"([^\"]+)\"\\.\"([^\"]+)\"\\.\"([^\"]+)\"(?: FOR VERSION AS OF (\\d+))?");
    private static final Pattern LITERAL = Pattern.compile("DATE '([^']+)' AS \"?landed_on");
    private static final Pattern DAY = Pattern.compile("\"?landed_on\"? (<=|>=|<|>|=) DATE '([^']+)'");
    private static final Pattern DAYS = Pattern.compile("\"?landed_on\"? (IN) \\((DATE '[^)]*')\\)");
    private static final Pattern PATHS = Pattern.compile("\"\\$path\" (NOT IN|IN|=|<>) \\(?('[^)]*')\\)?");
    private static final Pattern IDS = Pattern.compile("\"?freshet_file\"? (NOT IN|IN|=|<>) \\(?([-\\d, ]+)\\)?");

    private static final Pattern NONE = Pattern.compile("WHERE false\\b");

    /** A comparison of {@code landed_on} with a day. */
    record Bound(String operator, LocalDate day) {
        boolean holds(LocalDate landedOn) {
            int compared = landedOn.compareTo(day);
            return switch (operator) {
                case "<" -> compared < 0;
                case "<=" -> compared <= 0;
                case ">" -> compared > 0;
                case ">=" -> compared >= 0;
                default -> compared == 0;
            };
        }
    }

    /** A condition {@code IN} or {@code NOT IN} a list. */
    record Listed(boolean in, Set<String> values) {
        boolean holds(String value) {
            return in == values.contains(value);
        }
    }

    /** The branches of a query. */
    static List<Relation> all(String sql) {
        return Arrays.stream(sql.split("UNION ALL")).map(Relation::of).toList();
    }

    private static Relation of(String branch) {
        Matcher from = FROM.matcher(branch);
        if (!from.find()) {
            throw new UnsupportedOperationException("Cannot find a table in: " + branch);
        }
        List<String> name = List.of(from.group(1), from.group(2), from.group(3));
        if (from.find()) {
            throw new UnsupportedOperationException("Cannot read more than one table in: " + branch);
        }
        from = FROM.matcher(branch);
        from.find();
        return new Relation(name, Optional.ofNullable(from.group(4)).map(Long::valueOf),
                branch.contains("reason"), first(LITERAL, branch).map(m -> LocalDate.parse(m.group(1))),
                first(DAY, branch).map(m -> new Bound(m.group(1), LocalDate.parse(m.group(2)))),
                first(DAYS, branch).map(m -> listed(m, "DATE|'| ")), first(PATHS, branch).map(m -> listed(m, "'")),
                first(IDS, branch).map(m -> listed(m, " ")), NONE.matcher(branch).find());
    }

    /** @param around a pattern of what is around a value */
    private static Listed listed(Matcher matcher, String around) {
        boolean in = matcher.group(1).equals("IN") || matcher.group(1).equals("=");
        return new Listed(in,
                Arrays.stream(matcher.group(2).split(",")).map(value -> value.strip().replaceAll(around, ""))
                        .collect(Collectors.toSet()));
    }

    private static Optional<Matcher> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher) : Optional.empty();
    }

    String qualified() {
        return name.stream().map(part -> '"' + part + '"').collect(Collectors.joining("."));
    }
}
