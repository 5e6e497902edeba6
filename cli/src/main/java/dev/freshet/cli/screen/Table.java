package dev.freshet.cli.screen;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** An aligned table. The first rows determine the widths, so that a long answer is printed as it arrives. */
public final class Table implements AutoCloseable {
    private static final int ROWS_FOR_WIDTHS = 500;

    private final PrintWriter out;
    private final List<Column> columns;
    private final List<List<String>> waiting = new ArrayList<>();
    private int[] widths;

    public Table(PrintWriter out, List<Column> columns) {
        this.out = out;
        this.columns = List.copyOf(columns);
    }

    public record Column(String name, boolean right) {
        public static Column text(String name) {
            return new Column(name, false);
        }

        /** Right-aligned. */
        public static Column number(String name) {
            return new Column(name, true);
        }
    }

    public void row(List<String> cells) {
        List<String> row = cells.stream().map(Table::printable).toList();
        if (widths != null) {
            print(row);
            return;
        }
        waiting.add(row);
        if (waiting.size() == ROWS_FOR_WIDTHS) {
            begin();
        }
    }

    @Override
    public void close() {
        if (widths == null) {
            begin();
        }
        out.flush();
    }

    private void begin() {
        List<String> names = columns.stream().map(column -> printable(column.name())).toList();
        widths = new int[columns.size()];
        waiting.add(0, names);
        for (List<String> row : waiting) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        List<String> rule = new ArrayList<>();
        for (int width : widths) {
            rule.add("-".repeat(width));
        }
        waiting.add(1, rule);
        waiting.forEach(this::print);
        waiting.clear();
    }

    private void print(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(Math.max(0, widths[i] - width(row.get(i))));
            line.append(i == 0 ? "" : "  ").append(columns.get(i).right() ? padding + row.get(i)
                    : row.get(i) + padding);
        }
        out.println(line.toString().stripTrailing());
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    /** Escapes control characters, which could move the cursor or break the row. */
    private static String printable(String cell) {
        if (cell.chars().noneMatch(Character::isISOControl)) {
            return cell;
        }
        StringBuilder text = new StringBuilder();
        cell.chars().forEach(c -> {
            switch (c) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(Character.isISOControl(c) ? "\\u%04x".formatted(c)
                        : String.valueOf((char) c));
            }
        });
        return text.toString();
    }
}
