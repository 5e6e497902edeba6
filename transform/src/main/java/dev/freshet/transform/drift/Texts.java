package dev.freshet.transform.drift;

import dev.freshet.spec.DataType.Scalar;
import dev.freshet.spec.DataType;
import dev.freshet.spec.TimeFormat;
import dev.freshet.spec.json.TypeRule;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Statistics on the strings seen at one path, and the types for which all of them are valid. */
final class Texts {
    private static final Map<Scalar, Pattern> FORMS = new EnumMap<>(Scalar.class);

    static {
        for (Scalar type : new Scalar[]{Scalar.UUID, Scalar.DATE, Scalar.TIMESTAMP_TZ, Scalar.TIMESTAMP}) {
            FORMS.put(type, TypeRule.of(type, TimeFormat.ISO8601).form());
        }
    }

    private final Map<Scalar, Pattern> possible = new EnumMap<>(FORMS);
    private long count;

    void add(String text) {
        count++;
        possible.entrySet().removeIf(form -> !form.getValue().matcher(text).matches()
                || form.getKey() != Scalar.UUID && !isInCalendar(text));
    }

    void add(Texts other) {
        count += other.count;
        possible.keySet().retainAll(other.possible.keySet());
    }

    long count() {
        return count;
    }

    DataType type() {
        return possible.isEmpty() ? Scalar.VARCHAR : possible.keySet().iterator().next();
    }

    /** The form also matches invalid values such as 30 February and 25:00. */
    private static boolean isInCalendar(String text) {
        try {
            LocalDate.parse(text.substring(0, 10));
            if (text.length() > 10) {
                LocalTime.parse(text.substring(11).replaceFirst("(?:Z| ?[+-]\\d\\d:\\d\\d)$", ""));
            }
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
