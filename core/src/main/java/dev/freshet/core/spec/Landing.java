package dev.freshet.core.spec;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where raw files arrive: {@code <root>/<layout for a day>/<file>}.
 *
 * @param root a location that Trino and the batch both resolve, without a trailing slash
 * @param layout the day directory with <code>{yyyy}</code>, <code>{MM}</code> and <code>{dd}</code> for the parts of
 *        the date, each once
 */
public record Landing(String root, String layout) {
    public static final String DEFAULT_LAYOUT = "dt={yyyy}-{MM}-{dd}";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(yyyy|MM|dd)}");

    /** The day's directory, without a trailing slash. */
    public String directory(LocalDate day) {
        String path = layout.replace("{yyyy}", "%04d".formatted(day.getYear()))
                .replace("{MM}", "%02d".formatted(day.getMonthValue()))
                .replace("{dd}", "%02d".formatted(day.getDayOfMonth()));
        return root + "/" + path;
    }

    /**
     * The landing day of a file directly in a day directory. Empty for a file elsewhere, and for one that starts with
     * {@code _} or {@code .}, which Trino does not see either.
     */
    public Optional<LocalDate> dayOf(String file) {
        int slash = file.lastIndexOf('/');
        String name = file.substring(slash + 1);
        if (slash < root.length() || !file.startsWith(root + "/") || name.isEmpty() || name.startsWith("_")
                || name.startsWith(".")) {
            return Optional.empty();
        }
        Matcher matcher = layoutPattern().matcher(file.substring(root.length() + 1, slash));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(Integer.parseInt(matcher.group("yyyy")),
                    Integer.parseInt(matcher.group("MM")), Integer.parseInt(matcher.group("dd"))));
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
