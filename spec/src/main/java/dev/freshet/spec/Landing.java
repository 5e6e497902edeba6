package dev.freshet.spec;

import dev.freshet.core.Cadence;
import dev.freshet.core.LandingPartition;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where raw files arrive: {@code <root>/<layout for a landing partition>/<file>}.
 *
 * @param root a location that Trino and the batch both resolve, without a trailing slash
 * @param layout the directory with <code>{yyyy}</code>, <code>{MM}</code> and <code>{dd}</code> once each; with
 *        <code>{HH}</code> too, landing partitions are hours
 */
public record Landing(String root, String layout) {
    public static final String DEFAULT_LAYOUT = "dt={yyyy}-{MM}-{dd}";
    private static final String HOUR = "{HH}";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(yyyy|MM|dd|HH)}");

    public Cadence cadence() {
        return layout.contains(HOUR) ? Cadence.HOURLY : Cadence.DAILY;
    }

    /** The partition's directory, without a trailing slash. */
    public String directory(LandingPartition partition) {
        LocalDateTime start = partition.start();
        String path = layout.replace("{yyyy}", "%04d".formatted(start.getYear()))
                .replace("{MM}", "%02d".formatted(start.getMonthValue()))
                .replace("{dd}", "%02d".formatted(start.getDayOfMonth()))
                .replace(HOUR, "%02d".formatted(start.getHour()));
        return root + "/" + path;
    }

    /**
     * The landing partition of a directory; empty if it is not below the root or does not match the layout.
     *
     * @param directory without a trailing slash
     */
    public Optional<LandingPartition> partitionOf(String directory) {
        if (!directory.startsWith(root + "/")) {
            return Optional.empty();
        }
        Matcher matcher = layoutPattern().matcher(directory.substring(root.length() + 1));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int hour = cadence() == Cadence.HOURLY ? Integer.parseInt(matcher.group("HH")) : 0;
        try {
            return Optional.of(new LandingPartition(cadence(),
                    LocalDateTime.of(Integer.parseInt(matcher.group("yyyy")), Integer.parseInt(matcher.group("MM")),
                            Integer.parseInt(matcher.group("dd")), hour, 0)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Pattern layoutPattern() {
        StringBuilder regex = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(layout);
        int at = 0;
        while (placeholder.find()) {
            regex.append(Pattern.quote(layout.substring(at, placeholder.start())));
            String part = placeholder.group(1);
            regex.append("(?<").append(part).append(">\\d{").append(part.length()).append("})");
            at = placeholder.end();
        }
        return Pattern.compile(regex.append(Pattern.quote(layout.substring(at))).toString());
    }
}
