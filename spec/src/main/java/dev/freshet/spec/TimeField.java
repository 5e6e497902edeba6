package dev.freshet.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A part of a time, with its letters in a {@link TimePattern}. */
public enum TimeField {
    YEAR("yyyy", "uuuu", "yy"),
    MONTH("MM", "M", "MMM", "MMMM"),
    DAY("dd", "d"),
    WEEKDAY("EEE", "EEEE"),
    HOUR("HH", "H"),
    /** 1 to 12; {@link #HALF_DAY} says which half of the day. */
    HOUR_OF_HALF_DAY("hh", "h"),
    HALF_DAY("a"),
    MINUTE("mm"),
    SECOND("ss"),
    /** One letter per digit of the fraction of a second. */
    FRACTION("SSS", "S", "SS", "SSSS", "SSSSS", "SSSSSS", "SSSSSSS", "SSSSSSSS", "SSSSSSSSS"),
    OFFSET("Z", "X", "X".repeat(2), "X".repeat(3));

    private final List<String> letters;

    TimeField(String... letters) {
        this.letters = List.of(letters);
    }

    static Optional<TimeField> of(String letters) {
        return Arrays.stream(values()).filter(field -> field.letters.contains(letters)).findFirst();
    }

    /** The letters of this field, the usual ones first. */
    public List<String> letters() {
        return letters;
    }
}
