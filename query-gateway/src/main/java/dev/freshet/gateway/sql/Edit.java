package dev.freshet.gateway.sql;

import java.util.Comparator;
import java.util.List;

/** Replaces the text between two positions, counted in {@code char}s. An insertion has {@code start == end}. */
public record Edit(int start, int end, String text) {
    /** The text with the edits made; all the rest stays as it is, byte for byte. The edits must not overlap. */
    public static String apply(String sql, List<Edit> edits) {
        StringBuilder result = new StringBuilder(sql);
        edits.stream().sorted(Comparator.comparingInt(Edit::start).reversed())
                .forEach(edit -> result.replace(edit.start, edit.end, edit.text));
        return result.toString();
    }
}
