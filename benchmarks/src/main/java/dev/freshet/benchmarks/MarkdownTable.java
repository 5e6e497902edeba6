package dev.freshet.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

/** A table in Markdown whose columns are as wide as their widest cell, so that it reads well as plain text. */
public record MarkdownTable(List<String> head, List<List<String>> rows) {
    public String text() {
        List<Integer> widths = IntStream.range(0, head.size()).mapToObj(column -> Math.max(head.get(column).length(),
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))).toList();
        StringBuilder text = new StringBuilder();
        text.append(row(head, widths, " ")).append(row(head.stream().map(cell -> "").toList(), widths, "-"));
        rows.forEach(row -> text.append(row(row, widths, " ")));
        return text.toString();
    }

    private static String row(List<String> cells, List<Integer> widths, String padding) {
        StringBuilder row = new StringBuilder("|");
        for (int i = 0; i < cells.size(); i++) {
            row.append(padding).append(cells.get(i)).append(padding.repeat(widths.get(i) - cells.get(i).length()))
                    .append(padding).append('|');
        }
        return row.append('\n').toString();
    }
}
