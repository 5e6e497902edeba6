package dev.freshet.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private final StringWriter out = new StringWriter();

    @Test
    void textsAreAlignedLeftAndNumbersRight() {
        try (Table table = table()) {
            table.row(List.of("a", "1"));
            table.row(List.of("backups", "1000"));
        }
        assertThat(out.toString().lines()).containsExactly("name     rows", "-------  ----",
                "a           1", "backups  1000");
    }

    @Test
    void dataCannotMoveTheCursorOrBreakTheRow() {
        try (Table table = table()) {
            table.row(List.of("a\nb\033[2J", "1"));
        }
        assertThat(out.toString()).contains("a\\nb\\u001b[2J").hasLineCount(3);
    }

    @Test
    void aLongAnswerAppearsWhileItArrives() {
        try (Table table = table()) {
            for (int i = 0; i < 500; i++) {
                table.row(List.of("a", "1"));
            }
            assertThat(out.toString()).hasLineCount(502);
            table.row(List.of("longer than all before", "1"));
        }
        assertThat(out.toString()).hasLineCount(503).contains("longer than all before  ");
    }

    @Test
    void figuresAreForPeople() {
        assertThat(Figures.bytes(999)).isEqualTo("999 B");
        assertThat(Figures.bytes(1_500_000)).isEqualTo("1.5 MB");
        assertThat(Figures.bytes(999_999)).isEqualTo("1.0 MB");
        assertThat(Figures.count(1, "file") + ", " + Figures.count(1200, "row")).isEqualTo("1 file, 1,200 rows");
        assertThat(Figures.duration(Duration.ofMillis(61_500))).isEqualTo("1 min 1 s");
    }

    private Table table() {
        return new Table(new PrintWriter(out), List.of(Table.Column.text("name"), Table.Column.number("rows")));
    }
}
