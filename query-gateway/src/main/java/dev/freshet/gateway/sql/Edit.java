package dev.freshet.gateway.sql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Replaces the text between two positions, counted in {@code char}s. An insertion has {@code start == end}. */
record Edit(int start, int end, String text) {
    /** The text with the edits applied; the rest stays unchanged. The edits must not overlap. */
    static String apply(String sql, List<Edit> edits) {
        if (edits.isEmpty()) {
            return sql;
        }
        List<Edit> inOrder = new ArrayList<>(edits);
        inOrder.sort(Comparator.comparingInt(Edit::start));
        StringBuilder result = new StringBuilder(sql.length() + 100);
        int at = 0;
        for (Edit edit : inOrder) {
            result.append(sql, at, edit.start).append(edit.text);
            at = edit.end;
        }
        return result.append(sql, at, sql.length()).toString();
    }
}
