package dev.freshet.spec;

import dev.freshet.spec.DataType.Scalar;
import java.time.ZoneId;
import java.util.Optional;

/** Reads {@code format} and {@code zone} of a column, and checks that both fit its type and each other. */
final class TimeFormatReader {
    private TimeFormatReader() {}

    /** @param type null if it is invalid, which is already reported */
    static TimeFormat read(DataType type, Block column) {
        TimeFormat format = column.value("format", TimeFormat.ISO8601, Words::format);
        Optional<ZoneId> zone = column.value("zone", Optional.empty(), text -> Optional.of(Words.columnZone(text)));
        boolean hasZone = column.keys().contains("zone");
        if (type != null && column.keys().contains("format")) {
            formatMistake(type, format, hasZone).ifPresent(mistake -> column.problem("format", mistake));
        }
        if (type != null && hasZone) {
            zoneMistake(type, format).ifPresent(mistake -> column.problem("zone", mistake));
        }
        return format instanceof TimeFormat.Text text ? new TimeFormat.Text(text.pattern(), zone) : format;
    }

    private static Optional<Mistake> formatMistake(DataType type, TimeFormat format, boolean hasZone) {
        boolean date = type == Scalar.DATE;
        if (!date && type != Scalar.TIMESTAMP && type != Scalar.TIMESTAMP_TZ) {
            return mistake(format, type, "only dates and timestamps have one: remove it, or change the type");
        }
        if (format instanceof TimeFormat.Epoch) {
            return date ? mistake(format, type, "change the type to timestamp(6) with time zone") : Optional.empty();
        }
        TimePattern pattern = ((TimeFormat.Text) format).pattern().orElse(null);
        if (pattern == null) {
            return Optional.empty();
        }
        if (pattern.hasTime() == date) {
            return mistake(format, type,
                    date ? "remove the time, or change the type to timestamp(6)"
                            : "add HH, or change the type to date");
        }
        if (type == Scalar.TIMESTAMP && pattern.has(TimeField.OFFSET)) {
            return mistake(format, type, "change the type to timestamp(6) with time zone");
        }
        return type == Scalar.TIMESTAMP_TZ && !pattern.has(TimeField.OFFSET) && !hasZone
                ? mistake(format, type, "add Z for an offset, or zone: UTC, or another zone of the times")
                : Optional.empty();
    }

    private static Optional<Mistake> zoneMistake(DataType type, TimeFormat format) {
        if (type != Scalar.TIMESTAMP_TZ) {
            return Optional.of(new Mistake("Invalid zone of a " + type.spec() + " column",
                    "only a timestamp(6) with time zone has one: remove it, or change the type"));
        }
        boolean fixed = format instanceof TimeFormat.Epoch || format instanceof TimeFormat.Text text
                && text.pattern().filter(pattern -> pattern.has(TimeField.OFFSET)).isPresent();
        return fixed
                ? Optional.of(new Mistake("Invalid zone beside format \"" + format.spec() + "\"",
                        "the values have one already: remove it"))
                : Optional.empty();
    }

    private static Optional<Mistake> mistake(TimeFormat format, DataType type, String fix) {
        return Optional
                .of(new Mistake("Invalid format \"" + format.spec() + "\" of a " + type.spec() + " column", fix));
    }
}
